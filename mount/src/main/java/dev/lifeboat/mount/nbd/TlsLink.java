package dev.lifeboat.mount.nbd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;

/** A socket inside TLS. Its own close would wait for a client that does not read; the channel's does not. */
final class TlsLink extends Link {
    private static final int PIECE = 1 << 16;

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] piece = new byte[PIECE];

    private TlsLink(SocketChannel channel, SSLSocket socket) throws IOException {
        this.channel = channel;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Does the handshake of TLS.
     *
     * @param channel on which nothing was read that belongs to it
     * @param identity of this server
     * @return the link
     * @throws IOException if it fails
     */
    static TlsLink start(SocketChannel channel, TlsIdentity identity) throws IOException {
        Socket plain = channel.socket();
        SSLSocket socket = identity.over(plain);
        socket.startHandshake();
        return new TlsLink(channel, socket);
    }

    @Override
    int read(ByteBuffer target) throws IOException {
        int n = in.read(piece, 0, Math.min(piece.length, target.remaining()));
        if (n > 0) {
            target.put(piece, 0, n);
        }
        return n;
    }

    @Override
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            int n = Math.min(piece.length, source.remaining());
            source.get(piece, 0, n);
            out.write(piece, 0, n);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
