package dev.lifeboat.formats.bcd;

/**
 * What an element of an object says, BcdElementType: who takes it, what form it has, and which it is.
 *
 * @param code the 32 bits, by which the element is called in the store
 */
public record ElementType(long code) {
    /** What an element's value is. */
    public enum Format {
        DEVICE,
        STRING,
        /** The identifier of an object. */
        OBJECT,
        OBJECT_LIST,
        INTEGER,
        BOOLEAN,
        INTEGER_LIST,
        UNKNOWN
    }

    /**
     * Returns the form of the value.
     *
     * @return the second digit of the code
     */
    public Format format() {
        int digit = (int) (code >>> 24 & 0xf);
        return digit >= 1 && digit <= 7 ? Format.values()[digit - 1] : Format.UNKNOWN;
    }

    /**
     * Returns what {@code bcdedit} calls it.
     *
     * @param object that it belongs to: the same number may mean something else elsewhere
     * @return such as {@code osdevice}, or {@code custom:46000010} for one without a name
     */
    public String name(ObjectType object) {
        return ElementNames.name(code, object.application()).orElse("custom:" + hex());
    }

    /**
     * Returns the code as it stands in the store.
     *
     * @return eight digits
     */
    public String hex() {
        return String.format("%08x", code);
    }
}
