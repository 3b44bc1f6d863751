package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.wim.Dentry;
import dev.lifeboat.formats.wim.WimDescription;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimHeader;
import dev.lifeboat.formats.wim.WimImage;
import dev.lifeboat.formats.wim.WimMetadata;
import dev.lifeboat.formats.wim.WimStream;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.recovery.RecoveryJudge;
import dev.lifeboat.verify.check.recovery.RecoveryNeed;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** WIMs of Microsoft, wimlib and 7-Zip, compared with what wimlib says of them. */
@ExtendWith(Corpus.class)
class CorpusWimTest {
    private static final String SECOND_PART = "ied206+ManagedWimLib/Split2.swm";

    static List<Corpus.Entry> wims() {
        return Corpus.ofKind("wim");
    }

    /** All of them, so that the parts of a split set lie beside each other. */
    private static Path unpack(Corpus.Entry entry) throws IOException {
        for (Corpus.Entry each : wims()) {
            Corpus.unpack(each);
        }
        return Corpus.unpack(entry);
    }

    private static boolean isFirstPart(Corpus.Entry entry) {
        return !entry.name().equals(SECOND_PART);
    }

    @ParameterizedTest
    @MethodSource("wims")
    void headerAndDescription(Corpus.Entry entry) throws IOException {
        Oracle oracle = entry.oracle();
        try (WimFile wim = WimFile.open(unpack(entry))) {
            WimHeader header = wim.header();
            assertThat(rawHex(header.guid())).isEqualTo(oracle.text("GUID: +0x(\\w+)"));
            assertThat(header.version()).isEqualTo((int) oracle.number("Version: +(\\d+)"));
            assertThat(header.images()).isEqualTo(oracle.number("Image Count: +(\\d+)"));
            assertThat(header.codec().map(Codec::label).orElse("None")).isEqualTo(oracle.text("Compression: +(\\w+)"));
            assertThat(header.chunkSize()).isEqualTo((int) oracle.number("Chunk Size: +(\\d+) bytes"));
            assertThat(header.parts()).isEqualTo((int) oracle.number("Part Number: +\\d+/(\\d+)"));
            assertThat(header.bootImage()).isEqualTo(oracle.number("Boot Index: +(\\d+)"));
            assertThat(header.integrity().present())
                    .isEqualTo(oracle.find("Attributes: +(.*Integrity info)").isPresent());
            assertThat(wim.missing()).isEmpty();
            if (isFirstPart(entry)) {
                WimDescription.Image image =
                        wim.description().orElseThrow().image(1).orElseThrow();
                assertThat(image.name()).isEqualTo(oracle.text("^Name: +(.*)"));
                assertThat(image.directories().orElseThrow()).isEqualTo(oracle.number("Directory Count: +(\\d+)"));
                assertThat(image.files().orElseThrow()).isEqualTo(oracle.number("File Count: +(\\d+)"));
                assertThat(image.totalBytes().orElseThrow()).isEqualTo(oracle.number("Total Bytes: +(\\d+)"));
                assertThat(image.hardLinkBytes().orElse(0)).isEqualTo(oracle.number("Hard Link Bytes: +(\\d+)"));
            }
        }
    }

    /** None of them is a recovery environment, whoever made it. */
    @ParameterizedTest
    @MethodSource("wims")
    void noneCanRestoreAnImage(Corpus.Entry entry) throws IOException {
        List<Finding> found = new ArrayList<>();
        try (FileSource file = FileSource.open(unpack(entry))) {
            assertThat(RecoveryJudge.judge(file, RecoveryNeed.UNKNOWN, true, read -> {}, found::add)
                            .usable())
                    .isFalse();
        }
        assertThat(found).isNotEmpty().noneMatch(f -> f.severity().compareTo(Severity.DAMAGED) > 0);
    }

    /** wimlib prints the bytes as they are stored. */
    private static String rawHex(UUID guid) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        long high = guid.getMostSignificantBits();
        bytes.putInt(Integer.reverseBytes((int) (high >>> 32)));
        bytes.putShort(Short.reverseBytes((short) (high >>> 16))).putShort(Short.reverseBytes((short) high));
        return HexFormat.of()
                .formatHex(bytes.putLong(guid.getLeastSignificantBits()).array());
    }

    @ParameterizedTest
    @MethodSource("wims")
    void everyFileHasTheContentThatWimlibExtracts(Corpus.Entry entry) throws IOException {
        if (!isFirstPart(entry) || entry.name().contains("corrupted")) {
            return;
        }
        Map<String, String> expected = new TreeMap<>();
        Pattern line = Pattern.compile("(\\d+) (\\p{XDigit}{64}) (/.*)");
        for (String text : entry.oracle().output("7z")) {
            Matcher matcher = line.matcher(text);
            if (matcher.matches()) {
                expected.put(matcher.group(3), matcher.group(1) + " " + matcher.group(2));
            }
        }
        assertThat(WimFiles.of(unpack(entry), 1).files).isEqualTo(expected);
    }

    /** One record a name; the last one is cut off in long outputs. */
    private static Map<String, Map<String, String>> detailed(Oracle oracle) {
        Map<String, Map<String, String>> names = new HashMap<>();
        Map<String, String> current = new HashMap<>();
        for (String line : oracle.output("wimdir")) {
            int equals = line.indexOf(" = ");
            if (equals > 0) {
                String key = line.substring(0, equals).strip();
                String value = line.substring(equals + 3).strip();
                if (key.equals("Full Path")) {
                    current = new HashMap<>();
                    names.put(value.substring(1, value.length() - 1), current);
                }
                current.putIfAbsent(key, value);
            }
        }
        names.values().removeIf(record -> !record.containsKey("Flags"));
        return names;
    }

    @ParameterizedTest
    @MethodSource("wims")
    void everyNameIsAsWimlibShowsIt(Corpus.Entry entry) throws IOException {
        Map<String, Map<String, String>> expected = detailed(entry.oracle());
        try (WimFile wim = WimFile.open(unpack(entry))) {
            WimMetadata metadata = wim.images().get(0).metadata();
            metadata.walk((dentry, path) -> {
                Map<String, String> record = expected.remove(path.toString());
                if (record != null) {
                    compare(metadata, dentry, record);
                }
            });
        }
        assertThat(expected).isEmpty();
    }

    private static void compare(WimMetadata metadata, Dentry dentry, Map<String, String> record) throws IOException {
        assertThat("\"" + dentry.shortName() + "\"").isEqualTo(record.get("Short Name"));
        assertThat(String.format(Locale.ROOT, "0x%08x", dentry.attributes())).isEqualTo(record.get("Attributes"));
        assertThat(String.format(Locale.ROOT, "0x%016x", dentry.linkGroup())).isEqualTo(record.get("Link Group ID"));
        assertThat(metadata.names(dentry)).isEqualTo(Integer.parseInt(record.get("Link Count")));
        Optional<Struct> security = metadata.securityDescriptor(dentry);
        assertThat(security.isPresent()).isEqualTo(record.containsKey("Security Descriptor"));
        if (security.isPresent()) {
            assertThat(HexFormat.of()
                            .formatHex(security.get().bytes(0, security.get().size())))
                    .startsWith(record.get("Security Descriptor"));
        }
        String sha1 = dentry.streams().stream()
                .filter(stream -> stream.kind() == WimStream.Kind.DATA)
                .map(stream -> stream.sha1().toString())
                .findFirst()
                .orElse("0".repeat(40));
        assertThat("0x" + sha1).isEqualTo(record.get("Hash"));
    }

    @ParameterizedTest
    @MethodSource("wims")
    void verifyingFindsWhatWimlibFinds(Corpus.Entry entry) throws IOException {
        Report report = Verifier.verify(
                BackupLocation.find(unpack(entry), Optional.empty(), Optional.empty()),
                new VerifyOptions(Level.FULL, false, Optional.empty(), Optional.empty(), Optional.empty()),
                Progress.NONE);
        List<String> bad = report.findings().stream()
                .filter(finding -> finding.severity() != Severity.GOOD)
                .map(finding -> finding.rule().id())
                .distinct()
                .toList();
        if (entry.name().contains("corrupted")) {
            assertThat(bad).containsExactly("wim.content");
            assertThat(report.verdict()).isEqualTo(Verdict.WITH_LOSS);
        } else if (entry.name().contains("dotdot")) {
            assertThat(bad).containsExactly("wim.name");
        } else {
            assertThat(bad).isEmpty();
        }
    }

    @Test
    void aWimWithAFileThatLeadsOut() throws IOException {
        WimFiles found = WimFiles.of(unpack(Corpus.entry("ebiggers+wimlib/dotdot.wim")), 1);
        assertThat(found.paths).isEmpty();
        assertThat(found.damage).containsExactly("/: directory: holds the impossible name '..'");
    }

    @Test
    void aContentThatIsDamaged() throws IOException {
        WimFiles found = WimFiles.of(unpack(Corpus.entry("ebiggers+wimlib/corrupted_file_1.wim")), 1);
        assertThat(found.files).isEmpty();
        assertThat(found.damage)
                .containsExactly("/file: content: has the SHA-1 8a97c9146848690a0f99aaef4584ffd7c8f5ae0c, expected"
                        + " 22596363b3de40b06f981fb85d82312e8c0ed511");
    }

    /** MultiImage.wim, whose images share their contents. */
    @Test
    void eachImageHasFilesOfItsOwn() throws IOException {
        Path wim = unpack(Corpus.entry("ied206+ManagedWimLib/MultiImage.wim"));
        assertThat(WimFiles.of(wim, 1).paths).containsExactly("/A.txt", "/B", "/B/C.txt", "/B/D.ini");
        assertThat(WimFiles.of(wim, 2).paths).containsExactly("/B", "/Z.txt", "/B/C.txt", "/B/D.ini");
        assertThat(WimFiles.of(wim, 3).paths).containsExactly("/B", "/Y.txt", "/Z.txt", "/B/C.txt", "/B/D.ini");
        try (WimFile opened = WimFile.open(wim)) {
            assertThat(opened.images()).extracting(WimImage::number).containsExactly(1, 2, 3);
        }
    }
}
