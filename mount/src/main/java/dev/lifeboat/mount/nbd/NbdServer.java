package dev.lifeboat.mount.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Serves exports over a socket until it is closed: a thread for each client, and one that disconnects those that take too long.
 * Nothing that a client does ends the server or harms another client.
 */
public final class NbdServer implements Closeable {
    private static final int MOST_MESSAGES = 1000;
    private static final int LOOK_EVERY_MILLIS = 1000;
    private static final int PAUSE_AFTER_FAILURE_MILLIS = 100;

    private final ServerSocketChannel socket;
    private final NbdExports exports;
    private final Optional<TlsIdentity> tls;
    private final Consumer<String> log;
    private final Limits limits;
    private final Set<String> logged = new HashSet<>();
    private final Set<Link> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * What a client may take.
     *
     * @param clients at a time, each with buffers of half a megabyte
     * @param handshakeSeconds until it has chosen an export
     * @param messageSeconds for a request, from its first byte to its last
     */
    record Limits(int clients, int handshakeSeconds, int messageSeconds) {
        static final Limits USUAL = new Limits(64, 30, 30);
    }

    /**
     * Begins to serve.
     *
     * @param socket bound to an address; the server closes it
     * @param exports what is served
     * @param tls to be insisted on, if present
     * @param log receives each message once, from any thread; may hold text from images and clients
     */
    public NbdServer(ServerSocketChannel socket, NbdExports exports, Optional<TlsIdentity> tls, Consumer<String> log) {
        this(socket, exports, tls, log, Limits.USUAL);
    }

    NbdServer(
            ServerSocketChannel socket,
            NbdExports exports,
            Optional<TlsIdentity> tls,
            Consumer<String> log,
            Limits limits) {
        this.limits = limits;
        this.socket = socket;
        this.exports = exports;
        this.tls = tls;
        this.log = log;
        start("nbd accept", this::accept);
        start("nbd watch", this::watch);
    }

    /**
     * Serves one client in this thread, until it ends.
     *
     * @param client a channel to it, which is not closed
     * @param exports what is served
     * @param log receives what a person should know; may hold text from images and the client
     */
    public static void serve(ByteChannel client, NbdExports exports, Consumer<String> log) {
        new Connection(new ChannelLink(client), exports, Optional.empty(), log, Limits.USUAL).run();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                serve(socket.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | OutOfMemoryError e) { // too many open files or threads, such as
                say("a client could not be accepted: " + e.getMessage());
                pause(PAUSE_AFTER_FAILURE_MILLIS);
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        ChannelLink link = new ChannelLink(channel);
        if (clients.size() >= limits.clients()) {
            say("more than " + limits.clients() + " clients at a time are not served");
            link.close();
            return;
        }
        clients.add(link);
        if (closed) { // between the two, close() may have looked for clients
            end(link);
            return;
        }
        Runnable work = () -> {
            try {
                if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true); // a client may vanish
                }
                Optional<Handshake.Upgrade> upgrade = tls.map(identity -> () -> TlsLink.start(channel, identity));
                new Connection(link, exports, upgrade, this::say, limits).run();
            } catch (IOException e) {
                say("the connection to a client failed: " + e.getMessage());
            } catch (RuntimeException | Error e) {
                say("an error inside Lifeboat ended a connection: " + e);
            } finally {
                end(link);
            }
        };
        try {
            start("nbd client", work);
        } catch (OutOfMemoryError e) { // no further thread
            end(link);
            throw e;
        }
    }

    private void end(Link link) {
        clients.remove(link);
        try {
            link.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    private void watch() {
        while (!closed) {
            pause(LOOK_EVERY_MILLIS);
            for (Link link : clients) {
                if (link.overdue()) {
                    end(link);
                }
            }
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each message once: a client may repeat what it does for ever. */
    private void say(String message) {
        boolean last;
        synchronized (logged) {
            if (closed || logged.size() >= MOST_MESSAGES || !logged.add(message)) {
                return;
            }
            last = logged.size() == MOST_MESSAGES;
        }
        log.accept(last ? "there is more to say; what follows is not told any more" : message);
    }

    /** Ends all connections; what they were being sent may be cut off. */
    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        clients.forEach(this::end);
    }
}
