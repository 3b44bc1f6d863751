package dev.lifeboat.formats.cms;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * An element of a DER structure, where it lies: tag, length, content (X.690, 8.1). For structures of a million elements, of which a
 * parser would make a million objects. No element reaches beyond the one that it is in.
 */
public final class DerElement {
    public static final int OCTET_STRING = 0x04;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;
    /** The explicit tag 0 of a context. */
    public static final int CONTEXT_0 = 0xa0;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1f;
    private static final int INDEFINITE = 0x80;

    private final Struct in;
    private final int at;
    private final int start;
    private final int end;
    private final int limit;

    private DerElement(Struct in, int at, int start, int end, int limit) {
        this.in = in;
        this.at = at;
        this.start = start;
        this.end = end;
        this.limit = limit;
    }

    /** The element at an offset, in another that ends at a limit. */
    static DerElement at(Struct in, int at, int limit) throws ImageException {
        int header = at + tagSize(in, at);
        int first = in.u8(header);
        int start = header + 1 + (first < INDEFINITE ? 0 : first & 0x7f);
        int length = length(in, header, first);
        if (start > limit || length > limit - start) {
            throw in.corrupt(at, "element", "of " + length + " bytes does not fit in " + Math.max(0, limit - start));
        }
        return new DerElement(in, at, start, start + length, limit);
    }

    /**
     * Returns the first element of a structure.
     *
     * @param in the structure
     * @return its first element
     * @throws ImageException if there is none, or it does not fit
     */
    public static DerElement first(Struct in) throws ImageException {
        return at(in, 0, in.size());
    }

    /**
     * Encodes an object identifier, to be compared with many.
     *
     * @param oid in dots
     * @return its content as DER has it, for {@link #isObject}
     */
    public static byte[] object(String oid) {
        try {
            byte[] element = new ASN1ObjectIdentifier(oid).getEncoded();
            return Arrays.copyOfRange(element, 2, element.length); // behind tag and length; none here is long
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is written to
        }
    }

    private static int tagSize(Struct s, int at) throws CorruptImageException {
        int size = 1;
        if ((s.u8(at) & LONG_TAG) == LONG_TAG) {
            while ((s.u8(at + size++) & 0x80) != 0) {
                if (size > 5) {
                    throw s.corrupt(at, "tag", "has more than four further bytes");
                }
            }
        }
        return size;
    }

    private static int length(Struct s, int at, int first) throws ImageException {
        if (first < INDEFINITE) {
            return first;
        }
        if (first == INDEFINITE) {
            throw s.unsupported("elements of indefinite length are not supported");
        }
        long length = 0;
        for (int i = 1; i <= (first & 0x7f); i++) {
            length = length << 8 | s.u8(at + i);
            if (length > Integer.MAX_VALUE) {
                throw s.corrupt(at, "length of an element", "is beyond any real size");
            }
        }
        return (int) length;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean constructed() throws CorruptImageException {
        return (in.u8(at) & CONSTRUCTED) != 0;
    }

    /**
     * Tells whether it has a tag.
     *
     * @param tag one byte with class and form
     * @return whether it is this
     * @throws CorruptImageException never, since its bytes have been read
     */
    public boolean is(int tag) throws CorruptImageException {
        return in.u8(at) == tag;
    }

    /**
     * Insists on a tag.
     *
     * @param tag one byte with class and form
     * @param what it has to be, for the message
     * @return itself
     * @throws CorruptImageException if it has another
     */
    public DerElement expect(int tag, String what) throws CorruptImageException {
        if (!is(tag)) {
            throw in.corrupt(at, what, String.format("has the tag %02x, expected %02x", in.u8(at), tag));
        }
        return this;
    }

    /**
     * Tells whether it has no content.
     *
     * @return whether there is nothing in it
     */
    public boolean empty() {
        return start == end;
    }

    /**
     * Returns the first element in it.
     *
     * @return that element
     * @throws ImageException if there is none, or it does not fit
     */
    public DerElement child() throws ImageException {
        return at(in, start, end);
    }

    /**
     * Tells whether another follows it in the one that both are in.
     *
     * @return whether {@link #next} may be asked
     */
    public boolean hasNext() {
        return end < limit;
    }

    /**
     * Returns the one that follows it.
     *
     * @return that element
     * @throws ImageException if there is none, or it does not fit
     */
    public DerElement next() throws ImageException {
        return at(in, end, limit);
    }

    /**
     * Returns what is in it.
     *
     * @return without tag and length
     * @throws CorruptImageException never, since it was seen to fit
     */
    public Struct content() throws CorruptImageException {
        return in.part(start, end - start, "content");
    }

    /**
     * Returns all of it.
     *
     * @return with tag and length
     * @throws CorruptImageException never, since it was seen to fit
     */
    public Struct whole() throws CorruptImageException {
        return in.part(at, end - at, "element");
    }

    /**
     * Returns the bytes in it.
     *
     * @return a copy, without tag and length
     * @throws CorruptImageException never, since it was seen to fit
     */
    public byte[] bytes() throws CorruptImageException {
        return in.bytes(start, end - start);
    }

    /**
     * Compares what is in it with an object identifier.
     *
     * @param encoded the identifier's content as DER has it
     * @return whether it is an identifier, and this one
     * @throws CorruptImageException never, since it was seen to fit
     */
    public boolean isObject(byte[] encoded) throws CorruptImageException {
        return is(OBJECT_IDENTIFIER) && end - start == encoded.length && Arrays.equals(bytes(), encoded);
    }
}
