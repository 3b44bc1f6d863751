package dev.lifeboat.cli;

import dev.lifeboat.mount.nbd.TlsIdentity;
import dev.lifeboat.mount.nbd.UnixSocket;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a server listens, and who may connect. */
final class ServeSocket {
    @ArgGroup(multiplicity = "1")
    private Where where;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description =
                    "With --port: listen on this address instead of 127.0.0.1. Other computers can then connect, so"
                            + " this needs TLS.")
    private String listen;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Insist on TLS, with this private key: a PEM file (PKCS #8, not encrypted).")
    private Path tlsKey;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "The key's certificate, and those above it: a PEM file.")
    private Path tlsCertificate;

    @Option(
            names = "--tls-clients",
            paramLabel = "FILE",
            description = "Serve only clients with a certificate that one in this PEM file has signed.")
    private Path tlsClients;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** One of them. */
    private static final class Where {
        @Option(
                names = "--socket",
                paramLabel = "FILE",
                description =
                        "Listen on a Unix socket that only you can use. The file is made, and removed in the end.")
        private Path socket;

        @Option(
                names = "--port",
                paramLabel = "N",
                description =
                        "Listen on a TCP port of this computer, to which every user of it can connect; 10809 is the"
                                + " usual one, 0 takes any that is free.")
        private Integer port;
    }

    /**
     * A listening socket.
     *
     * @param channel bound
     * @param owner closes it, and removes what it left
     * @param address for clients
     * @param warning who can connect, if others can; empty if not
     */
    record Listening(ServerSocketChannel channel, Closeable owner, NbdAddress address, String warning) {}

    /** Looks at the options before anything is opened. */
    Optional<TlsIdentity> identity() throws IOException {
        boolean remote = listen != null && !address().isLoopbackAddress();
        if (where.socket != null
                && (listen != null || tlsKey != null || tlsCertificate != null || tlsClients != null)) {
            throw wrong("--listen and the options of TLS belong to --port; a socket is yours alone");
        }
        if ((tlsKey == null) != (tlsCertificate == null)) {
            throw wrong("--tls-key and --tls-certificate belong together");
        }
        if (tlsClients != null && tlsKey == null) {
            throw wrong("--tls-clients needs --tls-key and --tls-certificate");
        }
        if (remote && tlsKey == null) {
            throw wrong("--listen " + listen + " lets other computers connect, so it needs TLS: add --tls-key and"
                    + " --tls-certificate");
        }
        if (where.port != null && (where.port < 0 || where.port > 0xffff)) {
            throw wrong("--port is a number up to 65535, not " + where.port);
        }
        if (where.socket != null) {
            BackupGuard.refuse(where.socket, "--socket");
        }
        if (tlsKey == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsIdentity.read(tlsKey, tlsCertificate, Optional.ofNullable(tlsClients)));
        } catch (IOException e) {
            throw new FailedException(ExitCode.FAILED, Errors.message(e));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(listen == null ? "127.0.0.1" : listen);
        } catch (UnknownHostException e) {
            throw new FailedException(ExitCode.FAILED, listen + " is no address of this computer");
        }
    }

    Listening open(Optional<TlsIdentity> tls) {
        try {
            return where.socket != null ? unix() : tcp(tls);
        } catch (FileAlreadyExistsException e) {
            throw new FailedException(
                    ExitCode.REFUSED, Errors.message(e) + "; end that server, or name another file with --socket");
        } catch (IOException e) {
            throw new FailedException(ExitCode.FAILED, "cannot listen: " + Errors.message(e));
        }
    }

    private Listening unix() throws IOException {
        UnixSocket socket = UnixSocket.bind(where.socket);
        return new Listening(socket.channel(), socket, NbdAddress.of(where.socket), "");
    }

    private Listening tcp(Optional<TlsIdentity> tls) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            InetAddress address = address();
            if (!address.isLoopbackAddress() && tls.isEmpty()) {
                throw wrong("--listen " + listen + " has become an address that other computers can connect to");
            }
            channel.bind(new InetSocketAddress(address, where.port));
            InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
            Optional<String> host = Optional.ofNullable(listen);
            if (address.isAnyLocalAddress()) {
                bound = new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort());
                host = Optional.of("localhost");
            }
            String who =
                    address.isLoopbackAddress() ? "every user of this computer" : "everybody who can reach this port";
            boolean closed = tls.filter(TlsIdentity::clientsIdentify).isPresent();
            return new Listening(
                    channel,
                    channel,
                    NbdAddress.of(bound, host, tls.isPresent()),
                    closed ? "" : who + " can connect and read everything that is served");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
