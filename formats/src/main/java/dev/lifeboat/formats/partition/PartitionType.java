package dev.lifeboat.formats.partition;

import java.util.Set;
import java.util.UUID;

/** What a partition is meant for, as its table says; what is really in it tells {@link VolumeSummary}. */
public sealed interface PartitionType {
    /**
     * Returns the type in words.
     *
     * @return such as {@code EFI system}, or {@code unknown}
     */
    String label();

    /**
     * Returns the type as the table stores it.
     *
     * @return a GUID in lower case, or {@code 0x07}
     */
    String code();

    /**
     * Tells whether firmware starts from it.
     *
     * @return whether this is an EFI system partition, in either kind of table
     */
    default boolean isEfiSystem() {
        return equals(Gpt.EFI_SYSTEM) || equals(new Mbr(0xef));
    }

    /**
     * Tells whether it is meant for recovery.
     *
     * @return whether this is a Windows recovery partition, in either kind of table
     */
    default boolean isRecovery() {
        return equals(Gpt.RECOVERY) || equals(new Mbr(0x27));
    }

    /**
     * Tells whether Windows keeps its own files, and those of people, in partitions of this type.
     *
     * @return whether this is the type of basic data, in an MBR any for FAT or NTFS that is not hidden
     */
    default boolean isBasicData() {
        return equals(Gpt.BASIC_DATA) || (this instanceof Mbr mbr && Mbr.BASIC_DATA.contains(mbr.id()));
    }

    /**
     * Tells whether it is certainly not for Windows.
     *
     * @return whether another system, or another purpose, has this type
     */
    default boolean isForeign() {
        return PartitionTypeNames.isForeign(label());
    }

    /**
     * A type in a GPT.
     *
     * @param id not all zero, which would mean an unused entry
     */
    record Gpt(UUID id) implements PartitionType {
        /** The partition that UEFI firmware starts from, UEFI 5.3.3. */
        public static final Gpt EFI_SYSTEM = new Gpt(UUID.fromString("c12a7328-f81f-11d2-ba4b-00a0c93ec93b"));

        /** Space that Windows keeps free on GPT disks; it holds no volume. */
        public static final Gpt MICROSOFT_RESERVED = new Gpt(UUID.fromString("e3c9e316-0b5c-4db8-817d-f92df00215ae"));

        /** A Windows volume of any file system. */
        public static final Gpt BASIC_DATA = new Gpt(UUID.fromString("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"));

        /** A Windows recovery environment or a maker's recovery image. */
        public static final Gpt RECOVERY = new Gpt(UUID.fromString("de94bba4-06d1-4d40-a16a-bfd50179d6ac"));

        @Override
        public String label() {
            return PartitionTypeNames.of(id);
        }

        @Override
        public String code() {
            return id.toString();
        }
    }

    /**
     * A type in an MBR.
     *
     * @param id 1 to 255; 0 would mean an unused entry
     */
    record Mbr(int id) implements PartitionType {
        /** FAT12, FAT16 in three sizes, NTFS, FAT32 in two ways of addressing. */
        private static final Set<Integer> BASIC_DATA = Set.of(0x01, 0x04, 0x06, 0x07, 0x0b, 0x0c, 0x0e);

        @Override
        public String label() {
            return PartitionTypeNames.of(id);
        }

        @Override
        public String code() {
            return String.format("0x%02x", id);
        }

        /** One that holds a chain of logical partitions: CHS, LBA, and the one that hides from DOS. */
        boolean isExtended() {
            return id == 0x05 || id == 0x0f || id == 0x85;
        }

        /** The one entry of a protective MBR, UEFI 5.2.3. */
        boolean isProtective() {
            return id == 0xee;
        }
    }
}
