package dev.lifeboat.cli;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server of NBD listens, as a URI that the tools of NBD take.
 *
 * @param scheme {@code nbd}, {@code nbds} or {@code nbd+unix}
 * @param host with the port; empty for a socket
 * @param socket its path, in a URI's writing; empty for a port
 */
record NbdAddress(String scheme, String host, String socket) {
    private static final String PLAIN = "-._~/";

    static NbdAddress of(Path socket) {
        return new NbdAddress(
                "nbd+unix", "", encoded(socket.toAbsolutePath().normalize().toString()));
    }

    /**
     * @param listen where it listens
     * @param name of the host, if another than its address
     */
    static NbdAddress of(InetSocketAddress listen, Optional<String> name, boolean tls) {
        String address = name.orElseGet(() -> listen.getAddress().getHostAddress());
        String host = address.indexOf(':') >= 0 ? "[" + address.replaceAll("%.*", "") + "]" : address;
        return new NbdAddress(tls ? "nbds" : "nbd", host + ":" + listen.getPort(), "");
    }

    /**
     * Writes the URI of an export.
     *
     * @param export its name; empty for that of the server
     * @return all of it in ASCII, nothing in it that a shell takes apart inside single quotes
     */
    String uri(String export) {
        return scheme + "://" + host + "/" + encoded(export) + (socket.isEmpty() ? "" : "?socket=" + socket);
    }

    private static String encoded(String text) {
        StringBuilder uri = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return uri.toString();
    }
}
