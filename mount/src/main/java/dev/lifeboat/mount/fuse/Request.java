package dev.lifeboat.mount.fuse;

import dev.lifeboat.mount.fuse.Protocol.In;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One request of the kernel. Its fields are read from the buffer, which the next request overwrites. */
final class Request {
    private final ByteBuffer buffer;
    private int length;

    Request(ByteBuffer buffer) {
        this.buffer = buffer.order(ByteOrder.nativeOrder());
    }

    /**
     * Takes a request that was read.
     *
     * @param bytes how many there are
     * @return false if they are no request
     */
    boolean take(int bytes) {
        length = bytes;
        return bytes >= In.SIZE && buffer.getInt(In.LENGTH) == bytes;
    }

    int opcode() {
        return buffer.getInt(In.OPCODE);
    }

    long unique() {
        return buffer.getLong(In.UNIQUE);
    }

    long node() {
        return buffer.getLong(In.NODE);
    }

    /** How many bytes stand behind the header. */
    int size() {
        return length - In.SIZE;
    }

    int getInt(int at) {
        return buffer.getInt(In.SIZE + at);
    }

    long getLong(int at) {
        return buffer.getLong(In.SIZE + at);
    }

    /**
     * Reads a name that ends with NUL.
     *
     * @param at where it begins, behind the header
     * @return the name
     * @throws CharacterCodingException if it is not UTF-8; no file is called so
     */
    String name(int at) throws CharacterCodingException {
        int end = In.SIZE + at;
        while (end < length && buffer.get(end) != 0) {
            end++;
        }
        ByteBuffer name = buffer.duplicate();
        name.limit(end).position(In.SIZE + at);
        return StandardCharsets.UTF_8.newDecoder().decode(name).toString();
    }
}
