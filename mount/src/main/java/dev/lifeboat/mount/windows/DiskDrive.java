package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A disk of this computer as Windows tells of it. It is opened without the right to read or to write, so that nobody has to be an
 * administrator for this, and nothing can happen to it. Structures: winioctl.h, in Microsoft's documentation.
 *
 * @param size in bytes
 * @param sectorSize logical, in bytes
 * @param table the kind of its partition table; empty if Windows does not tell
 * @param partitions how many there are; 0 also if Windows does not tell
 */
public record DiskDrive(long size, int sectorSize, Optional<Table> table, int partitions) {
    private static final Pattern NAME =
            Pattern.compile("\\\\\\\\[.?]\\\\PhysicalDrive\\d{1,4}", Pattern.CASE_INSENSITIVE);

    // Both are FILE_ANY_ACCESS: they need no right to the disk.
    static final int IOCTL_DISK_GET_DRIVE_GEOMETRY_EX = 0x0007_00a0;
    static final int IOCTL_DISK_GET_DRIVE_LAYOUT_EX = 0x0007_0050;

    private static final int GEOMETRY = 256; // DISK_GEOMETRY_EX with what follows it
    private static final int BYTES_PER_SECTOR = 20;
    private static final int DISK_SIZE = 24;
    private static final int GEOMETRY_LEAST = 32;

    private static final int LAYOUT = 1 << 16; // DRIVE_LAYOUT_INFORMATION_EX; 128 partitions take 18 KB
    private static final int FIRST_PARTITION = 48;
    private static final int PARTITION = 144; // PARTITION_INFORMATION_EX
    private static final int PARTITION_LENGTH = 16;

    /** PARTITION_STYLE, in this order. */
    public enum Table {
        MBR,
        GPT,
        /** RAW. */
        NONE
    }

    /**
     * Tells whether a path is a name that Windows gives to disks.
     *
     * @param path any
     * @return true for such as <code>\\.\PhysicalDrive1</code>
     */
    public static boolean isName(String path) {
        return NAME.matcher(path).matches();
    }

    /**
     * Asks Windows.
     *
     * @param name such as <code>\\.\PhysicalDrive1</code>
     * @return what it says
     * @throws IOException if there is no such disk, or this is no Windows
     */
    public static DiskDrive open(String name) throws IOException {
        Kernel32 kernel;
        try {
            kernel = Kernel32.load();
        } catch (UnsatisfiedLinkError e) {
            throw new IOException(name + " is the name of a disk on Windows, and this is another system", e);
        }
        return open(kernel, name);
    }

    static DiskDrive open(Kernel32 kernel, String name) throws IOException {
        try (Device disk = Device.open(kernel, name, 0)) {
            ByteBuffer geometry = disk.ask(IOCTL_DISK_GET_DRIVE_GEOMETRY_EX, GEOMETRY)
                    .filter(answer -> answer.limit() >= GEOMETRY_LEAST)
                    .orElseThrow(() -> new IOException(
                            name + ": Windows does not tell its size: Win32 error " + Native.getLastError()));
            Optional<ByteBuffer> layout = disk.ask(IOCTL_DISK_GET_DRIVE_LAYOUT_EX, LAYOUT)
                    .filter(answer -> answer.limit() >= FIRST_PARTITION);
            return new DiskDrive(
                    geometry.getLong(DISK_SIZE),
                    geometry.getInt(BYTES_PER_SECTOR),
                    layout.flatMap(DiskDrive::table),
                    layout.map(DiskDrive::partitions).orElse(0));
        }
    }

    private static Optional<Table> table(ByteBuffer layout) {
        int style = layout.getInt(0);
        return style >= 0 && style < Table.values().length ? Optional.of(Table.values()[style]) : Optional.empty();
    }

    /** Of an MBR Windows tells of empty entries, too. */
    private static int partitions(ByteBuffer layout) {
        int count = 0;
        int listed = layout.getInt(4);
        for (int i = 0; i < listed && FIRST_PARTITION + (i + 1) * PARTITION <= layout.limit(); i++) {
            count += layout.getLong(FIRST_PARTITION + i * PARTITION + PARTITION_LENGTH) > 0 ? 1 : 0;
        }
        return count;
    }
}
