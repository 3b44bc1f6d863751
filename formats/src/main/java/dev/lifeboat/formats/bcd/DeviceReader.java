package dev.lifeboat.formats.bcd;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the bytes of a device: an identifier of options, then a description that may hold others. Not published; found out from
 * stores that Windows made (docs/formats/bcd.md).
 */
final class DeviceReader {
    private static final UUID NO_OPTIONS = new UUID(0, 0);
    private static final int OPTIONS = 16;
    private static final int HEADER = 16;
    /** A partition in a virtual disk in a file on a partition has four levels. */
    private static final int DEEPEST = 8;

    private static final int LOCAL = 0;
    private static final int BOOT = 5;
    private static final int PARTITION = 6;
    private static final int LOCATE = 8;

    private static final int GPT = 0;
    private static final int MBR = 1;
    /** The path in a file description begins with a device. */
    private static final int PATH_ON_DEVICE = 5;

    private final Struct all;

    DeviceReader(byte[] bytes, String name) {
        this.all = Struct.of(ByteSource.of(name, bytes), 0, bytes, "device");
    }

    Optional<UUID> options() throws CorruptImageException {
        return Optional.of(all.guid(0)).filter(guid -> !guid.equals(NO_OPTIONS));
    }

    BcdDevice device() throws CorruptImageException {
        return description(all.part(OPTIONS, all.size() - OPTIONS, "description"), 1);
    }

    /** The description may be followed by something else. */
    private static BcdDevice description(Struct from, int depth) throws CorruptImageException {
        if (depth > DEEPEST) {
            throw from.corrupt(0, "", "is the " + depth + "th in one another");
        }
        long size = from.u32(8);
        if (size < HEADER) {
            throw from.corrupt(8, "size", "is " + size + ", expected at least " + HEADER);
        }
        Struct s = from.part(0, size, "");
        long type = s.u32(0);
        if (type == LOCAL) {
            return local(s, HEADER, depth);
        } else if (type == BOOT) {
            return new BcdDevice.Boot();
        } else if (type == PARTITION) {
            return partition(s, depth);
        } else if (type == LOCATE) {
            return locate(s, depth);
        }
        return unknown(s, type);
    }

    private static BcdDevice unknown(Struct s, long type) throws CorruptImageException {
        return new BcdDevice.Unknown(type, HexFormat.of().formatHex(s.bytes(0, s.size())));
    }

    private static BcdDevice local(Struct s, int at, int depth) throws CorruptImageException {
        int kind = (int) Math.min(s.u32(at), Integer.MAX_VALUE);
        return switch (kind) {
            case 0 -> disk(s, at + 4);
            case 1 -> new BcdDevice.Drive(BcdDevice.Drive.Kind.FLOPPY, s.u32(at + 4));
            case 2 -> new BcdDevice.Drive(BcdDevice.Drive.Kind.CDROM, s.u32(at + 4));
            case 3 -> { // base, size and offset in memory are known only once it is loaded
                FilePath file = FilePath.read(s, at + 24, depth);
                yield new BcdDevice.RamDisk(file.on, file.path);
            }
            case 5 -> {
                FilePath file = FilePath.read(s, at + 4, depth);
                yield new BcdDevice.File(file.on, file.path);
            }
            case 6 -> new BcdDevice.VirtualDisk(
                    description(s.part(at + 24, s.size() - (at + 24), "virtual disk"), depth + 1));
            default -> unknown(s, LOCAL);
        };
    }

    private static BcdDevice disk(Struct s, int at) throws CorruptImageException {
        long style = s.u32(at);
        if (style == GPT) {
            return new BcdDevice.GptDisk(s.guid(at + 4));
        } else if (style == MBR) {
            return new BcdDevice.MbrDisk(s.u32(at + 4));
        }
        return new BcdDevice.Drive(BcdDevice.Drive.Kind.RAW_DISK, s.u32(at + 4));
    }

    private static BcdDevice partition(Struct s, int depth) throws CorruptImageException {
        BcdDevice on = local(s, 32, depth);
        if (on instanceof BcdDevice.GptDisk disk) {
            return new BcdDevice.GptPartition(s.guid(HEADER), disk.disk());
        } else if (on instanceof BcdDevice.MbrDisk disk) {
            return new BcdDevice.MbrPartition(s.u64(HEADER, "partition offset"), disk.signature());
        }
        return new BcdDevice.OtherPartition(s.guid(HEADER), on);
    }

    private static BcdDevice locate(Struct s, int depth) throws CorruptImageException {
        long kind = s.u32(HEADER);
        long element = s.u32(20);
        long inAt = s.u32(24);
        String path = text(s, 28, inAt == 0 ? s.size() : inAt);
        Optional<BcdDevice> in = inAt == 0
                ? Optional.empty()
                : Optional.of(description(s.part(inAt, s.size() - inAt, "locate"), depth + 1));
        if (kind == 0) {
            return new BcdDevice.Locate(Optional.of(new ElementType(element)), path, in);
        } else if (kind == 1) {
            return new BcdDevice.Locate(Optional.empty(), path, in);
        }
        return unknown(s, LOCATE);
    }

    /** Up to a NUL or the end. */
    private static String text(Struct s, long from, long end) throws CorruptImageException {
        if (end < from) {
            throw s.corrupt(from, "path", "ends before it begins");
        }
        String all = s.part(from, end - from, "path").utf16(0, (int) ((end - from) / 2));
        int nul = all.indexOf('\0');
        return nul < 0 ? all : all.substring(0, nul);
    }

    /** Version, length and kind, then the device, then the path on it. */
    private record FilePath(BcdDevice on, String path) {
        private static final int HEADER = 12;

        static FilePath read(Struct outer, int at, int depth) throws CorruptImageException {
            long length = outer.u32(at + 4L);
            Struct s = outer.part(at, length, "file");
            s.expect(8, "kind of path", s.u32(8), PATH_ON_DEVICE);
            Struct device = s.part(HEADER, length - HEADER, "device");
            BcdDevice on = description(device, depth + 1);
            return new FilePath(on, text(s, HEADER + device.u32(8), length));
        }
    }
}
