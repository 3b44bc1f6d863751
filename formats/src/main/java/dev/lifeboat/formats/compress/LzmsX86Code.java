package dev.lifeboat.formats.compress;

import java.util.Arrays;

/**
 * What LZMS does to x86 machine code: in some instructions it stores the target instead of the distance, so that references to
 * one place look alike. It does so only where there seems to be code: where a target, of which it takes the lower 16 bits, was
 * met not long ago. Data that is no code goes through this, too, and comes out as it was.
 */
final class LzmsX86Code {
    /** How far back a target was met counts, in bytes. */
    private static final int WINDOW = 65_535;
    /** How far behind the last sign of code instructions are changed, in bytes. */
    private static final int REACH = 1023;
    /** In the last bytes nothing is changed. */
    private static final int TAIL = 16;

    private static final int SMALLEST = TAIL + 2;

    /** By the lower 16 bits of the target: where an instruction last ended that has it. */
    private final int[] lastUses = new int[1 << Character.SIZE];

    /**
     * Turns targets back to distances.
     *
     * @param bytes hold the chunk
     * @param at index of its first byte
     * @param size of the chunk
     */
    void toDistances(byte[] bytes, int at, int size) {
        if (size < SMALLEST) {
            return;
        }
        Arrays.fill(lastUses, -WINDOW - 1);
        int lastSign = -REACH - 1;
        int i = 1; // the first byte begins no instruction
        while (i < size - TAIL) {
            int opcode = bytes[at + i] & 0xff;
            if (opcode == 0xe9) { // a jump, which is left alone
                i += 1 + Integer.BYTES;
                continue;
            }
            int length = opcodeLength(bytes, at + i, opcode);
            if (length == 0) {
                i++;
                continue;
            }
            int operand = at + i + length;
            // Calls are short, and met in anything: there has to be a sign nearer by.
            int reach = opcode == 0xe8 ? REACH / 2 : REACH;
            if (i - lastSign <= reach) {
                subtract(bytes, operand, i);
            }
            int target = (i + ((bytes[operand] & 0xff) | (bytes[operand + 1] & 0xff) << 8)) & 0xffff;
            int end = i + length + Integer.BYTES - 1;
            if (end - lastUses[target] <= WINDOW) {
                lastSign = end;
            }
            lastUses[target] = end;
            i = end + 1;
        }
    }

    /** How many bytes of an instruction stand before its operand; 0 if it is none that counts. */
    private static int opcodeLength(byte[] bytes, int at, int opcode) {
        return switch (opcode) {
            case 0x48 -> isMove(bytes, at) || isLoadAddress(bytes, at) ? 3 : 0;
            case 0x4c -> isLoadAddress(bytes, at) ? 3 : 0;
            case 0xe8 -> 1; // call
            case 0xf0 -> (bytes[at + 1] & 0xff) == 0x83 && bytes[at + 2] == 0x05 ? 3 : 0; // lock add
            case 0xff -> bytes[at + 1] == 0x15 ? 2 : 0; // call through a pointer
            default -> 0;
        };
    }

    /** Into rax or rcx, from a place relative to the instruction. */
    private static boolean isMove(byte[] bytes, int at) {
        return (bytes[at + 1] & 0xff) == 0x8b && (bytes[at + 2] == 0x05 || bytes[at + 2] == 0x0d);
    }

    /** Of a place relative to the instruction, into any register. */
    private static boolean isLoadAddress(byte[] bytes, int at) {
        return (bytes[at + 1] & 0xff) == 0x8d && (bytes[at + 2] & 7) == 5;
    }

    private static void subtract(byte[] bytes, int at, int distance) {
        int value =
                ((bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24)
                        - distance;
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
        bytes[at + 2] = (byte) (value >> 16);
        bytes[at + 3] = (byte) (value >> 24);
    }
}
