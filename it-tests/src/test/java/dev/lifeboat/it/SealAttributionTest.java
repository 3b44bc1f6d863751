package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import dev.lifeboat.verify.seal.ImageOwners;
import dev.lifeboat.verify.seal.SealFolder;
import dev.lifeboat.verify.seal.SealPlaces;
import dev.lifeboat.verify.seal.Sealer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes one sector of a sealed image after the other, and asks each time whether it is found, and whether the file that The
 * Sleuth Kit says the sector belongs to is named. 300 cases, or 2,000 with {@code -Dlong}.
 *
 * <p>Also counts how many are found without a seal, by kind: target/seal-damage.md, for docs/damage.md.
 */
class SealAttributionTest {
    private static final int CASES = System.getProperty("long") != null ? 2000 : 300;
    private static final int SECTOR = 512;
    private static final int CHUNK = 1 << 20;
    private static final List<String> IMAGES =
            List.of(SampleVolumes.WINDOWS + ".vhdx", SampleVolumes.RECOVERY + ".vhdx", "Esp.vhdx");

    @TempDir
    private static Path folder;

    private final Map<String, int[]> table = new TreeMap<>();

    @BeforeAll
    static void requireTools() {
        SampleVolumes.requireTools();
        Tools.require("ifind", "ffind", "qemu-img");
    }

    @Test
    void everyChangedSectorIsFoundAndItsFileNamed() throws IOException {
        SplittableRandom random = new SplittableRandom(20);
        for (String name : IMAGES) {
            Path source = SampleVolumes.images().stream()
                    .filter(image -> image.endsWith(name))
                    .findFirst()
                    .orElseThrow();
            Path image = Files.copy(source, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            seal(image);
            Set<String> sound = findings(image, Level.QUICK);
            SleuthKitMap map = SleuthKitMap.of(folder, image);
            for (int i = 0; i < CASES / IMAGES.size(); i++) {
                sector(image, map, choose(map, (int) (Files.size(image) / SECTOR), random), sound, random);
            }
        }
        StringBuilder page = new StringBuilder("| what was hit | cases | found without a seal | found with a seal |\n")
                .append("| --- | ---: | ---: | ---: |\n");
        table.forEach((kind, counts) ->
                page.append(String.format("| %s | %d | %d | %d |%n", kind, counts[0], counts[1], counts[2])));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "seal-damage.md"), page.toString(), UTF_8);
        assertThat(table.values().stream().mapToInt(counts -> counts[0]).sum()).isGreaterThanOrEqualTo(CASES - 2);
    }

    /** Most of a small image is room that nobody uses: of such sectors only one in eight is taken. */
    private static int choose(SleuthKitMap map, int sectors, SplittableRandom random) throws IOException {
        while (true) {
            int sector = random.nextInt(sectors);
            String kind = map.ask((long) sector * SECTOR).kind();
            boolean used = !kind.equals("container") && !kind.equals("free space");
            if (used || random.nextInt(8) == 0) {
                return sector;
            }
        }
    }

    private static void seal(Path image) throws IOException {
        BackupLocation location = locate(image);
        SealPlaces places = SealPlaces.of(location, Map.of(), folder);
        Sealer.seal(location, SealFolder.choose(places), false, Optional.empty(), (done, total) -> {});
    }

    private static BackupLocation locate(Path image) throws IOException {
        return BackupLocation.find(image, Optional.empty(), Optional.empty());
    }

    /** What is worth knowing of an image, without what a seal tells. */
    private static Set<String> findings(Path image, Level level) throws IOException {
        return Verifier.verify(locate(image), VerifyOptions.of(level), Progress.NONE).findings().stream()
                .filter(finding -> finding.severity() != Severity.GOOD
                        || !finding.rule().id().startsWith("seal."))
                .map(finding -> finding.rule().id() + " " + finding.where() + " " + finding.message())
                .filter(text -> !text.startsWith("seal."))
                .collect(Collectors.toSet());
    }

    private void sector(Path image, SleuthKitMap map, int sector, Set<String> sound, SplittableRandom random)
            throws IOException {
        long at = (long) sector * SECTOR;
        byte[] before = new byte[SECTOR];
        SleuthKitMap.Answer answer = map.ask(at);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(at);
            file.readFully(before);
            byte[] after = before.clone();
            after[random.nextInt(SECTOR)] ^= (byte) (1 << random.nextInt(8));
            file.seek(at);
            file.write(after);
        }
        try {
            judge(image, at, answer, sound);
        } finally {
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.seek(at);
                file.write(before);
            }
        }
    }

    private void judge(Path image, long at, SleuthKitMap.Answer answer, Set<String> sound) throws IOException {
        String what = image.getFileName() + " at 0x" + Long.toHexString(at) + ", " + answer;
        List<Finding> findings = Verifier.verify(locate(image), VerifyOptions.of(Level.FULL), Progress.NONE)
                .findings();
        long chunk = at / CHUNK * CHUNK;
        assertThat(findings)
                .as(what)
                .filteredOn(f ->
                        f.rule().id().equals("seal.damaged") || f.rule().id().equals("seal.damaged-free"))
                .singleElement()
                .satisfies(f -> assertThat(f.message())
                        .startsWith("1 part of ")
                        .contains("at 0x" + Long.toHexString(chunk) + ": "));
        Spans part = new Spans();
        part.add(chunk, Math.min(Files.size(image), chunk + CHUNK));
        List<Owner> owners = ImageOwners.of(image, part, Integer.MAX_VALUE).all();
        assertThat(owners).as(what).anyMatch(answer::isNamedBy);
        List<String> told = findings.stream()
                .filter(f -> f.rule().id().startsWith("seal.damaged-"))
                .map(Finding::where)
                .toList();
        List<String> named = new ArrayList<>();
        ImageOwners.of(image, part, 50).all().forEach(owner -> {
            if (!owner.kind().name().equals("FREE")) {
                named.add(owner.where());
            }
        });
        assertThat(told).as(what).containsAll(named);
        boolean withoutSeal = findings.stream()
                .filter(f ->
                        !f.rule().id().startsWith("seal.") && !f.rule().id().startsWith("content."))
                .map(f -> f.rule().id() + " " + f.where() + " " + f.message())
                .anyMatch(text -> !sound.contains(text));
        int[] counts = table.computeIfAbsent(answer.kind(), kind -> new int[3]);
        counts[0]++;
        counts[1] += withoutSeal ? 1 : 0;
        counts[2]++;
    }
}
