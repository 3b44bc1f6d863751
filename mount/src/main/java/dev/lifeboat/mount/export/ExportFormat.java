package dev.lifeboat.mount.export;

import dev.lifeboat.formats.qcow2.Qcow2Disk;
import dev.lifeboat.formats.qcow2.write.Qcow2Layout;
import dev.lifeboat.formats.raw.write.RawLayout;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.write.DiskLayout;
import dev.lifeboat.formats.source.write.NewFile;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhd.write.VhdLayout;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import dev.lifeboat.formats.vhdx.write.VhdxLayout;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/** What an export can be. */
public enum ExportFormat {
    /** The bytes as they are; what is not stored becomes holes. */
    RAW,
    /** Dynamic, of Hyper-V and Windows since 8. */
    VHDX,
    /** Dynamic, of Windows 7 and before; at most 2040 GiB, sectors of 512 bytes. */
    VHD,
    /** Version 3, of QEMU. */
    QCOW2;

    /** Begins a file. */
    DiskLayout layout(NewFile file, long size, int sectorSize) throws IOException {
        return switch (this) {
            case RAW -> new RawLayout(file, size);
            case VHDX -> new VhdxLayout(file, size, sectorSize, UUID.randomUUID());
            case VHD -> new VhdLayout(file, size, UUID.randomUUID(), Instant.now());
            case QCOW2 -> new Qcow2Layout(file, size);
        };
    }

    /** Opens the disk in a file that is complete. */
    ByteSource open(ByteSource file) throws IOException {
        return switch (this) {
            case RAW -> file;
            case VHDX -> VhdxDisk.read(file);
            case VHD -> VhdDisk.read(file);
            case QCOW2 -> Qcow2Disk.read(file);
        };
    }

    /**
     * Tells why a disk cannot be written so.
     *
     * @param size of it in bytes
     * @param sectorSize 512 or 4096 bytes
     * @return what is in the way and what to do; empty if nothing is
     */
    public String obstacle(long size, int sectorSize) {
        if (size == 0) {
            return "it has no bytes";
        }
        if (this == VHD && size > VhdLayout.LARGEST_DISK) {
            return "a VHD holds at most 2040 GiB; take --format vhdx, qcow2 or raw";
        }
        if (this == VHD && sectorSize != 512) {
            return "a VHD has sectors of 512 bytes, and this disk has " + sectorSize + "; take --format vhdx";
        }
        return "";
    }
}
