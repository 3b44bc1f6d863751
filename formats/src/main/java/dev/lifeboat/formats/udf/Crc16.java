package dev.lifeboat.formats.udf;

/** The CRC of descriptors, 3/7.2.6: polynomial x^16 + x^12 + x^5 + 1, highest bit first, beginning with 0. */
final class Crc16 {
    private static final int POLYNOMIAL = 0x1021;
    private static final int[] TABLE = table();

    private Crc16() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            table[i] = crc & 0xffff;
        }
        return table;
    }

    static int of(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            crc = ((crc << 8) & 0xff00) ^ TABLE[(crc >> 8) ^ (b & 0xff)];
        }
        return crc;
    }
}
