package dev.lifeboat.verify.check.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hostile volume has millions of findings, and the place of each may take a thousand reads. */
class NtfsFindingsTest {
    private static final Rule RULE = new Rule("ntfs.test", Severity.NOTE, "Meaning.", "");

    private final List<Finding> found = new ArrayList<>();

    @Test
    void onlyWhatIsShownIsWorkedOut() throws IOException {
        NtfsFindings findings = new NtfsFindings(found::add);
        int[] worked = {0};
        for (int i = 0; i < 1000; i++) {
            findings.add(RULE, () -> "place " + worked[0]++, "message");
        }
        assertThat(worked[0]).isEqualTo(Finding.SHOWN_OF_A_RULE);
        assertThat(found).hasSize(1000);
        assertThat(found.get(99)).isEqualTo(RULE.at("place 99", "message"));
        assertThat(findings.full(RULE)).isTrue();
    }

    /** Thirty directories claim the same six blocks: not all of them are read. */
    @Test
    void directoriesThatShareTheirBlocksAreGivenUp() throws IOException {
        TinyVolume volume = TinyVolume.withFiles();
        for (int i = 0; i < 70; i++) {
            volume.entries(TinyVolume.DOCS).add(new TinyVolume.Entry(60, 1, String.format("x%02d", i), 3, -1));
        }
        byte[] bytes = volume.bytes();
        for (int record = TinyVolume.HELLO; record < TinyVolume.RECORDS; record++) {
            System.arraycopy(
                    bytes, TinyVolume.recordAt(TinyVolume.DOCS), bytes, TinyVolume.recordAt(record), TinyVolume.RECORD);
        }
        new DirectoryCheck().run(volume.open(), found::add);
        assertThat(found)
                .extracting(f -> f.rule().id() + " " + f.message())
                .contains("ntfs.directory C.img at 0x0: directories: together are larger than the volume: they share"
                        + " blocks");
    }

    /** Tags are read from the file, which may be slow; a file with many names is asked once. */
    @Test
    void aFileWithManyNamesIsAskedForItsTagOnce() throws IOException {
        TinyVolume volume = new TinyVolume();
        volume.file(30, TinyVolume.ROOT, "a")
                .resident(0x80, "", new byte[0])
                .resident(0xc0, "", NtfsBytes.reparse(0x8000_0017, new byte[16]))
                .reparseTag(0x8000_0013);
        volume.link(30, TinyVolume.ROOT, "b", 0).link(30, TinyVolume.ROOT, "c", 0);
        new DirectoryCheck().run(volume.open(), found::add);
        assertThat(found)
                .extracting(f -> f.rule().id() + " " + f.message())
                .containsOnlyOnce(
                        "ntfs.entry-reparse the directory says reparse tag 0x80000013, the file has" + " 0x80000017");
    }
}
