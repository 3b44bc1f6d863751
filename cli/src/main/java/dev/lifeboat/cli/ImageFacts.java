package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.image.WimArchive;
import dev.lifeboat.formats.image.WimVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What image files say of themselves, and of the disks and volumes in them. */
final class ImageFacts {
    private final ImageSet set;
    private boolean complete = true;

    ImageFacts(ImageSet set) {
        this.set = set;
    }

    /**
     * Tells whether all volumes could be read.
     *
     * @return false if one could not; it says so itself
     */
    boolean complete() {
        return complete && set.failures().isEmpty();
    }

    List<Facts> facts() throws IOException {
        List<Facts> all = new ArrayList<>();
        for (Image image : set.images()) {
            all.add(image instanceof WimArchive wim ? wim(wim) : disk((DiskImage) image));
        }
        for (ImageSet.Failure failure : set.failures()) {
            all.add(new Facts()
                    .add("file", failure.image())
                    .add("error", failure.problem().getMessage()));
        }
        return all;
    }

    private Facts wim(WimArchive image) throws IOException {
        WimFacts facts = new WimFacts(image.wim());
        List<Facts> volumes = new ArrayList<>();
        for (NumberedVolume volume : set.volumes()) {
            if (volume.image() == image && volume.volume() instanceof WimVolume wim) {
                volumes.add(facts.image(volume.number(), wim));
            }
        }
        complete &= facts.complete();
        return facts.file(image.path()).add("volumes", volumes);
    }

    private Facts disk(DiskImage image) throws IOException {
        Facts facts = new Facts()
                .add("file", image.path())
                .add("format", image.container().label())
                .add("fileSize", Files.isRegularFile(image.path()) ? Files.size(image.path()) : null)
                .add("diskSize", image.disk().size())
                .add("sectorSize", image.table().sectorSize())
                .add("partitionTable", image.table().scheme())
                .add("diskGuid", image.table().diskGuid());
        image.table().mbrSignature().ifPresent(s -> facts.add("mbrSignature", String.format("%08x", s)));
        if (image.container() == Container.VHDX && image.disk() instanceof VhdxDisk disk) {
            facts.add("container", vhdx(disk));
        } else if (image.container() == Container.VHD && image.disk() instanceof VhdDisk disk) {
            facts.add("container", vhd(disk));
        }
        List<Facts> volumes = new ArrayList<>();
        for (NumberedVolume volume : set.volumes()) {
            if (volume.image() == image) {
                volumes.add(volume(volume, (DiskVolume) volume.volume()));
            }
        }
        return facts.add("volumes", volumes);
    }

    private static Facts vhdx(VhdxDisk disk) {
        VhdxHeader header = disk.header();
        return new Facts()
                .add("creator", disk.creator())
                .add("blockSize", disk.metadata().blockSize())
                .add("fixed", disk.metadata().leaveBlocksAllocated())
                .add("physicalSectorSize", disk.metadata().physicalSectorSize())
                .add("diskId", disk.metadata().virtualDiskId())
                .add("fileWriteGuid", header.fileWriteGuid())
                .add("dataWriteGuid", header.dataWriteGuid())
                .add("sequence", header.sequenceNumber())
                .add("logWasReplayed", disk.wasLogReplayed())
                .add("parent", disk.parent().map(VhdxDisk::name));
    }

    private static Facts vhd(VhdDisk disk) {
        VhdFooter footer = disk.footer();
        return new Facts()
                .add("creator", footer.creator())
                .add("kind", footer.kind())
                .add("time", footer.created())
                .add("diskId", footer.uniqueId())
                .add("parent", disk.parent().map(VhdDisk::name));
    }

    private Facts volume(NumberedVolume numbered, DiskVolume volume) throws IOException {
        VolumeFacts known = VolumeFacts.of(volume);
        complete &= known.problem().isEmpty();
        Facts facts = new Facts()
                .add("volume", numbered.number())
                .add("letter", set.letter(numbered))
                .add("label", known.label())
                .add("fileSystem", volume.kind().label())
                .add("size", volume.size())
                .add("used", known.used())
                .add("serial", volume.summary().serial());
        volume.partition().ifPresent(partition -> facts.add("partition", partition.number())
                .add("offset", partition.offset())
                .add("type", partition.type().label())
                .add("typeCode", partition.type().code())
                .add("guid", partition.guid())
                .add("name", Optional.of(partition.name()).filter(name -> !name.isEmpty()))
                .add("active", partition.active()));
        if (volume.kind() == VolumeKind.NTFS && volume.source().isPresent()) {
            facts.add("ntfs", NtfsFacts.of(volume.source().get()));
        }
        WindowsFacts windows = WindowsFacts.of(volume);
        complete &= windows.complete();
        return facts.add("windows", windows.facts()).add("error", known.problem());
    }
}
