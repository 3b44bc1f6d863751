package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.bcd.BcdDevice;
import dev.lifeboat.formats.windows.VolumeId;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** Finds the volume that a device of the boot store means, by the ids of partitions and disks, as the boot manager does. */
final class DeviceFinder {
    private final RestoredComputer computer;
    private final BootVolume store;

    /**
     * @param computer whose volumes are meant
     * @param store the volume that the boot store is on
     */
    DeviceFinder(RestoredComputer computer, BootVolume store) {
        this.computer = computer;
        this.store = store;
    }

    /**
     * Finds a volume.
     *
     * @param device of the store
     * @param path of the file wanted there, which tells the volume where no id does
     * @return where it leads
     * @throws IOException if the storage cannot be read
     */
    Destination find(BcdDevice device, String path) throws IOException {
        if (device instanceof BcdDevice.Boot) {
            return Destination.sure(store, "the volume of the boot store");
        } else if (device instanceof BcdDevice.GptPartition gpt) {
            return byId(new VolumeId.Gpt(gpt.partition()), Optional.of(gpt.disk()), path);
        } else if (device instanceof BcdDevice.MbrPartition mbr) {
            return byId(new VolumeId.Mbr(mbr.diskSignature(), mbr.offset()), Optional.empty(), path);
        } else if (device instanceof BcdDevice.Locate locate) {
            return located(locate.path().isEmpty() ? path : locate.path());
        }
        return Destination.notJudged("a device of the kind " + device.getClass().getSimpleName());
    }

    private Destination located(String path) throws IOException {
        Optional<BootVolume> having = having(path);
        String words = "whatever volume has " + path;
        return having.isPresent()
                ? Destination.sure(having.get(), words)
                : new Destination(Destination.Certainty.ABSENT, having, words);
    }

    private Destination byId(VolumeId id, Optional<UUID> disk, String path) throws IOException {
        Optional<BootVolume> named = computer.volume(id);
        if (named.isPresent()) {
            Optional<UUID> own = named.get().table().diskGuid();
            boolean otherDisk = !computer.set() && disk.isPresent() && own.isPresent() && !own.equals(disk);
            return otherDisk
                    ? new Destination(
                            Destination.Certainty.BY_CONTENT,
                            named,
                            id + " of disk {" + disk.get() + "}, but this disk is {" + own.get() + "}")
                    : Destination.sure(named.get(), id.toString());
        }
        Optional<BootVolume> having = having(path);
        return new Destination(
                having.isPresent() ? Destination.Certainty.BY_CONTENT : Destination.Certainty.ABSENT,
                having,
                id.toString());
    }

    private Optional<BootVolume> having(String path) throws IOException {
        for (BootVolume volume : computer.volumes()) {
            if (volume.has(path.replace('\\', '/'))) {
                return Optional.of(volume);
            }
        }
        return Optional.empty();
    }
}
