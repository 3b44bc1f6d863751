package dev.lifeboat.mount.nbd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Says to a server whatever a test wants, with numbers taken from the specification, not from the server. */
final class RawClient implements Closeable {
    private final SocketChannel channel;

    /** A reply to an option. */
    record OptionReply(int option, int type, String text) {}

    /** A chunk of a structured reply. */
    record Chunk(boolean last, int type, long cookie, ByteBuffer data) {}

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    ByteBuffer receive(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }

    /** True if the server ends the connection without another byte. */
    boolean isEnded() throws IOException {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true; // reset, since it had not read everything
        }
    }

    RawClient send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    RawClient greet() throws IOException {
        receive(18);
        return send(ByteBuffer.allocate(4).putInt(3).flip());
    }

    RawClient option(int option, byte... data) throws IOException {
        return optionHeader(option, data.length).send(ByteBuffer.wrap(data));
    }

    RawClient optionHeader(int option, int length) throws IOException {
        return send(ByteBuffer.allocate(16)
                .putLong(0x49484156454f5054L)
                .putInt(option)
                .putInt(length)
                .flip());
    }

    OptionReply reply() throws IOException {
        ByteBuffer header = receive(20);
        if (header.getLong() != 0x3e889045565a9L) {
            throw new IOException("no reply to an option");
        }
        return new OptionReply(
                header.getInt(),
                header.getInt(),
                new String(receive(header.getInt()).array(), StandardCharsets.UTF_8));
    }

    /** The name of an export, and no wish to be told anything of it. */
    static byte[] named(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length + 2)
                .putInt(bytes.length)
                .put(bytes)
                .putShort((short) 0)
                .array();
    }

    /** The name of an export, and one query. */
    static byte[] query(String name, String query) {
        byte[] first = name.getBytes(StandardCharsets.UTF_8);
        byte[] second = query.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(12 + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(1)
                .putInt(second.length)
                .put(second)
                .array();
    }

    /** Chooses an export, with structured replies and base:allocation. */
    RawClient go(String name) throws IOException {
        greet().option(8);
        reply();
        option(10, query(name, "base:allocation"));
        reply();
        reply();
        option(7, named(name));
        reply();
        reply();
        return this;
    }

    /** Chooses an export without anything that is new since 2016. */
    RawClient goSimply(String name) throws IOException {
        greet().option(1, name.getBytes(StandardCharsets.UTF_8));
        receive(10);
        return this;
    }

    RawClient request(int flags, int type, long cookie, long offset, int length) throws IOException {
        return send(ByteBuffer.allocate(28)
                .putInt(0x25609513)
                .putShort((short) flags)
                .putShort((short) type)
                .putLong(cookie)
                .putLong(offset)
                .putInt(length)
                .flip());
    }

    Chunk chunk() throws IOException {
        ByteBuffer header = receive(20);
        if (header.getInt() != 0x668e33ef) {
            throw new IOException("no chunk");
        }
        int flags = header.getShort();
        int type = Short.toUnsignedInt(header.getShort());
        long cookie = header.getLong();
        return new Chunk(flags == 1, type, cookie, receive(header.getInt()));
    }

    /** The error of a simple reply. */
    int simpleError() throws IOException {
        ByteBuffer header = receive(16);
        if (header.getInt() != 0x67446698) {
            throw new IOException("no simple reply");
        }
        return header.getInt();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
