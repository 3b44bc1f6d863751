package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Images of which only the first part was written, at their full length: {@code verify} has to name the owners of what is
 * missing with the bytes that {@code absent.py} counts sector by sector.
 */
class InterruptedImageTest {
    private static final int MIB = 1 << 20;
    /** Neither at the start of a block nor of a cluster's multiple: the borders of blocks run through clusters. */
    private static final int VOLUME = 2055 * 512;

    private static final int VOLUME_MIB = 40;
    private static final Pattern OWNER =
            Pattern.compile("MFT record (\\d+)\\): ([0-9,]+) bytes? are not in the image.*");
    private static final Pattern MORE = Pattern.compile(".*: and [0-9,]+ more, ([0-9,]+) bytes");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeDisk() throws IOException {
        Tools.require("mkntfs", "ntfscp", "qemu-img", "python3");
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("volume.img").toFile(), "rw")) {
            file.setLength((long) VOLUME_MIB * MIB);
        }
        Tools.run(folder, "mkntfs", "-q", "-Q", "-F", "-s", "512", "-c", "4096", "-L", "Data", "volume.img");
        copy("pagefile.sys", noise(3 * MIB));
        copy("zeros.bin", new byte[5 * MIB]);
        for (int i = 0; i < 60; i++) {
            copy("document number " + i + ".txt", noise(15_000 * i));
        }
        byte[] disk = new byte[(VOLUME_MIB + 2) * MIB];
        byte[] volume = Files.readAllBytes(folder.resolve("volume.img"));
        System.arraycopy(volume, 0, disk, VOLUME, volume.length);
        ByteBuffer.wrap(disk)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(446 + 4, (byte) 7)
                .putInt(446 + 8, VOLUME / 512)
                .putInt(446 + 12, volume.length / 512)
                .putShort(510, (short) 0xaa55);
        Files.write(folder.resolve("disk.raw"), disk);
        convert("vhdx", "sound.vhdx", "subformat=dynamic,block_size=1M");
        convert("vpc", "sound.vhd", "subformat=dynamic,force_size");
    }

    private static void copy(String name, byte[] content) throws IOException {
        Files.write(folder.resolve("content"), content);
        Tools.run(folder, "ntfscp", "volume.img", "content", name);
    }

    private static void convert(String format, String to, String options) throws IOException {
        Tools.run(folder, "qemu-img", "convert", "-O", format, "-o", options, "disk.raw", to);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "{0} of {1}, {2} written: {3}")
    @CsvSource({
        "vhdx, Microsoft Windows 10.0.19041.1, 0.6,  WITH_LOSS",
        "vhdx, QEMU v7.2.0,                    0.6,  NO_FAULT",
        "vhd,  vsim,                           0.6,  WITH_LOSS",
        "vhd,  win,                            0.6,  WITH_LOSS",
        "vhd,  qemu,                           0.6,  NO_FAULT",
        "vhdx, Microsoft Windows 6.2.9200,     0.07, NOT_RESTORABLE",
        "vhdx, QEMU v7.2.0,                    0.07, NOT_RESTORABLE",
        "vhd,  win,                            0.07, NOT_RESTORABLE",
        "vhd,  qemu,                           0.07, NOT_RESTORABLE",
    })
    void namesTheOwnersOfWhatIsMissing(String format, String creator, String keep, Verdict verdict) throws IOException {
        Path image = folder.resolve("cut." + format);
        Files.deleteIfExists(image);
        Files.copy(folder.resolve("sound." + format), image);
        String script =
                Checkout.top().resolve("it-tests/src/test/python/absent.py").toString();
        String answer = Tools.run(
                folder,
                "python3",
                script,
                "disk.raw",
                image.toString(),
                "--keep",
                keep,
                "--creator",
                creator,
                "--volume",
                String.valueOf(VOLUME));
        JsonNode expected = new JsonMapper().readTree(answer);
        Report report = verify(image);
        Map<String, Map<String, Long>> found = owners(report);
        assertThat(found.keySet()).isEqualTo(Map.copyOf(totals(expected)).keySet());
        found.forEach((owner, records) -> {
            long sum = records.values().stream().mapToLong(Long::longValue).sum();
            assertThat(sum).as(owner).isEqualTo(totals(expected).get(owner));
            records.remove("more");
            records.forEach((number, bytes) -> assertThat(bytes)
                    .as("%s of record %s", owner, number)
                    .isEqualTo(expected.get(owner).get(number).asLong()));
        });
        assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(verdict);
    }

    private static Map<String, Long> totals(JsonNode expected) {
        Map<String, Long> totals = new TreeMap<>();
        expected.propertyStream()
                .forEach(owner -> totals.put(
                        owner.getKey(),
                        owner.getValue()
                                .valueStream()
                                .mapToLong(JsonNode::asLong)
                                .sum()));
        return totals;
    }

    /** By the rule's name, the bytes of each record; "more" are those of owners without a name. */
    private static Map<String, Map<String, Long>> owners(Report report) {
        Map<String, Map<String, Long>> owners = new TreeMap<>();
        for (Finding finding : report.findings()) {
            String rule = finding.rule().id().replace("ntfs.", "");
            String text = finding.where() + ": " + finding.message();
            Matcher owner = OWNER.matcher(text);
            Matcher more = MORE.matcher(text);
            if (owner.find() && rule.startsWith("absent-")) {
                owners.computeIfAbsent(rule, r -> new TreeMap<>())
                        .merge(owner.group(1), number(owner.group(2)), Long::sum);
            } else if (more.matches() && rule.startsWith("absent-")) {
                owners.get(rule).put("more", number(more.group(1)));
            }
        }
        return owners;
    }

    private static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }

    @ParameterizedTest
    @CsvSource({"vhdx", "vhd"})
    void aSoundImageLacksNothing(String format) throws IOException {
        assertThat(verify(folder.resolve("sound." + format)).findings())
                .filteredOn(f -> f.severity() != Severity.GOOD)
                .extracting(f -> f.rule().id())
                .isSubsetOf("ntfs.absent-or-zero");
    }

    private static Report verify(Path image) throws IOException {
        return Verifier.verify(BackupLocation.find(image, Optional.empty(), Optional.empty()), Progress.NONE);
    }
}
