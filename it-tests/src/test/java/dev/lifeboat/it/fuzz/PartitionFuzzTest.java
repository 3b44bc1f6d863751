package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.partition.DiskImage;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.it.fuzz.EditedImage.Seal;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.disk.Disk;
import dev.lifeboat.verify.check.disk.DiskChecks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Any change of a disk's tables leaves a list of partitions, or a complaint. */
@ExtendWith(Inputs.class)
class PartitionFuzzTest {
    private static final String NAME = "disk.img";
    private static final int SECTORS = 64;
    private static final List<EditedImage> IMAGES = List.of(gpt(512), gpt(4096), mbr());

    @DictionaryEntries({"EFI PART", "NTFS    ", "-FVE-FS-", "EXFAT   ", "ReFS", "\u0005", "\u000f"})
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        int number = input.length == 0 ? 0 : (input[0] & 0xff) / 2 % IMAGES.size();
        ByteSource disk = IMAGES.get(number).apply(input);
        for (int sectorSize : new int[] {512, 4096}) {
            Probe.read(NAME, () -> PartitionTable.read(disk, sectorSize)).ifPresent(table -> look(disk, table));
            Disk counted = new Disk(new Allowance(disk), sectorSize);
            for (Check<Disk> check : DiskChecks.all()) {
                Probe.check(NAME, check, counted);
            }
        }
    }

    private static void look(ByteSource disk, PartitionTable table) {
        if (table.scheme() == PartitionScheme.NONE) {
            assertThat(table.partitions()).isEmpty();
        }
        long before = 0;
        for (Partition partition : table.partitions()) {
            assertThat(partition.offset()).isGreaterThanOrEqualTo(before);
            assertThat(partition.size()).isPositive();
            before = partition.offset();
            open(disk, partition);
        }
    }

    private static void open(ByteSource disk, Partition partition) {
        try {
            Optional<ByteSource> source = Probe.read(NAME, () -> partition.open(disk));
            assertThat(source.isPresent()).isEqualTo(partition.complete());
            if (source.isPresent()) {
                Probe.read(NAME, () -> VolumeSummary.read(source.get()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<byte[]> seeds() {
        return Inputs.seeds(IntStream.range(0, IMAGES.size()).boxed().flatMap(i -> IMAGES.get(i).seeds(i).stream()));
    }

    private static EditedImage gpt(int sectorSize) {
        DiskImage disk = new DiskImage(sectorSize, SECTORS);
        disk.protectiveMbr();
        disk.gptEntry(0, PartitionType.Gpt.EFI_SYSTEM.id(), "EFI", 4, 19);
        disk.gptEntry(2, PartitionType.Gpt.BASIC_DATA.id(), "Basic data partition", 20, 59);
        disk.ntfs(20, 39);
        disk.sealGpt();
        List<Place> places = new ArrayList<>(List.of(new Place(440, 72), new Place(disk.at(20), 90)));
        for (int header : new int[] {disk.at(1), disk.at(SECTORS - 1)}) {
            places.add(new Place(header, 92));
        }
        for (int entries : new int[] {disk.at(2), disk.at(SECTORS - 2)}) {
            places.add(new Place(entries, 128));
            places.add(new Place(entries + 256, 128));
        }
        return new EditedImage(
                NAME,
                disk.bytes,
                places,
                List.of(
                        new Gpt(disk.at(1), 2 * sectorSize, disk.at(1), sectorSize),
                        new Gpt(disk.at(SECTORS - 2), 2 * sectorSize, disk.at(SECTORS - 1), sectorSize)));
    }

    /** Three primary partitions, one of them extended, with two logical ones in it. */
    private static EditedImage mbr() {
        DiskImage disk = new DiskImage(512, SECTORS);
        disk.mbrEntry(0, 0, 0x80, 7, 2, 10);
        disk.mbrEntry(0, 1, 0, 0x0f, 20, 40);
        disk.mbrEntry(20, 0, 0, 7, 1, 9);
        disk.mbrEntry(20, 1, 0, 5, 20, 20);
        disk.mbrEntry(40, 0, 0, 0x0c, 1, 9);
        disk.ntfs(2, 9);
        List<Place> places = new ArrayList<>();
        for (int sector : new int[] {0, 20, 40}) {
            places.add(new Place(disk.at(sector) + 440, 72));
        }
        places.add(new Place(disk.at(2), 90));
        return new EditedImage(NAME, disk.bytes, places, List.of());
    }

    /** The checksums of a header and of the entries that it counts. */
    private record Gpt(int at, int length, int header, int sectorSize) implements Seal {
        @Override
        public void close(byte[] image) {
            ByteBuffer fields = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            long entries = fields.getLong(header + 72) * sectorSize;
            long size = (fields.getInt(header + 80) & 0xffff_ffffL) * (fields.getInt(header + 84) & 0xffff_ffffL);
            if (entries >= 0 && size >= 0 && entries <= image.length - size) {
                fields.putInt(header + 88, crc(image, (int) entries, (int) size));
            }
            int headerSize = fields.getInt(header + 12);
            if (headerSize >= 92 && headerSize <= sectorSize) {
                fields.putInt(header + 16, 0);
                fields.putInt(header + 16, crc(image, header, headerSize));
            }
        }

        private static int crc(byte[] image, int from, int size) {
            CRC32 crc = new CRC32();
            crc.update(image, from, size);
            return (int) crc.getValue();
        }
    }
}
