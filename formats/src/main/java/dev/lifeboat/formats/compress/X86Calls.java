package dev.lifeboat.formats.compress;

/**
 * What LZX does to machine code: behind each byte 0xE8, a call, it stores the target instead of the distance, so that calls of
 * one function look alike. [MS-PATCH] 2.2 "E8 call translation", with a file size that is always the same.
 */
final class X86Calls {
    private static final byte CALL = (byte) 0xe8;
    private static final int FILE_SIZE = 12_000_000;
    /** In the last bytes of a chunk nothing is translated, although calls would fit. */
    private static final int TAIL = 10;

    private X86Calls() {}

    /**
     * Turns targets back into distances.
     *
     * @param bytes hold the chunk
     * @param at index of its first byte
     * @param size of the chunk
     */
    static void toDistances(byte[] bytes, int at, int size) {
        int end = at + size - TAIL;
        for (int i = at; i < end; i++) {
            if (bytes[i] == CALL) {
                translate(bytes, i + 1, i - at);
                i += Integer.BYTES;
            }
        }
    }

    private static void translate(byte[] bytes, int at, int position) {
        int target =
                (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
        if (target < -position || target >= FILE_SIZE) {
            return;
        }
        int distance = target >= 0 ? target - position : target + FILE_SIZE;
        bytes[at] = (byte) distance;
        bytes[at + 1] = (byte) (distance >> 8);
        bytes[at + 2] = (byte) (distance >> 16);
        bytes[at + 3] = (byte) (distance >> 24);
    }
}
