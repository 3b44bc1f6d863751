/**
 * How a disk is divided, and what each part is: MBR with extended partitions, GPT, and volumes without a table. "UEFI n"
 * refers to a section of the UEFI specification 2.10. Start at {@link dev.lifeboat.formats.partition.PartitionTable}; what
 * a partition holds is told by {@link dev.lifeboat.formats.partition.VolumeSummary}.
 *
 * <p>Depends on {@code source} only. Not here: reading the volumes ({@code ntfs}, {@code fat}), dynamic disks (LDM), and
 * writing.
 */
package dev.lifeboat.formats.partition;
