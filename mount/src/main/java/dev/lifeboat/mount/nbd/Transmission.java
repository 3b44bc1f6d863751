package dev.lifeboat.mount.nbd;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.raw.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The transmission phase: requests of one client, answered in their order. */
final class Transmission {
    /** Data in one piece of a reply; larger requests are answered in several. */
    static final int PIECE = 1 << 19;

    /** For a client that takes no answer: it may be a computer that sleeps. */
    private static final int SECONDS_FOR_AN_ANSWER = 600;

    private static final int MOST_EXTENTS = 1024;
    /** What is taken for data where nothing tells how far the damage reaches. */
    private static final int UNKNOWN_EXTENT = 1 << 16;

    private static final int HEADERS = 1 << 14;
    /** Answers to several small requests go out together, up to this; then a client should have something to do. */
    private static final int ENOUGH_AT_ONCE = 1 << 17;

    private static final int LONGEST_MESSAGE = 1024;

    private final Link timed;
    private final Link link;
    private final Input in;
    private final Handshake.Agreement agreed;
    private final ByteSource source;
    private final Consumer<String> log;
    private final int messageSeconds;
    private final ByteBuffer out = ByteBuffer.allocateDirect(HEADERS + PIECE);

    /** A request; lengths and offsets are unsigned on the wire. */
    private record Request(int flags, int type, long cookie, long offset, long length) {}

    /**
     * @param timed the link whose time is limited
     * @param log receives what cannot be read
     * @param messageSeconds that a request may take to come
     */
    Transmission(Link timed, Input in, Handshake.Agreement agreed, Consumer<String> log, int messageSeconds) {
        this.messageSeconds = messageSeconds;
        this.timed = timed;
        this.link = agreed.link();
        this.in = in;
        this.agreed = agreed;
        this.source = agreed.export().source();
        this.log = log;
    }

    /**
     * Answers until the client ends.
     *
     * @throws ProtocolException if it sends what cannot be understood
     * @throws IOException if the connection fails
     */
    void run() throws IOException {
        out.clear();
        while (true) {
            if (in.available() < Nbd.REQUEST_SIZE || out.position() > ENOUGH_AT_ONCE) {
                flush();
            }
            timed.unlimited();
            if (!in.hasNext()) {
                return;
            }
            timed.limit(messageSeconds);
            ByteBuffer header = in.take(Nbd.REQUEST_SIZE);
            int magic = header.getInt();
            Request request = new Request(
                    Short.toUnsignedInt(header.getShort()),
                    Short.toUnsignedInt(header.getShort()),
                    header.getLong(),
                    header.getLong(),
                    Integer.toUnsignedLong(header.getInt()));
            if (magic != Nbd.REQUEST_MAGIC) {
                throw new ProtocolException("sends a request that does not begin as one");
            }
            if (request.type() == Nbd.CMD_DISC) {
                flush();
                return;
            }
            if (request.type() == Nbd.CMD_WRITE) {
                flush();
                passOver(request.length());
            }
            timed.limit(SECONDS_FOR_AN_ANSWER);
            answer(request);
        }
    }

    /** The data of a write follow it, whether they are wanted or not. */
    private void passOver(long length) throws IOException {
        if (length > Nbd.LARGEST_REQUEST) {
            throw new ProtocolException("writes " + length + " bytes at once");
        }
        in.skip(length);
    }

    private void answer(Request request) throws IOException {
        switch (request.type()) {
            case Nbd.CMD_READ -> read(request);
            case Nbd.CMD_BLOCK_STATUS -> blockStatus(request);
            case Nbd.CMD_WRITE, Nbd.CMD_TRIM, Nbd.CMD_WRITE_ZEROES -> error(
                    request, Nbd.EPERM, "images are never written to");
            case Nbd.CMD_FLUSH -> { // nothing was written that could be lost
                if (request.flags() != 0) {
                    invalid(request);
                } else {
                    done(request);
                }
            }
            case Nbd.CMD_CACHE -> { // a hint; the system reads ahead by itself
                if (request.flags() != 0 || !fits(request)) {
                    invalid(request);
                } else {
                    done(request);
                }
            }
            default -> error(request, Nbd.EINVAL, "unknown request");
        }
    }

    private boolean fits(Request request) {
        return request.offset() >= 0
                && request.length() <= source.size()
                && request.offset() <= source.size() - request.length();
    }

    private void invalid(Request request) throws IOException {
        error(request, Nbd.EINVAL, "not valid for this export");
    }

    // ------------------------------------------------------------ reading

    private void read(Request request) throws IOException {
        int allowed = agreed.structured() ? Nbd.CMD_FLAG_DF : 0;
        if ((request.flags() & ~allowed) != 0 || !fits(request) || request.length() > Nbd.LARGEST_REQUEST) {
            invalid(request);
        } else if (!agreed.structured()) {
            readSimply(request);
        } else if (request.length() == 0) {
            done(request);
        } else if ((request.flags() & Nbd.CMD_FLAG_DF) != 0) {
            readWhole(request);
        } else {
            readInPieces(request);
        }
    }

    /**
     * Once the header has promised the data, an error can only be told by ending the connection, which takes the whole disk away
     * from a kernel. So what does not fit in one piece is read twice: first to see whether all of it can be read.
     */
    private void readSimply(Request request) throws IOException {
        int first = (int) Math.min(PIECE, request.length());
        if (out.remaining() < Nbd.SIMPLE_REPLY_SIZE + first) {
            flush();
        }
        if (request.length() > first && !isReadable(request, first)) {
            return;
        }
        int start = out.position();
        done(request);
        try {
            fill(request.offset(), first);
        } catch (IOException e) {
            out.clear().position(start);
            unreadable(request, request.offset(), e);
            return;
        }
        for (long done = first; done < request.length(); ) {
            flush();
            int n = (int) Math.min(PIECE, request.length() - done);
            try {
                fill(request.offset() + done, n);
            } catch (IOException e) {
                log(request.offset() + done, e); // it could be read a moment ago
                throw e;
            }
            done += n;
        }
    }

    /** Reads all pieces but the first; false if one cannot be read, of which the client was then told. */
    private boolean isReadable(Request request, int first) throws IOException {
        flush();
        for (long done = first; done < request.length(); ) {
            int n = (int) Math.min(PIECE, request.length() - done);
            try {
                fill(request.offset() + done, n);
            } catch (IOException e) {
                out.clear();
                unreadable(request, request.offset() + done, e);
                return false;
            }
            out.clear();
            done += n;
        }
        return true;
    }

    private void readWhole(Request request) throws IOException {
        if (request.length() > PIECE) {
            error(request, Nbd.EOVERFLOW, "too long to be sent in one piece");
            return;
        }
        readPiece(request, request.offset(), (int) request.length());
    }

    private void readInPieces(Request request) throws IOException {
        long end = request.offset() + request.length();
        for (long at = request.offset(); at < end; ) {
            Allocation.Range range = rangeAt(at, end - at);
            if (range.hole()) {
                chunk(request, Nbd.REPLY_TYPE_OFFSET_HOLE, 12, at + range.length() == end);
                out.putLong(at).putInt((int) range.length());
                at += range.length();
            } else {
                int n = (int) Math.min(PIECE, range.length());
                if (!readPiece(request, at, n)) {
                    return;
                }
                at += n;
            }
        }
    }

    /** False if it cannot be read, of which the client was then told. */
    private boolean readPiece(Request request, long at, int length) throws IOException {
        if (out.remaining() < Nbd.CHUNK_HEADER_SIZE + 8 + length) {
            flush();
        }
        boolean last = at + length == request.offset() + request.length();
        chunk(request, Nbd.REPLY_TYPE_OFFSET_DATA, 8 + length, last);
        int start = out.position() - Nbd.CHUNK_HEADER_SIZE; // not before: it may have sent what was there
        out.putLong(at);
        try {
            fill(at, length);
            return true;
        } catch (IOException e) {
            out.clear().position(start);
            unreadable(request, at, e);
            return false;
        }
    }

    private void fill(long at, int length) throws IOException {
        out.limit(out.position() + length);
        try {
            source.read(at, out);
        } finally {
            out.limit(out.capacity());
        }
    }

    /** The whole piece is said to be unreadable, though part of it may not be: the client can ask for less. */
    private void unreadable(Request request, long at, IOException e) throws IOException {
        log(at, e);
        String message = "cannot be read: " + e.getMessage();
        if (!agreed.structured()) {
            error(request, Nbd.EIO, message);
            return;
        }
        byte[] text = message(message);
        chunk(request, Nbd.REPLY_TYPE_ERROR_OFFSET, 14 + text.length, true);
        out.putInt(Nbd.EIO).putShort((short) text.length).put(text).putLong(at);
    }

    private void log(long at, IOException e) {
        log.accept(agreed.export().name() + " cannot be read at " + at + ": " + e.getMessage());
    }

    /** What is stored from an offset on. Where that cannot be told, it is taken for stored: reading it says what is wrong. */
    private Allocation.Range rangeAt(long at, long most) {
        try {
            return Allocation.at(source, at, most);
        } catch (IOException e) {
            return new Allocation.Range(false, Math.min(most, UNKNOWN_EXTENT));
        }
    }

    // ------------------------------------------------------------ what is stored

    private void blockStatus(Request request) throws IOException {
        if (!agreed.allocation()
                || (request.flags() & ~Nbd.CMD_FLAG_REQ_ONE) != 0
                || !fits(request)
                || request.length() == 0) {
            invalid(request);
            return;
        }
        int most = (request.flags() & Nbd.CMD_FLAG_REQ_ONE) != 0 ? 1 : MOST_EXTENTS;
        ByteBuffer extents = ByteBuffer.allocate(8 * most);
        long end = request.offset() + request.length();
        long pending = 0;
        boolean hole = false;
        long at = request.offset();
        while (at < end && extents.hasRemaining()) {
            Allocation.Range range = rangeAt(at, end - at);
            if (pending > 0 && range.hole() != hole) {
                extent(extents, pending, hole);
                pending = 0;
            }
            hole = range.hole();
            pending += range.length();
            at += range.length();
        }
        if (pending > 0 && extents.hasRemaining()) {
            extent(extents, pending, hole);
        }
        extents.flip();
        if (out.remaining() < HEADERS) {
            flush();
        }
        chunk(request, Nbd.REPLY_TYPE_BLOCK_STATUS, 4 + extents.remaining(), true);
        out.putInt(Handshake.context()).put(extents);
    }

    private static void extent(ByteBuffer extents, long length, boolean hole) {
        extents.putInt((int) length).putInt(hole ? Nbd.STATE_HOLE | Nbd.STATE_ZERO : 0);
    }

    // ------------------------------------------------------------ replies

    /** Says that all went well; data follow a simple reply. */
    private void done(Request request) throws IOException {
        if (agreed.structured()) {
            chunk(request, Nbd.REPLY_TYPE_NONE, 0, true);
        } else {
            simple(request, 0);
        }
    }

    private void simple(Request request, int code) throws IOException {
        if (out.remaining() < Nbd.SIMPLE_REPLY_SIZE) {
            flush();
        }
        out.putInt(Nbd.SIMPLE_REPLY_MAGIC).putInt(code).putLong(request.cookie());
    }

    private void error(Request request, int code, String message) throws IOException {
        if (!agreed.structured()) {
            simple(request, code);
            return;
        }
        byte[] text = message(message);
        chunk(request, Nbd.REPLY_TYPE_ERROR, 6 + text.length, true);
        out.putInt(code).putShort((short) text.length).put(text);
    }

    private static byte[] message(String message) {
        return message.substring(0, Math.min(LONGEST_MESSAGE / 4, message.length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void chunk(Request request, int type, int length, boolean last) throws IOException {
        if (out.remaining() < Nbd.CHUNK_HEADER_SIZE + LONGEST_MESSAGE + 16) {
            flush();
        }
        out.putInt(Nbd.STRUCTURED_REPLY_MAGIC)
                .putShort((short) (last ? Nbd.REPLY_FLAG_DONE : 0))
                .putShort((short) type)
                .putLong(request.cookie())
                .putInt(length);
    }

    private void flush() throws IOException {
        link.write(out.flip());
        out.clear();
    }
}
