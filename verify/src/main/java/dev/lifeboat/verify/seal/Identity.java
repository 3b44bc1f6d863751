package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import java.io.IOException;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image says of its own changes. Programs that write to a VHDX give it new GUIDs, Windows' backup too, which updates
 * images in place; a bit that flips on a drive does not.
 *
 * @param text {@code vhdx:SEQUENCE:FILEWRITEGUID:DATAWRITEGUID}, {@code vhd:UNIQUEID:CREATED:SIZE}, or {@code -} where the
 *     file tells nothing
 */
public record Identity(String text) {
    /** Of a file that tells nothing of itself. */
    public static final Identity NONE = new Identity("-");

    private static final String GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern VHDX = Pattern.compile("vhdx:([0-9]{1,20}):(" + GUID + ":" + GUID + ")");
    private static final Pattern VHD = Pattern.compile("vhd:" + GUID + ":-?[0-9]{1,19}:[0-9]{1,19}");

    /** How an identity stands to that of the seal. */
    public enum Match {
        /** As it was, so that nobody wrote to the file who says so. */
        SAME,
        /** Another: it was written to. */
        OTHER,
        /** It cannot be read now, or an old copy of it was read. */
        UNKNOWN
    }

    /**
     * Reads the identity of a file.
     *
     * @param file any
     * @return {@link #NONE} if it is no VHDX or VHD, or one whose header cannot be read
     * @throws IOException if the storage cannot be read
     */
    public static Identity of(ByteSource file) throws IOException {
        try {
            return switch (Container.of(file)) {
                case VHDX -> of(VhdxHeader.readCurrent(file));
                case VHD -> of(VhdFooter.read(file));
                case RAW, WIM -> NONE;
            };
        } catch (ImageException e) {
            return NONE;
        }
    }

    private static Identity of(VhdxHeader header) {
        return new Identity("vhdx:" + Long.toUnsignedString(header.sequenceNumber()) + ":" + header.fileWriteGuid()
                + ":" + header.dataWriteGuid());
    }

    private static Identity of(VhdFooter footer) {
        return new Identity(
                "vhd:" + footer.uniqueId() + ":" + footer.created().getEpochSecond() + ":" + footer.currentSize());
    }

    static boolean isValid(String text) {
        return text.equals(NONE.text)
                || VHDX.matcher(text).matches()
                || VHD.matcher(text).matches();
    }

    /**
     * Tells whether whoever writes to the file leaves a mark in it.
     *
     * @return true for VHDX, whose GUIDs change; the footer of a VHD stays as it is
     */
    public boolean tellsOfWriting() {
        return text.startsWith("vhdx:");
    }

    /**
     * Compares with what the file says now.
     *
     * @param now what it says
     * @return where one of two headers is damaged, an older one may say something else: that is {@link Match#UNKNOWN}
     */
    public Match compare(Identity now) {
        if (equals(now)) {
            return Match.SAME;
        }
        if (now.equals(NONE)) {
            return Match.UNKNOWN;
        }
        Matcher then = VHDX.matcher(text);
        Matcher today = VHDX.matcher(now.text);
        if (!then.matches() || !today.matches()) {
            return Match.OTHER;
        }
        if (then.group(2).equals(today.group(2))) {
            return Match.SAME; // only the sequence number differs: the other header of the same writing
        }
        boolean older = compareUnsigned(today.group(1), then.group(1)) < 0;
        return older ? Match.UNKNOWN : Match.OTHER;
    }

    /**
     * Tells whether an older identity, {@link Match#UNKNOWN}, is that of another file in the place of this one, as both headers
     * are sound and neither is of the writing that was sealed.
     *
     * @param file as it is now
     * @return false also where a header is damaged
     * @throws IOException if the storage cannot be read
     */
    boolean isReplacedBy(ByteSource file) throws IOException {
        Matcher then = VHDX.matcher(text);
        if (!then.matches()) {
            return false;
        }
        try {
            for (long at : new long[] {VhdxHeader.FIRST_AT, VhdxHeader.SECOND_AT}) {
                Matcher now = VHDX.matcher(of(VhdxHeader.read(file, at)).text);
                if (!now.matches() || now.group(2).equals(then.group(2))) {
                    return false;
                }
            }
            return true;
        } catch (ImageException e) {
            return false;
        }
    }

    /** Of decimal numbers without sign; those of a hostile seal may have leading zeros. */
    private static int compareUnsigned(String a, String b) {
        return new BigInteger(a).compareTo(new BigInteger(b));
    }
}
