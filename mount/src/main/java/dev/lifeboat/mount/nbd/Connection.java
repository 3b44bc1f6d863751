package dev.lifeboat.mount.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** One client, from the first byte to the last. */
final class Connection {
    private final ChannelLink plain;
    private final NbdExports exports;
    private final Optional<Handshake.Upgrade> tls;
    private final Consumer<String> log;
    private final NbdServer.Limits limits;

    /**
     * @param plain the link that is watched, also when TLS lies on it: closing it ends what is inside, too
     * @param tls to be insisted on, if present
     */
    Connection(
            ChannelLink plain,
            NbdExports exports,
            Optional<Handshake.Upgrade> tls,
            Consumer<String> log,
            NbdServer.Limits limits) {
        this.limits = limits;
        this.plain = plain;
        this.exports = exports;
        this.tls = tls;
        this.log = log;
    }

    /** Serves it, whatever it does; the caller closes the link. */
    void run() {
        try {
            plain.limit(limits.handshakeSeconds());
            Input in = new Input(plain);
            Optional<Handshake.Agreement> agreed = new Handshake(plain, in, exports, tls, log).run();
            if (agreed.isPresent()) {
                new Transmission(plain, in, agreed.get(), log, limits.messageSeconds()).run();
            }
        } catch (ProtocolException e) {
            log.accept("a client " + e.getMessage() + ", and was disconnected");
        } catch (EOFException | ClosedChannelException e) {
            if (plain.overdue()) {
                log.accept("a client took too long, and was disconnected");
            } // else it has gone
        } catch (SSLException e) {
            log.accept("a client failed to start TLS: " + e.getMessage());
        } catch (IOException e) {
            // it has gone, in the middle of an answer: what is wrong with an image is told where it is met
        }
    }
}
