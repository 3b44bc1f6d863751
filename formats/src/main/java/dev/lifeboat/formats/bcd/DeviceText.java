package dev.lifeboat.formats.bcd;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Writes devices as {@code bcdedit} does: {@code partition=C:}, {@code ramdisk=[C:]\a.wim,{options}}. */
final class DeviceText {
    private final Function<BcdDevice, Optional<String>> volumes;
    private final ObjectType object;

    /**
     * @param volumes says what people call a partition, if anything is known of it
     * @param object that has the device
     */
    DeviceText(Function<BcdDevice, Optional<String>> volumes, ObjectType object) {
        this.volumes = volumes;
        this.object = object;
    }

    String of(BcdValue.OfDevice device) {
        return text(device.device()) + device.options().map(id -> "," + id).orElse("");
    }

    private String text(BcdDevice device) {
        if (device instanceof BcdDevice.RamDisk ram) {
            return "ramdisk=[" + inner(ram.on()) + "]" + ram.path();
        } else if (device instanceof BcdDevice.File file) {
            return "file=[" + inner(file.on()) + "]" + file.path();
        } else if (device instanceof BcdDevice.VirtualDisk disk) {
            return disk.file() instanceof BcdDevice.File file
                    ? "vhd=[" + inner(file.on()) + "]" + file.path()
                    : "vhd=" + text(disk.file());
        } else if (device instanceof BcdDevice.Locate locate) {
            String what = locate.element()
                    .map(type -> "element " + type.name(object))
                    .orElseGet(() -> "'" + locate.path() + "'");
            return "locate=" + what + locate.in().map(in -> " in " + text(in)).orElse("");
        } else if (device instanceof BcdDevice.Drive drive) {
            return drive.kind().name().toLowerCase(Locale.ROOT) + "=" + drive.number();
        } else if (device instanceof BcdDevice.GptDisk || device instanceof BcdDevice.MbrDisk) {
            return "disk=" + disk(device);
        } else if (device instanceof BcdDevice.Unknown unknown) {
            return "device of type " + unknown.type() + ", which is not known here: " + unknown.hex();
        } else if (device instanceof BcdDevice.Boot) {
            return "boot";
        }
        return "partition=" + partition(device);
    }

    /** In brackets, a partition goes without saying that it is one. */
    private String inner(BcdDevice device) {
        boolean partition = device instanceof BcdDevice.GptPartition
                || device instanceof BcdDevice.MbrPartition
                || device instanceof BcdDevice.OtherPartition;
        return partition ? partition(device) : text(device);
    }

    private String partition(BcdDevice device) {
        Optional<String> known = volumes.apply(device);
        if (known.isPresent()) {
            return known.get();
        } else if (device instanceof BcdDevice.GptPartition gpt) {
            return "{" + gpt.partition() + "} of disk " + disk(new BcdDevice.GptDisk(gpt.disk()));
        } else if (device instanceof BcdDevice.MbrPartition mbr) {
            return "the one at byte " + mbr.offset() + " of disk " + disk(new BcdDevice.MbrDisk(mbr.diskSignature()));
        }
        BcdDevice.OtherPartition other = (BcdDevice.OtherPartition) device;
        return "{" + other.partition() + "} of " + text(other.on());
    }

    private static String disk(BcdDevice device) {
        return device instanceof BcdDevice.GptDisk gpt
                ? "{" + gpt.disk() + "}"
                : String.format("%08x", ((BcdDevice.MbrDisk) device).signature());
    }
}
