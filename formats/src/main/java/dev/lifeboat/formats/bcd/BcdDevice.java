package dev.lifeboat.formats.bcd;

import java.util.Optional;
import java.util.UUID;

/** A device as the boot manager names it: where something is started from. */
public sealed interface BcdDevice {
    /** Where the boot manager itself came from. */
    record Boot() implements BcdDevice {}

    /**
     * A partition of a GPT disk.
     *
     * @param partition its own GUID
     * @param disk the disk's
     */
    record GptPartition(UUID partition, UUID disk) implements BcdDevice {}

    /**
     * A partition of an MBR disk.
     *
     * @param offset of its first byte, from the start of the disk
     * @param diskSignature of the disk, 0 to 2^32 - 1
     */
    record MbrPartition(long offset, long diskSignature) implements BcdDevice {}

    /**
     * A partition of something else than a disk, such as of a virtual one.
     *
     * @param partition 16 bytes that name it: its GUID, or its offset in bytes and zeros
     * @param on what it is a part of
     */
    record OtherPartition(UUID partition, BcdDevice on) implements BcdDevice {}

    /**
     * A whole disk with GPT.
     *
     * @param disk its GUID
     */
    record GptDisk(UUID disk) implements BcdDevice {}

    /**
     * A whole disk with MBR.
     *
     * @param signature of it, 0 to 2^32 - 1
     */
    record MbrDisk(long signature) implements BcdDevice {}

    /**
     * A drive known by a number only.
     *
     * @param kind of drive
     * @param number counted from 0
     */
    record Drive(Kind kind, long number) implements BcdDevice {
        /** What the drive is. */
        public enum Kind {
            FLOPPY,
            CDROM,
            RAW_DISK
        }
    }

    /**
     * A file that is read into memory and taken for a disk.
     *
     * @param on where the file is
     * @param path of the file
     */
    record RamDisk(BcdDevice on, String path) implements BcdDevice {}

    /**
     * A file that is taken for a device.
     *
     * @param on where the file is
     * @param path of the file
     */
    record File(BcdDevice on, String path) implements BcdDevice {}

    /**
     * A virtual hard disk.
     *
     * @param file that holds it
     */
    record VirtualDisk(BcdDevice file) implements BcdDevice {}

    /**
     * Whatever device has a certain file, looked for at each start.
     *
     * @param element of the same object that has the file's path; absent if the path itself is given
     * @param path looked for; empty if an element has it
     * @param in where it is looked for; absent for everywhere
     */
    record Locate(Optional<ElementType> element, String path, Optional<BcdDevice> in) implements BcdDevice {}

    /**
     * A device that is not understood here.
     *
     * @param type its number
     * @param hex all bytes of its description
     */
    record Unknown(long type, String hex) implements BcdDevice {}
}
