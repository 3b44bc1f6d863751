package dev.lifeboat.verify.check.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.RecordBuilder;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryCopiesTest {
    private static final int FILE = 30;
    private static final int REPARSE = 0x400;
    private static final int ROOT = TinyVolume.ROOT;

    private final TinyVolume volume = new TinyVolume();

    private List<String> run() throws IOException {
        List<Finding> findings = new ArrayList<>();
        new DirectoryCheck().run(volume.open(), findings::add);
        return findings.stream()
                .map(f -> f.severity() + " " + f.rule().id() + " " + f.where() + ": " + f.message())
                .toList();
    }

    /** Gives a name of the file a size in its directory. */
    private void name(String name, long size) {
        volume.link(FILE, ROOT, name, 0);
        List<TinyVolume.Entry> entries = volume.entries(ROOT);
        entries.remove(entries.size() - 1);
        entries.add(new TinyVolume.Entry(FILE, -1, name, 0, size));
    }

    private RecordBuilder file(byte[] content) {
        return file(content, NtfsBytes.ARCHIVE);
    }

    private RecordBuilder file(byte[] content, int flags) {
        RecordBuilder record = new RecordBuilder()
                .resident(0x10, "", NtfsBytes.standardInformation(flags))
                .resident(0x80, "", content);
        volume.put(FILE, record);
        return record;
    }

    @Test
    void aSizeThatDiffersIsWorthANote() throws IOException {
        file(new byte[100]);
        name("file", 96);
        assertThat(run())
                .containsOnlyOnce(
                        "NOTE ntfs.entry-size /file (MFT record 30): the directory says 96 bytes, the file has 100");
    }

    @Test
    void ofSeveralNamesOneMayLag() throws IOException {
        file(new byte[100]).links(2);
        name("a", 100);
        name("b", 0);
        assertThat(run()).singleElement().asString().startsWith("GOOD");
    }

    @Test
    void ifNoneOfSeveralNamesAgreesTheSizeIsInDoubt() throws IOException {
        file(new byte[100]).links(2);
        name("a", 0);
        name("b", 90);
        assertThat(run())
                .containsOnlyOnce(
                        "NOTE ntfs.entry-size /a (MFT record 30): the directory says 0 bytes, the file has 100");
    }

    @Test
    void aReparsePointOfAnotherKindIsWorthANote() throws IOException {
        file(new byte[0], REPARSE)
                .resident(0xc0, "", NtfsBytes.reparse(0x8000_0013, new byte[16]))
                .reparseTag(0x8000_0017);
        name("file", 0);
        assertThat(run())
                .containsOnlyOnce("NOTE ntfs.entry-reparse /file (MFT record 30): the directory says reparse tag"
                        + " 0x80000017, the file has 0x80000013");
    }
}
