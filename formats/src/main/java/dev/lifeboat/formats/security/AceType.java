package dev.lifeboat.formats.security;

import java.util.Optional;

/** The kinds of an {@link Ace} that files can have, [MS-DTYP] 2.4.4.1, with the letters of SDDL where it has any. */
public enum AceType {
    ALLOWED(0x00, "A", Form.PLAIN),
    DENIED(0x01, "D", Form.PLAIN),
    AUDIT(0x02, "AU", Form.PLAIN),
    ALARM(0x03, "AL", Form.PLAIN),
    ALLOWED_OBJECT(0x05, "OA", Form.OBJECT),
    DENIED_OBJECT(0x06, "OD", Form.OBJECT),
    AUDIT_OBJECT(0x07, "OU", Form.OBJECT),
    ALARM_OBJECT(0x08, "OL", Form.OBJECT),
    /** With a condition, as are all whose name ends in CALLBACK. */
    ALLOWED_CALLBACK(0x09, "XA", Form.PLAIN),
    DENIED_CALLBACK(0x0a, "XD", Form.PLAIN),
    ALLOWED_OBJECT_CALLBACK(0x0b, "ZA", Form.OBJECT),
    DENIED_OBJECT_CALLBACK(0x0c, "", Form.OBJECT),
    AUDIT_CALLBACK(0x0d, "XU", Form.PLAIN),
    ALARM_CALLBACK(0x0e, "", Form.PLAIN),
    AUDIT_OBJECT_CALLBACK(0x0f, "", Form.OBJECT),
    ALARM_OBJECT_CALLBACK(0x10, "", Form.OBJECT),
    /** The integrity level that writing, reading or executing takes. */
    MANDATORY_LABEL(0x11, "ML", Form.PLAIN),
    /** A property of the file that conditions can ask for. */
    RESOURCE_ATTRIBUTE(0x12, "RA", Form.PLAIN),
    /** The central access policy that holds for the file. */
    SCOPED_POLICY(0x13, "SP", Form.PLAIN),
    PROCESS_TRUST_LABEL(0x14, "TL", Form.PLAIN),
    ACCESS_FILTER(0x15, "FL", Form.PLAIN);

    private enum Form {
        PLAIN,
        OBJECT
    }

    private static final AceType[] ALL = values();

    private final int code;
    private final String sddl;
    private final Form form;

    AceType(int code, String sddl, Form form) {
        this.code = code;
        this.sddl = sddl;
        this.form = form;
    }

    /**
     * Finds a kind.
     *
     * @param code the first byte of an entry
     * @return the kind, or empty if it is not known
     */
    static Optional<AceType> of(int code) {
        for (AceType type : ALL) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The letters in SDDL; empty if it has none. */
    String sddl() {
        return sddl;
    }

    /** Whether two GUIDs may stand between the rights and the SID. */
    boolean object() {
        return form == Form.OBJECT;
    }

    /** Whether a condition decides, which stands behind the SID. */
    boolean conditional() {
        return switch (this) {
            case ALLOWED_CALLBACK, DENIED_CALLBACK, AUDIT_CALLBACK, ALLOWED_OBJECT_CALLBACK, ACCESS_FILTER -> true;
            default -> false;
        };
    }
}
