package dev.lifeboat.formats.security;

import java.util.Optional;

/** The operators of a {@link Condition}, [MS-DTYP] 2.4.4.17.6 and 2.4.4.17.7. */
enum ConditionOperator {
    EQUAL(0x80, "==", 2),
    NOT_EQUAL(0x81, "!=", 2),
    LESS(0x82, "<", 2),
    LESS_OR_EQUAL(0x83, "<=", 2),
    GREATER(0x84, ">", 2),
    GREATER_OR_EQUAL(0x85, ">=", 2),
    CONTAINS(0x86, "Contains", 2),
    EXISTS(0x87, "Exists", 1),
    ANY_OF(0x88, "Any_of", 2),
    MEMBER_OF(0x89, "Member_of", 1),
    DEVICE_MEMBER_OF(0x8a, "Device_Member_of", 1),
    MEMBER_OF_ANY(0x8b, "Member_of_Any", 1),
    DEVICE_MEMBER_OF_ANY(0x8c, "Device_Member_of_Any", 1),
    NOT_EXISTS(0x8d, "Not_Exists", 1),
    NOT_CONTAINS(0x8e, "Not_Contains", 2),
    NOT_ANY_OF(0x8f, "Not_Any_of", 2),
    NOT_MEMBER_OF(0x90, "Not_Member_of", 1),
    NOT_DEVICE_MEMBER_OF(0x91, "Not_Device_Member_of", 1),
    NOT_MEMBER_OF_ANY(0x92, "Not_Member_of_Any", 1),
    NOT_DEVICE_MEMBER_OF_ANY(0x93, "Not_Device_Member_of_Any", 1),
    AND(0xa0, "&&", 2),
    OR(0xa1, "||", 2),
    NOT(0xa2, "!", 1);

    private static final ConditionOperator[] ALL = values();

    private final int token;
    private final String sddl;
    private final int operands;

    ConditionOperator(int token, String sddl, int operands) {
        this.token = token;
        this.sddl = sddl;
        this.operands = operands;
    }

    static Optional<ConditionOperator> of(int token) {
        for (ConditionOperator operator : ALL) {
            if (operator.token == token) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    String sddl() {
        return sddl;
    }

    /** 1 or 2. */
    int operands() {
        return operands;
    }

    /** Whether its operands are conditions themselves, which SDDL writes in brackets. */
    boolean logical() {
        return this == AND || this == OR || this == NOT;
    }
}
