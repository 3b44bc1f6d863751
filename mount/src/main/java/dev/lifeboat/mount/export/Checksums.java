package dev.lifeboat.mount.export;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * 64 bits over a piece of data, made of two polynomials: against storage that fails, not against people. Both are an instruction
 * of the processor, so that they cost next to nothing beside the copy.
 */
final class Checksums {
    private final CRC32C first = new CRC32C();
    private final CRC32 second = new CRC32();

    /** Takes all that remains of a buffer; its position stays. */
    void update(ByteBuffer data) {
        first.update(data.duplicate());
        second.update(data.duplicate());
    }

    long value() {
        return first.getValue() << 32 | second.getValue();
    }

    void reset() {
        first.reset();
        second.reset();
    }
}
