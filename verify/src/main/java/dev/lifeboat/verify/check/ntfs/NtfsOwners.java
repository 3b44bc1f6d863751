package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.Attribute;
import dev.lifeboat.formats.ntfs.AttributeType;
import dev.lifeboat.formats.ntfs.FileRecord;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.Mft;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.RunDecoder;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.io.IOException;

/** Finds whose bytes some of an NTFS volume are. One scan of the MFT; a name is looked for only where it is shown. */
public final class NtfsOwners implements Mft.RecordVisitor {
    private final NtfsVolume volume;
    private final Spans wanted;
    private final Owners owners;
    private final FileOwners files;
    /** Numbers of the records that lie in wanted bytes. */
    private final Spans records = new Spans();

    /** Which records are in use, a bit each; empty where that is not known. */
    private byte[] marks = new byte[0];

    private long owned;

    private NtfsOwners(NtfsVolume volume, Spans wanted, Owners owners) {
        this.volume = volume;
        this.wanted = wanted;
        this.owners = owners;
        this.files = new FileOwners(volume, owners);
    }

    /**
     * Finds the owners.
     *
     * @param volume the volume
     * @param wanted bytes of it
     * @param owners receives them
     * @throws ImageException if the table of files cannot be read
     * @throws IOException if the storage cannot be read
     */
    public static void find(NtfsVolume volume, Spans wanted, Owners owners) throws IOException {
        NtfsOwners search = new NtfsOwners(volume, wanted, owners);
        search.findRecords();
        search.findMarks();
        volume.mft().scan(search);
        search.findRest();
    }

    private void findRecords() throws IOException {
        long clusterSize = volume.bootSector().clusterSize();
        long recordSize = volume.bootSector().recordSize();
        for (Attribute attribute : volume.file(0).attributes()) {
            if (attribute.type() != AttributeType.DATA || !(attribute instanceof Attribute.NonResident piece)) {
                continue;
            }
            RunDecoder run = new RunDecoder(piece, volume.bootSector().clusters());
            while (run.next()) {
                long start = run.lcn() * clusterSize;
                long end = start + run.length() * clusterSize;
                long shift = run.vcn() * clusterSize - start;
                for (int i = wanted.firstBehind(start); i < wanted.count() && wanted.start(i) < end; i++) {
                    long from = Math.max(wanted.start(i), start) + shift;
                    long to = Math.min(wanted.end(i), end) + shift;
                    records.add(from / recordSize, (to - 1) / recordSize + 1);
                }
            }
        }
    }

    private void findMarks() throws IOException {
        if (!records.isEmpty()) {
            try {
                marks = volume.mft().recordsInUse();
            } catch (ImageException reported) {
                // by the check of the volume; all records are then taken to be in use
            }
        }
    }

    @Override
    public void record(FileRecord record) throws IOException {
        long base = record.base() ? record.number() : FileReference.number(record.baseReference());
        boolean folder = record.directory();
        long content = 0;
        for (Attribute attribute : record.attributes()) {
            if (attribute instanceof Attribute.NonResident piece) {
                content += bytesOf(piece);
                folder |= piece.type() == AttributeType.INDEX_ALLOCATION;
            }
        }
        owned += content;
        if (content > 0) {
            files.add(base, folder, "", content);
        } else if (records.contains(record.number())) {
            files.add(
                    base,
                    folder,
                    " (its entry in the table of files)",
                    volume.bootSector().recordSize());
        }
    }

    private long bytesOf(Attribute.NonResident piece) {
        long clusterSize = volume.bootSector().clusterSize();
        long bytes = 0;
        RunDecoder run = new RunDecoder(piece, volume.bootSector().clusters());
        try {
            while (run.next()) {
                if (run.lcn() != RunDecoder.HOLE) {
                    long start = run.lcn() * clusterSize;
                    bytes += wanted.within(start, start + run.length() * clusterSize);
                }
            }
        } catch (CorruptImageException reported) {
            // by the check of the records; what came before it counts
        }
        return bytes;
    }

    @Override
    public void damaged(long number, boolean inUse, CorruptImageException problem) {
        if (inUse) {
            unreadable(number);
        } else {
            unused(number);
        }
    }

    /** Or so it says: it may be that bit that changed. */
    @Override
    public void unused(long number) {
        if (records.contains(number) && isMarked(number)) {
            unreadable(number);
        }
    }

    private void unreadable(long number) {
        if (records.contains(number)) {
            String name = "record " + number + " of the table of files, which cannot be read";
            owners.add(new Owner(
                    OwnerKind.STRUCTURE,
                    volume.source().name() + ": " + name,
                    name,
                    volume.bootSector().recordSize()));
        }
    }

    /** What a record says of itself is lost with its head; the table's bitmap lies elsewhere. */
    private boolean isMarked(long number) {
        return number / Byte.SIZE >= marks.length || (marks[(int) (number / Byte.SIZE)] >> number % Byte.SIZE & 1) != 0;
    }

    private void findRest() {
        String where = volume.source().name() + ": ";
        long end = volume.bootSector().clusters() * volume.bootSector().clusterSize();
        long copy = volume.bootSector().volumeSize();
        long copyBytes = wanted.within(copy, copy + volume.bootSector().bytesPerSector());
        String boot = "the copy of the boot sector";
        owners.add(new Owner(OwnerKind.STRUCTURE, where + boot, boot, copyBytes));
        long free = wanted.within(0, end) - owned + wanted.within(end, Long.MAX_VALUE) - copyBytes;
        owners.add(new Owner(OwnerKind.FREE, where + "free space", "free space", free));
    }
}
