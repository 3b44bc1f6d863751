package dev.lifeboat.mount.windows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether Windows uses a disk, and why not. Structures: winioctl.h, in Microsoft's documentation. */
final class DiskState {
    static final int IOCTL_DISK_GET_DISK_ATTRIBUTES = 0x0007_00f0;
    static final int IOCTL_DISK_SET_DISK_ATTRIBUTES = 0x0007_c0f4;

    private static final int GENERIC_READ_WRITE = 0xC000_0000;

    private static final int ATTRIBUTES = 16; // GET_DISK_ATTRIBUTES
    private static final int OFFLINE = 1;
    private static final int SET_ATTRIBUTES = 40;
    private static final int MASK = 16;

    private static final int LAYOUT = 1 << 16;
    private static final int LAYOUT_HEAD = 48;
    private static final int IDENTIFIER = 8; // the signature of an MBR, the GUID of a GPT

    /** Nobody has more; the numbers of disks that went away are used again. */
    private static final int MOST_DRIVES = 64;

    private final Kernel32 kernel;
    private final int drive;

    DiskState(Kernel32 kernel, int drive) {
        this.kernel = kernel;
        this.drive = drive;
    }

    private static String name(int drive) {
        return "\\\\.\\PhysicalDrive" + drive;
    }

    /** Tells whether Windows leaves the disk alone; false too if it does not tell. */
    boolean offline() {
        try (Device disk = Device.open(kernel, name(drive), 0)) {
            return disk.ask(IOCTL_DISK_GET_DISK_ATTRIBUTES, ATTRIBUTES)
                    .filter(answer -> answer.limit() >= ATTRIBUTES)
                    .filter(answer -> (answer.getLong(8) & OFFLINE) != 0)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets Windows use it, until it is detached. What is on it is not touched. */
    boolean bringOnline() {
        ByteBuffer words = ByteBuffer.allocate(SET_ATTRIBUTES).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(0, SET_ATTRIBUTES); // and no lasting change, and the attribute's new value is 0
        words.putLong(MASK, OFFLINE);
        try (Device disk = Device.open(kernel, name(drive), GENERIC_READ_WRITE)) {
            return disk.tell(IOCTL_DISK_SET_DISK_ATTRIBUTES, words.array());
        } catch (IOException e) {
            return false;
        }
    }

    /** Finds another disk of this computer with the same signature or GUID, beside which Windows would not use this one. */
    OptionalInt twin() {
        Optional<byte[]> own = identifier(drive);
        for (int other = 0; own.isPresent() && other < MOST_DRIVES; other++) {
            if (other != drive
                    && identifier(other)
                            .filter(found -> Arrays.equals(found, own.get()))
                            .isPresent()) {
                return OptionalInt.of(other);
            }
        }
        return OptionalInt.empty();
    }

    /** The kind of table and the identifier in it; none of a disk without a table, or whose signature is 0. */
    private Optional<byte[]> identifier(int number) {
        try (Device disk = Device.open(kernel, name(number), 0)) {
            Optional<ByteBuffer> layout = disk.ask(DiskDrive.IOCTL_DISK_GET_DRIVE_LAYOUT_EX, LAYOUT)
                    .filter(answer -> answer.limit() >= LAYOUT_HEAD);
            if (layout.isEmpty()) {
                return Optional.empty();
            }
            ByteBuffer table = layout.get();
            byte[] identifier = new byte[20];
            ByteBuffer key = ByteBuffer.wrap(identifier).putInt(table.getInt(0));
            switch (table.getInt(0)) {
                case 0 -> key.putInt(table.getInt(IDENTIFIER));
                case 1 -> key.putLong(table.getLong(IDENTIFIER)).putLong(table.getLong(IDENTIFIER + 8));
                default -> {
                    return Optional.empty();
                }
            }
            boolean none = Arrays.equals(identifier, 4, 20, new byte[16], 0, 16);
            return none ? Optional.empty() : Optional.of(identifier);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
