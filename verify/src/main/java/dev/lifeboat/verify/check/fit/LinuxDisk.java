package dev.lifeboat.verify.check.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Linux tells of a block device, without opening it: <code>Documentation/ABI/stable/sysfs-block</code>.
 *
 * @param size in bytes
 * @param sectorSize logical, in bytes
 * @param partition whether it is a part of a disk
 */
record LinuxDisk(long size, int sectorSize, boolean partition) {
    private static final Path DEVICES = Path.of("/sys/class/block");
    /** Whatever the disk's own sectors are. */
    private static final long UNIT = 512;

    /**
     * Looks a device up.
     *
     * @param device such as {@code /dev/sdb}, or a link to it
     * @return empty if this is no Linux, or it does not tell
     * @throws IOException if the device is not there
     */
    static Optional<LinuxDisk> of(Path device) throws IOException {
        return in(DEVICES, String.valueOf(device.toRealPath().getFileName()));
    }

    /** Likewise, of a folder that lists devices. */
    static Optional<LinuxDisk> in(Path devices, String name) {
        Path folder = devices.resolve(name);
        try {
            if (Files.exists(folder.resolve("partition"))) {
                return Optional.of(new LinuxDisk(0, 0, true));
            }
            long sectors = number(folder.resolve("size"));
            long sectorSize = number(folder.resolve("queue/logical_block_size"));
            if (sectors < 0 || sectors > Long.MAX_VALUE / UNIT || sectorSize < 0 || sectorSize > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            return Optional.of(new LinuxDisk(sectors * UNIT, (int) sectorSize, false));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }
}
