package dev.lifeboat.mount.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The fixed newstyle negotiation: a client asks for options until it has chosen an export, or gives up. */
final class Handshake {
    /** A client needs about five, and five more for each export that it asks about. */
    private static final int MOST_OPTIONS = 4096;
    /** What is longer is not even passed over. */
    private static final int MOST_PASSED_OVER = 1 << 20;

    private static final int CONTEXT = 1;
    private static final int TRANSMISSION_FLAGS =
            Nbd.HAS_FLAGS | Nbd.READ_ONLY | Nbd.SEND_FLUSH | Nbd.SEND_DF | Nbd.CAN_MULTI_CONN | Nbd.SEND_CACHE;
    private static final int PREFERRED_BLOCK = 1 << 16;

    private final NbdExports exports;
    private final Optional<Upgrade> tls;
    private final Consumer<String> log;
    private final Input in;
    private Link link;
    private boolean encrypted;
    private boolean noZeroes;
    private boolean structured;
    /** The export that {@code base:allocation} was chosen for; null if for none. */
    private String contextFor;

    /** Puts TLS on a link. */
    @FunctionalInterface
    interface Upgrade {
        Link start() throws IOException;
    }

    /**
     * What was agreed on.
     *
     * @param export to be read
     * @param structured whether replies are structured
     * @param allocation whether the client may ask what is stored
     * @param link to go on with
     */
    record Agreement(NbdExport export, boolean structured, boolean allocation, Link link) {}

    /**
     * @param tls to be insisted on, if present
     * @param log receives what the person who runs the server should know
     */
    Handshake(Link link, Input in, NbdExports exports, Optional<Upgrade> tls, Consumer<String> log) {
        this.link = link;
        this.in = in;
        this.exports = exports;
        this.tls = tls;
        this.log = log;
    }

    /**
     * Negotiates.
     *
     * @return empty if the client has ended it
     * @throws ProtocolException if it sends what cannot be understood
     * @throws IOException if the connection fails
     */
    Optional<Agreement> run() throws IOException {
        send(18, out -> out.putLong(Nbd.NBDMAGIC).putLong(Nbd.IHAVEOPT).putShort((short)
                (Nbd.FLAG_FIXED_NEWSTYLE | Nbd.FLAG_NO_ZEROES)));
        int flags = in.take(4).getInt();
        if ((flags & ~(Nbd.FLAG_FIXED_NEWSTYLE | Nbd.FLAG_NO_ZEROES)) != 0) {
            throw new ProtocolException("sets unknown flags 0x" + Integer.toHexString(flags));
        }
        noZeroes = (flags & Nbd.FLAG_NO_ZEROES) != 0;
        for (int n = 0; n < MOST_OPTIONS; n++) {
            ByteBuffer header = in.take(16);
            long magic = header.getLong();
            int option = header.getInt();
            long length = Integer.toUnsignedLong(header.getInt());
            if (magic != Nbd.IHAVEOPT) {
                throw new ProtocolException("does not speak NBD");
            }
            if (length > Input.LARGEST_MESSAGE) {
                tooLong(option, length);
                continue;
            }
            byte[] data = new byte[(int) length];
            in.take(data.length).get(data);
            if (tls.isPresent() && !encrypted && option != Nbd.OPT_STARTTLS && option != Nbd.OPT_ABORT) {
                refuseUntilEncrypted(option);
                continue;
            }
            if (option == Nbd.OPT_ABORT) {
                reply(option, Nbd.REP_ACK);
                return Optional.empty();
            }
            if (option == Nbd.OPT_EXPORT_NAME) {
                return exportName(data);
            }
            Optional<NbdExport> chosen = answer(option, data);
            if (chosen.isPresent()) {
                return agreed(chosen.get());
            }
        }
        throw new ProtocolException("asks for more than " + MOST_OPTIONS + " options");
    }

    private void tooLong(int option, long length) throws IOException {
        if (length > MOST_PASSED_OVER || option == Nbd.OPT_EXPORT_NAME) {
            throw new ProtocolException("sends an option of " + length + " bytes");
        }
        in.skip(length);
        error(option, Nbd.REP_ERR_TOO_BIG, "too long");
    }

    private void refuseUntilEncrypted(int option) throws IOException {
        if (option == Nbd.OPT_EXPORT_NAME) {
            throw new ProtocolException("asks for an export without TLS"); // this option knows no error
        }
        error(option, Nbd.REP_ERR_TLS_REQD, "TLS is required");
    }

    private Optional<Agreement> agreed(NbdExport export) {
        boolean allocation = structured && export.name().equals(contextFor);
        return Optional.of(new Agreement(export, structured, allocation, link));
    }

    /** The old way to choose an export: nothing but the end of the connection says that there is none. */
    private Optional<Agreement> exportName(byte[] data) throws IOException {
        Optional<NbdExport> export = Optional.empty();
        try {
            export = exports.find(text(data));
        } catch (IOException e) {
            log.accept(text(data) + " cannot be read: " + e.getMessage());
        }
        if (export.isEmpty()) {
            throw new ProtocolException("asks for an export that is not here");
        }
        NbdExport found = export.get();
        send(134, out -> {
            out.putLong(found.source().size()).putShort((short) TRANSMISSION_FLAGS);
            if (!noZeroes) {
                out.put(new byte[124]);
            }
        });
        return agreed(found);
    }

    /** Answers an option; returns the export if one was chosen. */
    private Optional<NbdExport> answer(int option, byte[] data) throws IOException {
        switch (option) {
            case Nbd.OPT_LIST -> list(data);
            case Nbd.OPT_STARTTLS -> startTls(data);
            case Nbd.OPT_STRUCTURED_REPLY -> {
                if (requireEmpty(option, data)) {
                    structured = true;
                    reply(option, Nbd.REP_ACK);
                }
            }
            case Nbd.OPT_LIST_META_CONTEXT, Nbd.OPT_SET_META_CONTEXT -> metaContext(option, data);
            case Nbd.OPT_INFO, Nbd.OPT_GO -> {
                Optional<NbdExport> export = info(option, data);
                return option == Nbd.OPT_GO ? export : Optional.empty();
            }
            default -> error(option, Nbd.REP_ERR_UNSUP, "unknown option");
        }
        return Optional.empty();
    }

    private boolean requireEmpty(int option, byte[] data) throws IOException {
        if (data.length > 0) {
            error(option, Nbd.REP_ERR_INVALID, "this option has no data");
        }
        return data.length == 0;
    }

    private void list(byte[] data) throws IOException {
        if (!requireEmpty(Nbd.OPT_LIST, data)) {
            return;
        }
        for (NbdExport export : exports.list(log)) {
            byte[] name = export.name().getBytes(StandardCharsets.UTF_8);
            byte[] description = export.description().getBytes(StandardCharsets.UTF_8);
            if (name.length <= Nbd.LONGEST_STRING && description.length <= Nbd.LONGEST_STRING) {
                reply(Nbd.OPT_LIST, Nbd.REP_SERVER, ints(name.length), name, description);
            }
        }
        reply(Nbd.OPT_LIST, Nbd.REP_ACK);
    }

    private void startTls(byte[] data) throws IOException {
        if (!requireEmpty(Nbd.OPT_STARTTLS, data)) {
            return;
        }
        if (encrypted) {
            error(Nbd.OPT_STARTTLS, Nbd.REP_ERR_INVALID, "TLS was started before");
        } else if (tls.isEmpty()) {
            error(Nbd.OPT_STARTTLS, Nbd.REP_ERR_POLICY, "this server has no certificate for TLS");
        } else {
            reply(Nbd.OPT_STARTTLS, Nbd.REP_ACK);
            link = tls.get().start();
            in.switchTo(link);
            encrypted = true;
            structured = false; // "as if the client had just connected"
            contextFor = null;
        }
    }

    /** INFO and GO: the export's name, and a list of what the client wants to know of it. */
    private Optional<NbdExport> info(int option, byte[] data) throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(data);
        Optional<String> name = string(fields);
        if (name.isEmpty() || fields.remaining() < 2) {
            error(option, Nbd.REP_ERR_INVALID, "its lengths contradict each other");
            return Optional.empty();
        }
        int count = Short.toUnsignedInt(fields.getShort());
        if (fields.remaining() != 2 * count) {
            error(option, Nbd.REP_ERR_INVALID, "its lengths contradict each other");
            return Optional.empty();
        }
        Optional<NbdExport> found = find(option, name.get());
        if (found.isEmpty()) {
            return found;
        }
        NbdExport export = found.get();
        List<Integer> wanted = new ArrayList<>();
        while (fields.hasRemaining()) {
            int each = Short.toUnsignedInt(fields.getShort());
            if (!wanted.contains(each) && each <= Nbd.INFO_BLOCK_SIZE) {
                wanted.add(each);
            }
        }
        ByteBuffer basic = ByteBuffer.allocate(12)
                .putShort((short) Nbd.INFO_EXPORT)
                .putLong(export.source().size())
                .putShort((short) TRANSMISSION_FLAGS);
        reply(option, Nbd.REP_INFO, basic.array());
        for (int each : wanted) {
            byte[] type = {0, (byte) each};
            switch (each) {
                case Nbd.INFO_NAME -> reply(option, Nbd.REP_INFO, type, utf8(export.name()));
                case Nbd.INFO_DESCRIPTION -> reply(option, Nbd.REP_INFO, type, utf8(export.description()));
                case Nbd.INFO_BLOCK_SIZE -> reply(
                        option, Nbd.REP_INFO, type, ints(1, PREFERRED_BLOCK, Nbd.LARGEST_REQUEST));
                default -> {} // that of the export was sent
            }
        }
        reply(option, Nbd.REP_ACK);
        return found;
    }

    private Optional<NbdExport> find(int option, String name) throws IOException {
        try {
            Optional<NbdExport> found = exports.find(name);
            if (found.isEmpty()) {
                error(option, Nbd.REP_ERR_UNKNOWN, "there is no such export; a list tells the names");
            }
            return found;
        } catch (IOException e) {
            log.accept(name + " cannot be read: " + e.getMessage());
            error(option, Nbd.REP_ERR_UNKNOWN, "it cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void metaContext(int option, byte[] data) throws IOException {
        if (option == Nbd.OPT_SET_META_CONTEXT) {
            contextFor = null; // whatever comes of this, what was chosen before is not any more
        }
        if (!structured) {
            error(option, Nbd.REP_ERR_INVALID, "structured replies have to be asked for first");
            return;
        }
        ByteBuffer fields = ByteBuffer.wrap(data);
        Optional<String> name = string(fields);
        if (name.isEmpty() || fields.remaining() < 4) {
            error(option, Nbd.REP_ERR_INVALID, "its lengths contradict each other");
            return;
        }
        long count = Integer.toUnsignedLong(fields.getInt());
        boolean all = count == 0 && option == Nbd.OPT_LIST_META_CONTEXT;
        boolean wanted = all;
        for (long n = 0; n < count; n++) {
            Optional<String> query = string(fields);
            if (query.isEmpty()) {
                error(option, Nbd.REP_ERR_INVALID, "its lengths contradict each other");
                return;
            }
            wanted |= query.get().equals(Nbd.BASE_ALLOCATION)
                    || (option == Nbd.OPT_LIST_META_CONTEXT && query.get().equals("base:"));
        }
        if (fields.hasRemaining()) {
            error(option, Nbd.REP_ERR_INVALID, "there is more than its lengths say");
            return;
        }
        Optional<NbdExport> export = find(option, name.get());
        if (export.isEmpty()) {
            return;
        }
        if (wanted) {
            boolean set = option == Nbd.OPT_SET_META_CONTEXT;
            if (set) {
                contextFor = export.get().name();
            }
            reply(option, Nbd.REP_META_CONTEXT, ints(set ? CONTEXT : 0), utf8(Nbd.BASE_ALLOCATION));
        }
        reply(option, Nbd.REP_ACK);
    }

    static int context() {
        return CONTEXT;
    }

    /** Takes a length and as many bytes; empty if they are not there, or more than the protocol allows. */
    private static Optional<String> string(ByteBuffer fields) {
        if (fields.remaining() < 4) {
            return Optional.empty();
        }
        int length = fields.getInt();
        if (length < 0 || length > fields.remaining() || length > Nbd.LONGEST_STRING) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        fields.get(bytes);
        return Optional.of(text(bytes));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private void error(int option, int type, String message) throws IOException {
        byte[] text = utf8(message);
        reply(option, type, text.length <= Nbd.LONGEST_STRING ? text : new byte[0]);
    }

    private void reply(int option, int type, byte[]... parts) throws IOException {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        int total = length;
        send(20 + total, out -> {
            out.putLong(Nbd.REPLY_MAGIC).putInt(option).putInt(type).putInt(total);
            for (byte[] part : parts) {
                out.put(part);
            }
        });
    }

    private void send(int most, Consumer<ByteBuffer> content) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(most);
        content.accept(out);
        link.write(out.flip());
    }
}
