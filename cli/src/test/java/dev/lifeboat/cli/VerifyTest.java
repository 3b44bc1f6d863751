package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.verify.report.AllRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify} and {@code explain}. */
class VerifyTest {
    @TempDir
    Path folder;

    private final TinyVolume volume = TinyVolume.withFiles();

    private Cli.Run verify(Object... options) throws IOException {
        Path image = Files.write(folder.resolve("C.img"), volume.bytes());
        Object[] args = new Object[options.length + 2];
        args[0] = "verify";
        args[1] = image;
        System.arraycopy(options, 0, args, 2, options.length);
        return Cli.run(args);
    }

    private void tear(int at) {
        volume.bytes()[at + 510] ^= 1;
    }

    @Test
    void aSoundImageHasNoFault() throws IOException {
        Cli.Run run = verify();
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines().get(0)).isEqualTo("NO FAULT FOUND (quick)");
        assertThat(run.lines().get(1)).startsWith("Not checked: the content of files");
        assertThat(run.out()).contains("Checked 1 image with 1 volume. ").doesNotContain("GOOD");
    }

    @Test
    void whatIsGoodIsShownWhenAsked() throws IOException {
        assertThat(verify("--all").lines())
                .contains("GOOD  ntfs.directories", "    C.img: 4 directories, 31 names")
                .doesNotContain("Means: Every file is in its directory");
    }

    @Test
    void aDamagedFileIsALossThatIsNamed() throws IOException {
        tear(TinyVolume.recordAt(TinyVolume.HELLO));
        Cli.Run run = verify("--quick");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.lines().get(0)).isEqualTo("RESTORABLE WITH LOSS");
        assertThat(run.out())
                .contains("DAMAGED  ntfs.record")
                .contains("  Means: ")
                .contains("  Do:    Copy what you need");
    }

    @Test
    void aVolumeThatWindowsWouldNotMountCannotBeRestored() throws IOException {
        tear(TinyVolume.recordAt(TinyVolume.HELLO));
        tear(TinyVolume.recordAt(0));
        Cli.Run run = verify();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines().get(0)).isEqualTo("NOT RESTORABLE");
        assertThat(run.out().indexOf("LOST  ntfs.mft-start-lost"))
                .isLessThan(run.out().indexOf("DAMAGED  ntfs.record"));
    }

    @Test
    void anEncryptedVolumeIsUndecided() throws IOException {
        System.arraycopy("-FVE-FS-".getBytes(StandardCharsets.US_ASCII), 0, volume.bytes(), 3, 8);
        Cli.Run run = verify();
        assertThat(run.lines().get(0)).isEqualTo("UNDECIDED");
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void reportsAreJsonWhenAsked() throws IOException {
        tear(TinyVolume.recordAt(TinyVolume.HELLO));
        Cli.Run run = verify("--json");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("{\"verdict\":\"RESTORABLE WITH LOSS\",\"sentence\":\"Windows can restore this image, but ")
                .contains(",\"level\":\"quick\",\"exitCode\":4,\"images\":[\"")
                .contains(
                        "{\"severity\":\"DAMAGED\",\"id\":\"ntfs.record\",\"where\":\"C.img/$MFT at 0x7dfe\",\"message\":"
                                + "\"record 31: update sequence is 0x0106 in sector 0, expected 0x0107\",\"meaning\":\"")
                .contains("\"omitted\":{},\"notChecked\":[\"the content of files")
                .endsWith("]}");
    }

    @Test
    void manyFindingsOfAKindAreCounted() throws IOException {
        for (int cluster = 400; cluster < 600; cluster += 2) {
            volume.flipCluster(cluster);
        }
        assertThat(verify().out()).contains("100 clusters are marked as used, but belong to no file");
    }

    @Test
    void nothingFromAnImageReachesTheTerminalAsItIs() throws IOException {
        volume.file(50, TinyVolume.ROOT, "\u001b[1;1HNO FAULT FOUND").links(0);
        assertThat(verify().out()).contains("\\u001b[1;1HNO").doesNotContain("\u001b");
    }

    @Test
    void explainTellsWhatAFindingMeans() {
        Cli.Run run = Cli.run("explain", "ntfs.record");
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .startsWith(
                        "ntfs.record: DAMAGED",
                        "Question: Is every record of the file table whole, and does it make sense?")
                .endsWith("Verdict:  RESTORABLE WITH LOSS", "Level:    quick")
                .allMatch(line -> line.length() <= 100);
        assertThat(run.lines().get(2)).startsWith("Means:    The record that describes a file is damaged");
        assertThat(Cli.run("explain", "ntfs.records").lines()).hasSize(5);
    }

    @Test
    void explainListsEveryFinding() {
        Cli.Run run = Cli.run("explain");
        assertThat(run.code()).isZero();
        AllRules.byQuestion().forEach((question, rules) -> {
            assertThat(run.lines()).contains(question);
            rules.forEach(
                    rule -> assertThat(run.lines()).contains(String.format("  %-9s  %s", rule.severity(), rule.id())));
        });
    }
}
