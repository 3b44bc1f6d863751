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
    private final Optional<TlsIdentity> tls;
    private final Consumer<String> log;
    private final NbdServer.Limits limits;

    Connection(
            ChannelLink plain,
            NbdExports exports,
            Optional<TlsIdentity> tls,
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
            // The link that is watched stays the plain one: closing it ends what is inside it, too.
            Optional<Handshake.Upgrade> upgrade = tls.map(identity -> () -> TlsLink.start(plain.channel(), identity));
            Optional<Handshake.Agreement> agreed = new Handshake(plain, in, exports, upgrade, log).run();
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
