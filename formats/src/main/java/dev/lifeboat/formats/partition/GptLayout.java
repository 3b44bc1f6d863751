package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Both copies of a GPT, and which one counts: the first if it is whole, else the backup, UEFI 5.3.2.
 *
 * @param copy the one that counts
 * @param flaws of the entries, and the complaint about the other copy if there is one
 */
record GptLayout(GptCopy copy, List<Flaw> flaws) {
    /** Returns the sector size for which a header is where it should be; the given one if none is. */
    static int sectorSize(ByteSource disk, int given) throws IOException {
        int other = SectorSize.otherThan(given);
        return !isSigned(disk, given) && isSigned(disk, other) ? other : given;
    }

    /** Tells whether a header's signature stands at either of its places. */
    static boolean isSigned(ByteSource disk, int sectorSize) throws IOException {
        return isSignature(disk, sectorSize) || isSignature(disk, lastLba(disk, sectorSize) * sectorSize);
    }

    static GptLayout read(ByteSource disk, int sectorSize) throws IOException {
        try {
            GptCopy primary = GptCopy.read(disk, sectorSize, 1);
            List<Flaw> flaws = new ArrayList<>(primary.flaws());
            try {
                compare(disk, sectorSize, primary, readBackup(disk, sectorSize, primary.header()));
            } catch (CorruptImageException e) {
                flaws.add(new Flaw(Flaw.Kind.BACKUP_GPT, e));
            }
            return new GptLayout(primary, flaws);
        } catch (CorruptImageException complaint) {
            GptCopy backup = findBackup(disk, sectorSize, complaint);
            List<Flaw> flaws = new ArrayList<>(backup.flaws());
            flaws.add(new Flaw(Flaw.Kind.PRIMARY_GPT, complaint));
            return new GptLayout(backup, flaws);
        }
    }

    private static GptCopy readBackup(ByteSource disk, int sectorSize, GptHeader primary) throws IOException {
        long lba = primary.alternateLba();
        if (lba > lastLba(disk, sectorSize)) {
            throw new CorruptImageException(
                    disk,
                    sectorSize + 32,
                    "GPT header",
                    "the backup stands at LBA " + lba + ", beyond the disk's last, " + lastLba(disk, sectorSize)
                            + "; the image is cut short");
        }
        if (lba <= primary.lba()) {
            throw new CorruptImageException(disk, sectorSize + 32, "GPT header", "has no backup: its LBA is " + lba);
        }
        return GptCopy.read(disk, sectorSize, lba);
    }

    private static void compare(ByteSource disk, int sectorSize, GptCopy primary, GptCopy backup)
            throws CorruptImageException {
        long at = backup.header().lba() * sectorSize;
        if (!backup.header().diskGuid().equals(primary.header().diskGuid())) {
            throw new CorruptImageException(
                    disk,
                    at + 56,
                    "backup GPT header",
                    "is of disk " + backup.header().diskGuid() + ", expected "
                            + primary.header().diskGuid());
        }
        if (!backup.listsSameAs(primary)) {
            throw new CorruptImageException(
                    disk, at, "backup GPT", "lists other partitions than the first; one of them is out of date");
        }
    }

    /** Looks for a whole backup where the first header, broken as it is, says it stands, and in the last sector. */
    private static GptCopy findBackup(ByteSource disk, int sectorSize, CorruptImageException complaint)
            throws IOException {
        Set<Long> places = new LinkedHashSet<>();
        long last = lastLba(disk, sectorSize);
        if (isSignature(disk, sectorSize)) {
            long hint = Struct.read(disk, sectorSize, SectorSize.CLASSIC, "GPT header")
                    .bits64(32);
            if (hint > 1 && hint <= last) {
                places.add(hint);
            }
        }
        places.add(last);
        for (long lba : places) {
            try {
                return GptCopy.read(disk, sectorSize, lba);
            } catch (CorruptImageException e) {
                complaint.addSuppressed(e);
            }
        }
        throw complaint;
    }

    private static long lastLba(ByteSource disk, int sectorSize) {
        return disk.size() / sectorSize - 1;
    }

    private static boolean isSignature(ByteSource disk, long at) throws IOException {
        return at > 0
                && at <= disk.size() - SectorSize.CLASSIC
                && Struct.read(disk, at, SectorSize.CLASSIC, "GPT header")
                        .ascii(0, 8)
                        .equals(GptHeader.SIGNATURE);
    }
}
