package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.verify.check.owner.Owner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose a sector of an image of the sample is, by others: where it is on the disk by a look into the VHDX's table that qemu-img
 * confirms, and there by The Sleuth Kit.
 */
final class SleuthKitMap {
    private static final int MIB = 1 << 20;
    private static final int SECTOR = 512;
    private static final int PARTITION = 128 * SECTOR;
    private static final String OFFSET = Integer.toString(PARTITION / SECTOR);
    private static final int RECORD = 1024;

    private final Path folder;
    private final Path disk;
    private final boolean ntfs;
    private final byte[] image;
    private final byte[] raw;
    /** From a MiB of the file to one of the disk; blocks of the sample have 1 MiB. */
    private final Map<Long, Long> blocks = new HashMap<>();

    private final Map<Long, Answer> known = new HashMap<>();

    /**
     * What lies in a sector.
     *
     * @param kind for a table
     * @param record of NTFS; -1 for none
     * @param words one of which a name of ours has
     */
    record Answer(String kind, long record, List<String> words) {
        boolean isNamedBy(Owner owner) {
            boolean sameRecord = record < 0 || owner.where().contains("(MFT record " + record + ")");
            return sameRecord && words.stream().anyMatch(word -> owner.where().contains(word));
        }
    }

    private SleuthKitMap(Path folder, Path image, Path disk) throws IOException {
        this.folder = folder;
        this.disk = disk;
        this.image = Files.readAllBytes(image);
        this.raw = Files.readAllBytes(disk);
        this.ntfs = new String(raw, PARTITION + 3, 4, US_ASCII).equals("NTFS");
        ByteBuffer bytes = ByteBuffer.wrap(this.image).order(ByteOrder.LITTLE_ENDIAN);
        long table = 0;
        for (int entry = 0x30000 + 16; table == 0; entry += 32) {
            if (bytes.getInt(entry) == 0x2dc27766) { // the block allocation table, [MS-VHDX] 2.2.3.2
                table = bytes.getLong(entry + 16);
            }
        }
        for (long block = 0; block * MIB < raw.length; block++) {
            long entry = bytes.getLong((int) (table + 8 * (block + block / 4096)));
            if ((entry & 7) == 6) {
                blocks.put(entry / MIB, block);
            }
        }
    }

    static SleuthKitMap of(Path folder, Path image) throws IOException {
        Path disk = folder.resolve(image.getFileName() + ".raw");
        Tools.run(folder, "qemu-img", "convert", "-f", "vhdx", "-O", "raw", image.toString(), disk.toString());
        return new SleuthKitMap(folder, image, disk);
    }

    Answer ask(long at) throws IOException {
        Long block = blocks.get(at / MIB);
        if (block == null) {
            return new Answer("container", -1, List.of("VHDX", "room in the file that nothing uses"));
        }
        long onDisk = block * MIB + at % MIB;
        int length = (int) Math.min(SECTOR, raw.length - onDisk);
        if (length <= 0) { // the last block reaches beyond the end of the disk
            return new Answer("container", -1, List.of("room in the file that nothing uses"));
        }
        assertThat(Arrays.equals(image, (int) at, (int) at + length, raw, (int) onDisk, (int) onDisk + length))
                .as("qemu-img agrees about 0x%x", at)
                .isTrue();
        if (onDisk < PARTITION || onDisk >= partitionEnd()) {
            return new Answer(
                    "partition table, or beside partitions", -1, List.of("the partition table", "room between"));
        }
        long sector = (onDisk - PARTITION) / SECTOR;
        Answer answer = known.get(sector);
        if (answer == null) {
            answer = ntfs ? ntfs(onDisk - PARTITION) : fat(sector);
            known.put(sector, answer);
        }
        return answer;
    }

    private long partitionEnd() {
        ByteBuffer entry = ByteBuffer.wrap(raw, 2 * SECTOR, 128).order(ByteOrder.LITTLE_ENDIAN);
        return (entry.getLong(2 * SECTOR + 40) + 1) * SECTOR;
    }

    private Answer ntfs(long at) throws IOException {
        int cluster = 4096;
        long sectors = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getLong(PARTITION + 0x28);
        if (at / cluster >= sectors * SECTOR / cluster) {
            return new Answer("NTFS structures", -1, List.of("the copy of the boot sector", "free space"));
        }
        String found = owner(at / cluster);
        if (found.startsWith("Inode not found")) {
            return new Answer("free space", -1, List.of("free space"));
        }
        long record = Long.parseLong(found.split("-", 2)[0]);
        if (record == 0 && new String(raw, (int) (PARTITION + at / RECORD * RECORD), 4, US_ASCII).equals("FILE")) {
            return inTable(at);
        }
        String path = path(record);
        boolean structure = record < 24 || ask("istat", Long.toString(record)).contains("INDEX_ALLOCATION");
        String kind = structure ? "NTFS structures" : path.startsWith("/Windows/") ? "files of Windows" : "other files";
        return new Answer(kind, record, List.of(path));
    }

    /** The file of the record that lies there; the record of a file that is deleted is but the table's. */
    private Answer inTable(long at) throws IOException {
        long record = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getInt((int)
                        (PARTITION + at / RECORD * RECORD + 44))
                & 0xffff_ffffL;
        boolean inUse = (raw[(int) (PARTITION + at / RECORD * RECORD + 22)] & 1) != 0;
        boolean named = inUse && !path(record).isEmpty();
        return new Answer(
                "NTFS table of files",
                named ? -1 : 0,
                named ? List.of("(MFT record " + record + ")", "record " + record + " of the table") : List.of("$MFT"));
    }

    private String path(long record) throws IOException {
        String found = ask("ffind", Long.toString(record));
        return found.startsWith("File name not found") || found.startsWith("*")
                ? ""
                : found.lines().findFirst().orElse("").replace("//", "/");
    }

    private Answer fat(long sector) throws IOException {
        String found = owner(sector);
        if (found.startsWith("Inode not found")) {
            return new Answer("free space", -1, List.of("free space", "the boot sector of a FAT volume"));
        }
        if (found.startsWith("Meta Data")) {
            return new Answer(
                    "FAT structures", -1, List.of("the boot sector of a FAT volume", "the file allocation table"));
        }
        String path = ask("ffind", found).lines().findFirst().orElse("").replace("//", "/");
        return switch (path) {
            case "/$MBR" -> new Answer("FAT structures", -1, List.of("the boot sector of a FAT volume"));
            case "/$FAT1", "/$FAT2" -> new Answer("FAT structures", -1, List.of("the file allocation table"));
            default -> new Answer("files on FAT", -1, List.of("partition 1" + path));
        };
    }

    private String owner(long unit) throws IOException {
        return Tools.run(folder, "ifind", "-o", OFFSET, "-d", Long.toString(unit), disk.toString())
                .strip();
    }

    private String ask(String program, String inode) throws IOException {
        return Tools.run(folder, program, "-o", OFFSET, disk.toString(), inode).strip();
    }
}
