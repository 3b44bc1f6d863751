package dev.lifeboat.formats.partition;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Readable names of the types that are met on PCs with Windows, and of their usual neighbours. */
final class PartitionTypeNames {
    private static final String UNKNOWN = "unknown";

    private static final Map<UUID, String> BY_GUID = Map.ofEntries(
            guid("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI system"),
            guid("e3c9e316-0b5c-4db8-817d-f92df00215ae", "Microsoft reserved"),
            guid("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "Basic data"),
            guid("de94bba4-06d1-4d40-a16a-bfd50179d6ac", "Recovery"),
            guid("5808c8aa-7e8f-42e0-85d2-e1e90434cfb3", "LDM metadata"),
            guid("af9b60a0-1431-4f62-bc68-3311714a69ad", "LDM data"),
            guid("e75caf8f-f680-4cee-afa3-b001e56efc2d", "Storage Spaces"),
            guid("558d43c5-a1ac-43c0-aac8-d1472b2923d1", "Storage replica"),
            guid("024dee41-33e7-11d3-9d69-0008c781f39f", "MBR partition scheme"),
            guid("21686148-6449-6e6f-744e-656564454649", "BIOS boot"),
            guid("d3bfe2de-3daf-11df-ba40-e3a556d89593", "Intel Rapid Start"),
            guid("0fc63daf-8483-4772-8e79-3d69d8477de4", "Linux file system"),
            guid("4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "Linux root"),
            guid("0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "Linux swap"),
            guid("e6d6d379-f507-44c2-a23c-238f2a3df928", "Linux LVM"),
            guid("a19d880f-05fc-4d3b-a006-743f0f84911e", "Linux RAID"),
            guid("bc13c2ff-59e6-4262-a352-b275fd6f7172", "Linux extended boot"),
            guid("48465300-0000-11aa-aa11-00306543ecac", "Apple HFS+"),
            guid("7c3457ef-0000-11aa-aa11-00306543ecac", "Apple APFS"));

    private static final Map<Integer, String> BY_BYTE = Map.ofEntries(
            Map.entry(0x01, "FAT12"),
            Map.entry(0x04, "FAT16 below 32 MiB"),
            Map.entry(0x05, "Extended"),
            Map.entry(0x06, "FAT16"),
            Map.entry(0x07, "NTFS or exFAT"),
            Map.entry(0x0b, "FAT32"),
            Map.entry(0x0c, "FAT32 (LBA)"),
            Map.entry(0x0e, "FAT16 (LBA)"),
            Map.entry(0x0f, "Extended (LBA)"),
            Map.entry(0x11, "Hidden FAT12"),
            Map.entry(0x12, "Maker's diagnostics"),
            Map.entry(0x14, "Hidden FAT16 below 32 MiB"),
            Map.entry(0x16, "Hidden FAT16"),
            Map.entry(0x17, "Hidden NTFS or exFAT"),
            Map.entry(0x1b, "Hidden FAT32"),
            Map.entry(0x1c, "Hidden FAT32 (LBA)"),
            Map.entry(0x1e, "Hidden FAT16 (LBA)"),
            Map.entry(0x27, "Recovery"),
            Map.entry(0x42, "LDM (dynamic disk)"),
            Map.entry(0x82, "Linux swap"),
            Map.entry(0x83, "Linux file system"),
            Map.entry(0x85, "Linux extended"),
            Map.entry(0x8e, "Linux LVM"),
            Map.entry(0xa8, "macOS UFS"),
            Map.entry(0xaf, "Apple HFS+"),
            Map.entry(0xee, "GPT protective"),
            Map.entry(0xef, "EFI system"),
            Map.entry(0xfd, "Linux RAID"));

    private static final List<String> FOREIGN = List.of("Linux", "Apple", "macOS", "BIOS boot", "Intel Rapid Start");

    private PartitionTypeNames() {}

    static String of(UUID type) {
        return BY_GUID.getOrDefault(type, UNKNOWN);
    }

    static String of(int type) {
        return BY_BYTE.getOrDefault(type, UNKNOWN);
    }

    /** Tells by its name that a type is of another system, or of firmware and never a volume. */
    static boolean isForeign(String name) {
        return FOREIGN.stream().anyMatch(name::startsWith);
    }

    private static Map.Entry<UUID, String> guid(String id, String name) {
        return Map.entry(UUID.fromString(id), name);
    }
}
