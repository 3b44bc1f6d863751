package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a volume says of itself in its first and last sectors. Recognised is not the same as sound: the reader of the file
 * system decides that.
 *
 * @param kind what it is
 * @param size in bytes, as the file system says; absent where that is not cheap to know
 * @param label the volume's name; absent where there is none, or where it takes the file system's reader to find it (NTFS,
 *     and FAT, which may have a newer one in its root directory)
 * @param serial as Windows prints it, {@code 1A2B-3C4D} or 16 hexadecimal digits, or a UUID; absent where there is none
 * @param fromBackup whether the first boot sector was useless and its backup told
 */
public record VolumeSummary(
        VolumeKind kind, OptionalLong size, Optional<String> label, Optional<String> serial, boolean fromBackup) {
    /** As far as the superblock of Btrfs, the furthest. */
    private static final int HEAD = 128 << 10;

    /**
     * Looks at a volume.
     *
     * @param volume a partition, or a disk without a table
     * @return what it is; never fails because of what the bytes say
     * @throws IOException if the storage cannot be read
     */
    public static VolumeSummary read(ByteSource volume) throws IOException {
        int length = (int) Math.min(HEAD, volume.size());
        Struct head = Struct.read(volume, 0, length, "volume");
        Optional<VolumeSummary> found = BootSectors.recognise(volume, 0);
        if (found.isEmpty()) {
            found = Magic.recognise(head);
        }
        if (found.isEmpty()) {
            found = Disc.recognise(head);
        }
        if (found.isEmpty()) {
            found = BootSectors.recogniseBackup(volume);
        }
        return found.isPresent() ? found.get() : of(isZero(volume, head) ? VolumeKind.EMPTY : VolumeKind.UNKNOWN);
    }

    static VolumeSummary of(VolumeKind kind) {
        return new VolumeSummary(kind, OptionalLong.empty(), Optional.empty(), Optional.empty(), false);
    }

    VolumeSummary asFromBackup() {
        return new VolumeSummary(kind, size, label, serial, true);
    }

    private static boolean isZero(ByteSource volume, Struct head) throws IOException {
        int tail = (int) Math.min(SectorSize.ADVANCED, volume.size());
        return isZero(head.bytes(0, head.size())) && isZero(volume.bytes(volume.size() - tail, tail));
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
