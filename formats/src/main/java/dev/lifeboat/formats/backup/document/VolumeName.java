package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.xml.GuidText;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A volume by its GUID: <code>\\?\Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}\</code>. The image file of the volume is named by
 * the same GUID, in lower case and without braces.
 *
 * @param guid of the volume
 */
public record VolumeName(UUID guid) {
    private static final Pattern FORM = Pattern.compile(
            "(?:\\\\[\\\\?]\\?\\\\)?Volume\\{(" + GuidText.FORM + ")\\}\\\\?", Pattern.CASE_INSENSITIVE);

    private static final long SMALLEST_SECTOR = 512;
    /** An MBR counts sectors, of at most 4096 bytes, in 32 bits. */
    private static final long LARGEST_OFFSET = 0xffff_ffffL * 4096;

    /**
     * Where a volume lies on a disk with an MBR.
     *
     * @param diskSignature the 32 bits in the disk's MBR
     * @param offset of the partition, in bytes from the start of the disk
     */
    public record MbrPartition(long diskSignature, long offset) {
        @Override
        public String toString() {
            return String.format("disk signature %08x, offset 0x%x", diskSignature, offset);
        }
    }

    /**
     * Reads a name, in any of the forms met: with or without <code>\\?\</code> (or the kernel's <code>\??\</code>) before it and
     * a backslash behind it.
     *
     * @param text the whole name, nothing behind it
     * @return empty if it is of another form
     */
    public static Optional<VolumeName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new VolumeName(UUID.fromString(matcher.group(1)))) : Optional.empty();
    }

    /**
     * Takes the GUID apart, if it is one that Windows 8 and later make for a partition on a disk with an MBR:
     * {@code SSSSSSSS-0000-0000-OOOO-OOOOOOOOOOOO}, disk signature and partition offset, the latter little-endian. Seen in several
     * backups where the offsets are those of a standard installation; for the signature there is no second source.
     *
     * @return empty for any other GUID
     */
    public Optional<MbrPartition> mbrPartition() {
        long signature = guid.getMostSignificantBits() >>> 32;
        boolean zeros = (guid.getMostSignificantBits() & 0xffff_ffffL) == 0;
        long offset = Long.reverseBytes(guid.getLeastSignificantBits());
        boolean plausible = offset > 0 && offset <= LARGEST_OFFSET && offset % SMALLEST_SECTOR == 0;
        return zeros && signature != 0 && plausible
                ? Optional.of(new MbrPartition(signature, offset))
                : Optional.empty();
    }

    /** Returns the form in which Windows and the documents write it. */
    @Override
    public String toString() {
        return "\\\\?\\Volume{" + guid + "}\\";
    }
}
