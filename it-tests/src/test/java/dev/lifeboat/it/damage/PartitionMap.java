package dev.lifeboat.it.damage;

/** Draws a disk: its partition tables, and the volumes in the partitions. */
final class PartitionMap {
    private static final int ENTRIES_AT = 446;
    private static final int SIGNATURE_AT = 510;
    private static final int PROTECTIVE = 0xee;
    private static final int EXTENDED = 0x05;
    private static final int EXTENDED_LBA = 0x0f;

    private final Layer disk;
    private final int sector;

    private PartitionMap(Layer disk, int sector) {
        this.disk = disk;
        this.sector = sector;
    }

    /** Draws a disk with a table. */
    static void paint(Layer disk, int sectorSize) {
        new PartitionMap(disk, sectorSize).paint();
    }

    /** Draws a volume by what its boot sector says it is. */
    static void paintVolume(Layer volume) {
        if (volume.startsWith(3, "NTFS    ")) {
            NtfsMap.paint(volume);
        } else if (volume.u16(SIGNATURE_AT) == 0xaa55 && volume.u8(0) == 0xeb) {
            FatMap.paint(volume);
        }
    }

    private void paint() {
        paintTable(0, Structure.MBR);
        for (int i = 0; i < 4; i++) {
            int at = ENTRIES_AT + 16 * i;
            int type = disk.u8(at + 4);
            long start = disk.u32(at + 8) * sector;
            if (type == PROTECTIVE) {
                paintGpt();
            } else if (type == EXTENDED || type == EXTENDED_LBA) {
                paintChain(start);
            } else if (type != 0) {
                paintVolume(disk.part(start, disk.u32(at + 12) * sector));
            }
        }
    }

    /** Entries and mark; the boot code before them is nobody's business. */
    private void paintTable(long at, Structure structure) {
        disk.paint(at + ENTRIES_AT, SIGNATURE_AT + 2 - ENTRIES_AT, structure);
    }

    private void paintChain(long start) {
        long record = start;
        while (true) {
            paintTable(record, Structure.EXTENDED_BOOT_RECORD);
            long logical = record + ENTRIES_AT;
            if (disk.u8(logical + 4) != 0) {
                paintVolume(disk.part(record + disk.u32(logical + 8) * sector, disk.u32(logical + 12) * sector));
            }
            if (disk.u8(logical + 16 + 4) == 0) {
                return;
            }
            record = start + disk.u32(logical + 16 + 8) * sector;
        }
    }

    private void paintGpt() {
        long count = disk.u32(sector + 80);
        long size = disk.u32(sector + 84);
        long entries = disk.u64(sector + 72) * sector;
        disk.paint(sector, 92, Structure.GPT_HEADER);
        disk.paint(entries, count * size, Structure.GPT_ENTRIES);
        long backup = disk.u64(sector + 32) * sector;
        disk.paint(backup, 92, Structure.GPT_BACKUP);
        disk.paint(disk.u64(backup + 72) * sector, count * size, Structure.GPT_BACKUP);
        for (long i = 0; i < count; i++) {
            long entry = entries + i * size;
            if (!disk.isZero(entry, 16)) {
                long first = disk.u64(entry + 32);
                paintVolume(disk.part(first * sector, (disk.u64(entry + 40) + 1 - first) * sector));
            }
        }
    }
}
