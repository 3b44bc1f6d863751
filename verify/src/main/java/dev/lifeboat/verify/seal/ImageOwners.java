package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.ImageDisk;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.container.DiskPlaces;
import dev.lifeboat.verify.check.fat.FatOwners;
import dev.lifeboat.verify.check.ntfs.NtfsOwners;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.io.IOException;
import java.nio.file.Path;

/** What lies at a place of an image file: from the file to the disk in it, to a volume on that, to a file there. */
public final class ImageOwners {
    /** A GPT has a protective MBR, a header and 32 sectors of entries, at both ends of the disk; UEFI 5.3. */
    private static final int TABLE_SECTORS = 34;

    private final Path path;
    private final Owners owners;

    private ImageOwners(Path path, Owners owners) {
        this.path = path;
        this.owners = owners;
    }

    /**
     * Finds whose bytes some of an image are.
     *
     * @param image the file
     * @param wanted bytes of it
     * @param most how many owners of a kind are named
     * @return the owners; where the image, which may be damaged, does not tell, {@link OwnerKind#UNKNOWN}
     */
    public static Owners of(Path image, Spans wanted, int most) {
        Owners owners = new Owners(most);
        new ImageOwners(image, owners).find(wanted);
        return owners;
    }

    private void find(Spans wanted) {
        Spans disk;
        try (FileSource file = FileSource.open(path)) {
            disk = DiskPlaces.find(new ImageFile(path, file), Container.of(file), wanted, owners);
        } catch (IOException e) {
            unknown("an image file that cannot be read", wanted.total());
            return;
        }
        if (disk.isEmpty()) {
            return;
        }
        try (ImageDisk open = ImageDisk.open(path)) {
            onDisk(DiskImage.of(open), open, disk);
        } catch (IOException e) {
            unknown("a disk that cannot be read", disk.total());
        }
    }

    private void unknown(String name, long bytes) {
        owners.add(new Owner(OwnerKind.UNKNOWN, path.getFileName() + ": " + name, name, bytes));
    }

    private void onDisk(DiskImage image, ImageDisk disk, Spans wanted) {
        long inVolumes = 0;
        for (DiskVolume volume : image.volumes()) {
            long start = volume.partition().map(Partition::offset).orElse(0L);
            Spans within = part(wanted, start, volume.size());
            inVolumes += within.total();
            if (!within.isEmpty()) {
                onVolume(volume, within);
            }
        }
        if (image.table().scheme() != PartitionScheme.NONE) {
            outside(image, disk, wanted, wanted.total() - inVolumes);
        }
    }

    private static Spans part(Spans wanted, long start, long length) {
        Spans part = new Spans();
        for (int i = wanted.firstBehind(start); i < wanted.count() && wanted.start(i) < start + length; i++) {
            part.add(Math.max(0, wanted.start(i) - start), Math.min(length, wanted.end(i) - start));
        }
        return part;
    }

    private void outside(DiskImage image, ImageDisk disk, Spans wanted, long bytes) {
        long size = disk.bytes().size();
        boolean gpt = image.table().scheme() == PartitionScheme.GPT;
        long table = gpt
                ? (long) TABLE_SECTORS * image.table().sectorSize()
                : image.table().sectorSize();
        long inTable = wanted.within(0, table)
                + (gpt ? wanted.within(size - table + image.table().sectorSize(), size) : 0);
        boolean logical = !gpt && image.table().partitions().stream().anyMatch(p -> p.number() > 4);
        String where = path.getFileName() + ": ";
        String name = "the partition table";
        owners.add(new Owner(OwnerKind.STRUCTURE, where + name, name, inTable));
        String between = logical ? "room between partitions, where their table goes on" : "room between partitions";
        OwnerKind kind = logical ? OwnerKind.STRUCTURE : OwnerKind.FREE;
        owners.add(new Owner(kind, where + between, between, bytes - inTable));
    }

    private void onVolume(DiskVolume volume, Spans wanted) {
        try {
            if (volume.source().isEmpty()) {
                unknown("a volume that reaches beyond the end of the disk", wanted.total());
                return;
            }
            switch (volume.kind()) {
                case NTFS -> NtfsOwners.find(NtfsVolume.read(volume.source().get()), wanted, owners);
                case FAT12, FAT16, FAT32 -> FatOwners.find(
                        FatVolume.read(volume.source().get()), wanted, owners);
                case EMPTY -> owners.add(
                        new Owner(OwnerKind.FREE, volume.source().get().name(), "an empty partition", wanted.total()));
                default -> unknown("a volume that cannot be looked into", wanted.total());
            }
        } catch (IOException e) {
            unknown("a volume whose file system cannot be read", wanted.total());
        }
    }
}
