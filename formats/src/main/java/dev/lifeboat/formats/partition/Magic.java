package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * File systems of other systems, recognised by a few bytes at a fixed place, so that nothing on a disk stays without a
 * name.
 *
 * @param offset of the mark in the volume
 * @param mark its bytes, one a char
 * @param labelAt where the volume's name stands, 0 where there is none
 * @param labelSize in bytes, padded with zeros
 */
record Magic(VolumeKind kind, int offset, String mark, int labelAt, int labelSize) {
    private static final List<Magic> ALL = List.of(
            new Magic(VolumeKind.XFS, 0, "XFSB", 108, 12),
            new Magic(VolumeKind.LUKS, 0, "LUKS\u00ba\u00be", 0, 0),
            new Magic(VolumeKind.APFS, 32, "NXSB", 0, 0),
            new Magic(VolumeKind.LVM, 512, "LABELONE", 0, 0),
            new Magic(VolumeKind.HFS_PLUS, 1024, "H+\0\u0004", 0, 0),
            new Magic(VolumeKind.HFS_PLUS, 1024, "HX\0\u0005", 0, 0),
            new Magic(VolumeKind.EXT, 1080, "S\u00ef", 1144, 16),
            new Magic(VolumeKind.LINUX_SWAP, 4086, "SWAPSPACE2", 1052, 16),
            new Magic(VolumeKind.BTRFS, 65600, "_BHRfS_M", 65835, 256));

    static Optional<VolumeSummary> recognise(Struct head) throws CorruptImageException {
        for (Magic magic : ALL) {
            if (magic.isIn(head)) {
                return Optional.of(new VolumeSummary(
                        magic.kind, OptionalLong.empty(), magic.label(head), Optional.empty(), false));
            }
        }
        return Optional.empty();
    }

    private boolean isIn(Struct head) throws CorruptImageException {
        return head.size() >= offset + mark.length()
                && head.ascii(offset, mark.length()).equals(mark);
    }

    private Optional<String> label(Struct head) throws CorruptImageException {
        if (labelSize == 0 || head.size() < labelAt + labelSize) {
            return Optional.empty();
        }
        String label = new String(head.bytes(labelAt, labelSize), StandardCharsets.UTF_8);
        int end = label.indexOf('\0');
        return Optional.of((end < 0 ? label : label.substring(0, end)).strip()).filter(text -> !text.isEmpty());
    }
}
