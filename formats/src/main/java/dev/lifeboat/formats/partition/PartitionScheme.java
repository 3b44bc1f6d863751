package dev.lifeboat.formats.partition;

/** How a disk says where its partitions are. */
public enum PartitionScheme {
    /** GUID partition table, UEFI 5.3. */
    GPT,
    /** Master boot record, with extended partitions, UEFI 5.2.1. */
    MBR,
    /** No table: the whole disk is one volume, or nothing that is known. */
    NONE
}
