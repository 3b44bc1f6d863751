package dev.lifeboat.formats.pe;

/**
 * A resource: something that a program carries along.
 *
 * @param type what it is, mostly a number that Windows knows
 * @param name by which the program asks for it
 * @param language as Windows numbers languages; 0 for any
 * @param address in memory, from the start of the image
 * @param size in bytes
 */
public record Resource(Id type, Id name, int language, long address, long size) {
    /** Type of bytes that mean nothing to Windows. */
    public static final int RCDATA = 10;
    /** Type of the version resource. */
    public static final int VERSION = 16;

    /**
     * A name or a number.
     *
     * @param number -1 if it has a name
     * @param text empty if it has a number
     */
    public record Id(int number, String text) {
        @Override
        public String toString() {
            return number < 0 ? text : "#" + number;
        }
    }

    @Override
    public String toString() {
        return "resource " + type + "/" + name + "/" + language;
    }
}
