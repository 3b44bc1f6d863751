package dev.lifeboat.mount.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A channel, such as a socket, as it is. */
final class ChannelLink extends Link {
    private final ByteChannel channel;

    ChannelLink(ByteChannel channel) {
        this.channel = channel;
    }

    @Override
    int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
