package dev.lifeboat.formats.regf;

import java.util.List;

/** What a value's bytes are meant to be, by the names of winnt.h. Nothing keeps a program from storing something else. */
public enum ValueType {
    REG_NONE,
    /** Text in UTF-16. */
    REG_SZ,
    /** Text in UTF-16 with names of environment variables in it, such as {@code %SystemRoot%}. */
    REG_EXPAND_SZ,
    REG_BINARY,
    REG_DWORD,
    REG_DWORD_BIG_ENDIAN,
    /** The target of a symbolic link, in UTF-16. */
    REG_LINK,
    /** Several texts in UTF-16. */
    REG_MULTI_SZ,
    REG_RESOURCE_LIST,
    REG_FULL_RESOURCE_DESCRIPTOR,
    REG_RESOURCE_REQUIREMENTS_LIST,
    REG_QWORD,
    /** Any other number; drivers and the device manager have their own. */
    UNKNOWN;

    private static final List<ValueType> BY_CODE = List.of(values());

    /**
     * Returns the type that a number stands for.
     *
     * @param code as stored, 0 to 2^32 - 1
     * @return the type
     */
    static ValueType of(long code) {
        return code < BY_CODE.size() ? BY_CODE.get((int) code) : UNKNOWN;
    }
}
