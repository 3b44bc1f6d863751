package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeboat.formats.backup.VolumeLabels;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.Flaw;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.VolumeKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Partition tables, and what stands in the partitions, against mmls, sgdisk, sfdisk and fsstat. */
@ExtendWith(Corpus.class)
class CorpusPartitionTest {
    private static final int SECTOR = 512;

    /** Its 32 KiB are the start of a disk of 116 GiB. The tools look for the end first and find no GPT; we read it. */
    private static final String BEGINNING_ONLY = "radareorg+radare2-testbins/gpt.img";

    private static final String CHILD_WITHOUT_PARENT = "log2timeline+dfvfs/fat-differential.vhd";

    /** What fsstat cannot tell because it does not take a FAT32 with so few clusters for one; mkfs.fat made it as FAT32. */
    private static final String SMALL_FAT32 = "msuhanov+dfir_ntfs/fat32_small.raw.gz";

    static Stream<Corpus.Entry> disks() {
        return Corpus.images().stream()
                .filter(entry -> !Set.of(BEGINNING_ONLY, CHILD_WITHOUT_PARENT).contains(entry.name()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disks")
    void partitions(Corpus.Entry entry) throws IOException {
        Oracle oracle = entry.oracle();
        try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
            PartitionScheme scheme = scheme(oracle);
            assertThat(image.table().scheme()).isEqualTo(scheme);
            assertThat(image.table().flaws()).isEmpty();
            assertThat(image.table().partitions())
                    .extracting(p -> p.offset() / SECTOR + " " + p.size() / SECTOR)
                    .containsExactlyElementsOf(mmls(oracle));
            switch (scheme) {
                case GPT -> assertGpt(image, oracle);
                case MBR -> assertMbr(image, oracle);
                case NONE -> assertThat(image.volumes()).hasSize(1);
            }
        }
    }

    private static PartitionScheme scheme(Oracle oracle) {
        List<String> output = oracle.output("mmls");
        if (output.isEmpty()) {
            return PartitionScheme.NONE;
        }
        return output.get(0).startsWith("GUID") ? PartitionScheme.GPT : PartitionScheme.MBR;
    }

    /** Start and length in sectors, in order of start; lines of slots that are partitions: {@code 000} or {@code 000:001}. */
    private static List<String> mmls(Oracle oracle) {
        return matches(oracle.output("mmls"), "\\d+: +\\d{3}(?::\\d{3})? +0*(\\d+) +\\d+ +0*(\\d+) .*")
                .map(m -> m.group(1) + " " + m.group(2))
                .toList();
    }

    private static void assertGpt(DiskImage image, Oracle oracle) {
        assertThat(image.table().diskGuid().orElseThrow()).hasToString(lower(oracle.text("\\(GUID\\): (\\S+)")));
        List<String> numbers = matches(oracle.output("sgdisk"), " +(\\d+) +(\\d+) +(\\d+) .*")
                .map(m -> m.group(1) + " " + m.group(2) + " " + m.group(3))
                .toList();
        assertThat(image.table().partitions())
                .extracting(p -> p.number() + " " + p.offset() / SECTOR + " " + ((p.offset() + p.size()) / SECTOR - 1))
                .containsExactlyElementsOf(numbers);
        if (!numbers.isEmpty()) {
            assertFirstEntry(image.table().partitions().get(0), oracle); // that is what sgdisk was asked about
        }
    }

    private static void assertFirstEntry(Partition first, Oracle oracle) {
        assertThat(first.type().code()).isEqualTo(lower(oracle.text("Partition GUID code: (\\S+)")));
        assertThat(first.guid().orElseThrow()).hasToString(lower(oracle.text("Partition unique GUID: (\\S+)")));
        assertThat(first.name()).isEqualTo(oracle.text("Partition name: '(.*)'"));
        assertThat(first.attributes()).isEqualTo(Long.parseUnsignedLong(oracle.text("Attribute flags: (\\S+)"), 16));
    }

    private static void assertMbr(DiskImage image, Oracle oracle) {
        assertThat(String.format("0x%08x", image.table().mbrSignature().orElseThrow()))
                .isEqualTo(oracle.text("label-id: (0x\\w+)"));
        List<String> partitions = matches(
                        oracle.output("sfdisk"), ".*?(\\d+) : start= *(\\d+), size= *(\\d+), type=(\\w+)(, bootable)?")
                .filter(m -> !Set.of("5", "f").contains(m.group(4)))
                .map(m -> String.join(
                        " ", m.group(1), m.group(2), m.group(3), m.group(4), String.valueOf(m.group(5) != null)))
                .toList();
        assertThat(image.table().partitions())
                .extracting(p -> p.number() + " " + p.offset() / SECTOR + " " + p.size() / SECTOR + " "
                        + p.type().code().replaceFirst("0x0?", "") + " " + p.active())
                .containsExactlyElementsOf(partitions);
    }

    /** fsstat was asked about one volume of an image, that of NTFS if there are several. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("disks")
    void volumes(Corpus.Entry entry) throws IOException {
        Oracle oracle = entry.oracle();
        if (oracle.output("fsstat").isEmpty() || entry.name().equals(SMALL_FAT32)) {
            return;
        }
        long at = oracle.number("\\$ fsstat -o (\\d+)") * SECTOR;
        try (DiskImage image = DiskImage.open(Corpus.unpack(entry))) {
            DiskVolume volume = image.volumes().stream()
                    .filter(v -> v.partition().map(Partition::offset).orElse(0L) == at)
                    .findFirst()
                    .orElseThrow();
            assertThat(volume.kind().label()).isEqualTo(oracle.text("File System Type: (\\w+)"));
            String serial = oracle.text("(?:Volume Serial Number: |Volume ID: 0x)(\\w+)");
            assertThat(volume.summary().serial().orElseThrow().replace("-", "")).isEqualToIgnoringCase(serial);
            String label = oracle.find("(?:Volume Name|Volume Label \\(Root Directory\\)): (.*)")
                    .orElse("");
            assertThat(VolumeLabels.of(volume)).isEqualTo(label.strip());
        }
    }

    @Test
    void aSmallFat32IsFat32() throws IOException {
        try (DiskImage image = DiskImage.open(Corpus.unpack(Corpus.entry(SMALL_FAT32)))) {
            assertThat(image.volumes()).extracting(DiskVolume::kind).containsExactly(VolumeKind.FAT32);
        }
    }

    /** What sgdisk 1.0.9 says of the file after {@code truncate} gave it the size of the disk. */
    @Test
    void theBeginningOfADiskHasItsFirstGpt() throws IOException {
        try (DiskImage image = DiskImage.open(Corpus.unpack(Corpus.entry(BEGINNING_ONLY)))) {
            assertThat(image.table().diskGuid().orElseThrow()).hasToString("4b503f2a-d907-4bd3-a068-59c2265061e4");
            assertThat(image.table().partitions())
                    .extracting(p -> p.offset() / SECTOR, p -> (p.offset() + p.size()) / SECTOR - 1, Partition::name)
                    .containsExactly(
                            tuple(2048L, 1050623L, "EFI System Partition"),
                            tuple(1050624L, 227686399L, ""),
                            tuple(227686400L, 244275199L, ""));
            assertThat(image.table().partitions()).noneMatch(Partition::complete);
            assertThat(image.table().flaws())
                    .extracting(Flaw::kind)
                    .containsExactly(
                            Flaw.Kind.BACKUP_GPT, Flaw.Kind.BEYOND_END, Flaw.Kind.BEYOND_END, Flaw.Kind.BEYOND_END);
        }
    }

    private static Stream<MatchResult> matches(List<String> lines, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return lines.stream().flatMap(line -> compiled.matcher(line).results());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
