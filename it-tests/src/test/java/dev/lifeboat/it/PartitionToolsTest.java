package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.partition.Flaw;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tables made and explained by sgdisk and sfdisk, read by us. */
class PartitionToolsTest {
    private static final int SECTOR = 512;

    @TempDir
    private Path folder;

    @Test
    void readsWhatSgdiskWrote() throws IOException {
        PartitionTable table = readGpt();
        assertThat(table.scheme()).isEqualTo(PartitionScheme.GPT);
        assertThat(table.flaws()).isEmpty();
        assertThat(table.partitions())
                .extracting(p -> p.type().label())
                .containsExactly("EFI system", "Microsoft reserved", "Recovery", "Basic data");
        assertThat(table.partitions()).extracting(Partition::number).containsExactly(1, 2, 4, 3);
        for (Partition partition : table.partitions()) {
            String says = Tools.run(folder, "sgdisk", "-i", String.valueOf(partition.number()), "disk.img");
            assertThat(partition.type().code()).isEqualTo(value(says, "Partition GUID code: (\\S+)"));
            assertThat(partition.guid().orElseThrow()).hasToString(value(says, "Partition unique GUID: (\\S+)"));
            assertThat(partition.offset() / SECTOR).isEqualTo(Long.parseLong(value(says, "First sector: (\\d+)")));
            assertThat(partition.size() / SECTOR).isEqualTo(Long.parseLong(value(says, "Partition size: (\\d+)")));
            assertThat(partition.attributes())
                    .isEqualTo(Long.parseUnsignedLong(value(says, "Attribute flags: (\\S+)"), 16));
            assertThat(says).contains("Partition name: '" + partition.name() + "'");
        }
        String disk = Tools.run(folder, "sgdisk", "-p", "disk.img");
        assertThat(table.diskGuid().orElseThrow()).hasToString(value(disk, "\\(GUID\\): (\\S+)"));
    }

    @Test
    void findsTheSamePartitionsByTheBackup() throws IOException {
        List<Partition> partitions = readGpt().partitions();
        try (RandomAccessFile disk =
                new RandomAccessFile(folder.resolve("disk.img").toFile(), "rw")) {
            disk.seek(SECTOR);
            disk.write(new byte[33 * SECTOR]);
        }
        PartitionTable table = read();
        assertThat(table.partitions()).isEqualTo(partitions);
        assertThat(table.flaws()).extracting(Flaw::kind).containsExactly(Flaw.Kind.PRIMARY_GPT);
    }

    @Test
    void readsAHybridOfSgdiskAsGpt() throws IOException {
        readGpt();
        Tools.run(folder, "sgdisk", "-h", "1:3", "disk.img");
        PartitionTable table = read();
        assertThat(table.partitions()).hasSize(4);
        assertThat(table.flaws()).extracting(Flaw::kind).containsExactly(Flaw.Kind.HYBRID_MBR);
    }

    @Test
    void readsPrimaryAndLogicalPartitionsOfSfdisk() throws IOException {
        Tools.require("sfdisk");
        makeDisk();
        String script =
                """
                label: dos
                label-id: 0x12345678
                2048,8192,7,*
                10240,4096,c
                16384,,5
                18432,10000,6
                30720,20000,83
                53248,4096,27
                """;
        assertThat(Tools.runWithInput(folder, script, "sfdisk", "disk.img").exit())
                .isZero();
        JsonNode expected = JsonMapper.shared()
                .readTree(Tools.run(folder, "sfdisk", "-J", "disk.img"))
                .path("partitiontable");
        List<String> lines = new ArrayList<>();
        for (JsonNode p : expected.path("partitions")) {
            String type =
                    String.format("0x%02x", Integer.parseInt(p.path("type").asString(), 16));
            if (!type.equals("0x05")) {
                String number = p.path("node").asString().substring("disk.img".length());
                lines.add(number + " " + p.path("start").asLong() + " "
                        + p.path("size").asLong() + " " + type + " "
                        + p.path("bootable").asBoolean(false));
            }
        }
        PartitionTable table = read();
        assertThat(table.flaws()).isEmpty();
        assertThat(table.mbrSignature()).hasValue(0x12345678L);
        assertThat(table.partitions())
                .extracting(p -> p.number() + " " + p.offset() / SECTOR + " " + p.size() / SECTOR + " "
                        + p.type().code() + " " + p.active())
                .isEqualTo(lines);
        assertThat(table.partitions().get(4).type()).isEqualTo(new PartitionType.Mbr(0x27));
    }

    private PartitionTable readGpt() throws IOException {
        Tools.require("sgdisk");
        makeDisk();
        Tools.run(
                folder,
                ("sgdisk -n 1:2048:+8M -t 1:ef00 -n 2:0:+4M -t 2:0c01 -n 4:0:+16M -t 4:2700 -A 4:set:0 -A 4:set:63"
                                + " -n 3:0:0 -t 3:0700 -c 3:Größe disk.img")
                        .split(" "));
        return read();
    }

    private void makeDisk() throws IOException {
        try (RandomAccessFile disk =
                new RandomAccessFile(folder.resolve("disk.img").toFile(), "rw")) {
            disk.setLength(64 << 20);
        }
    }

    private PartitionTable read() throws IOException {
        try (FileSource disk = FileSource.open(folder.resolve("disk.img"))) {
            return PartitionTable.read(disk, SECTOR);
        }
    }

    private static String value(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1).toLowerCase(Locale.ROOT);
    }
}
