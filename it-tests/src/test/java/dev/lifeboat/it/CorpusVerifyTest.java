package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No false alarm: nothing is found wrong with an image that is sound. What is wrong with the others is listed, one by one. */
@ExtendWith(Corpus.class)
class CorpusVerifyTest {
    /** The images that no Windows could be restored from, each with all that is found, notes left out. */
    private static final Map<String, List<String>> NOT_SOUND = Map.of(
            // Its parent is not in the corpus.
            "log2timeline+dfvfs/fat-differential.vhd", List.of("vhd.parent"),
            // Edited by hand, without setting the checksums right.
            "log2timeline+dfvfs/image.vhd", List.of("vhd.footer-checksum"),
            "log2timeline+dfvfs/image-differential.vhd", List.of("vhd.footer-checksum", "vhd.header-checksum"),
            // Disks that hold a pattern, or nothing: they were made to test containers and tables.
            "qemu+qemu/iotest-dynamic-1G.vhdx.gz", List.of("disk.no-volume", "disk.volume-unknown"),
            "qemu+qemu/iotest-dirtylog-10G-4M.vhdx.gz", List.of("disk.no-volume", "disk.volume-unknown"),
            "qemu+qemu/hyperv2012r2-dynamic.vhd.gz", List.of("disk.no-volume"),
            "msuhanov+dfir_ntfs/mbr-win-512.raw.gz", List.of("disk.no-volume"),
            "msuhanov+dfir_ntfs/gpt-512-3p.raw.gz", List.of("disk.efi-system", "disk.no-volume"),
            "msuhanov+dfir_ntfs/gpt-512-0p.raw.gz", List.of("disk.no-volume"),
            // The first 32 KiB of a disk.
            "radareorg+radare2-testbins/gpt.img", List.of("disk.beyond-end", "disk.no-volume"));

    static Stream<Corpus.Entry> images() {
        return Corpus.images().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void findsNothingElse(Corpus.Entry entry) throws IOException {
        Path image = Corpus.unpack(entry);
        String before = Sha256.of(image);
        Report report = Verifier.verify(BackupLocation.find(image, Optional.empty(), Optional.empty()), Progress.NONE);
        List<String> wrong = report.findings().stream()
                .filter(finding -> finding.severity().compareTo(Severity.NOTE) > 0)
                .map(finding -> finding.rule().id())
                .distinct()
                .sorted()
                .toList();
        assertThat(wrong)
                .as("%s", report.findings().stream().map(Finding::message).toList())
                .isEqualTo(NOT_SOUND.getOrDefault(entry.name(), List.of()));
        assertThat(Sha256.of(image)).isEqualTo(before);
    }
}
