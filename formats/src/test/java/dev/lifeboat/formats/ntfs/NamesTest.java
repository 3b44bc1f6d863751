package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@link FileName}, {@link FileReference} and {@link UpCase}. */
class NamesTest {
    private static final String LONGEST = "x".repeat(255);

    private static FileName read(byte[] bytes) throws CorruptImageException {
        return FileName.read(Struct.of(ByteSource.of("$MFT", bytes), 0x100, bytes, "$FILE_NAME"));
    }

    @Test
    void readsAName() throws CorruptImageException {
        byte[] bytes = NtfsBytes.fileName(NtfsBytes.reference(30, 2), "Größe 日.txt", 1, 1500, 0x20);
        assertThat(read(bytes))
                .isEqualTo(new FileName(
                        2L << 48 | 30, NtfsBytes.NOON, 2048, 1500, 0x20, 0, FileName.WIN32, "Größe 日.txt"));
    }

    @Test
    void readsTheLongestName() throws CorruptImageException {
        assertThat(read(NtfsBytes.fileName(5, LONGEST)).name()).isEqualTo(LONGEST);
    }

    @Test
    void keepsWhatOnlyNtfsAllows() throws CorruptImageException {
        assertThat(read(NtfsBytes.fileName(5, "a\ud800\u0001\\:*.")).name()).isEqualTo("a\ud800\u0001\\:*.");
    }

    @Test
    void refusesANameThatReachesOutside() {
        byte[] bytes = NtfsBytes.fileName(5, "name");
        bytes[64] = 5;
        assertThatThrownBy(() -> read(bytes)).hasMessage("$MFT at 0x140: $FILE_NAME: name of 5 characters in 74 bytes");
    }

    @Test
    void refusesAnEmptyName() {
        assertThatThrownBy(() -> read(NtfsBytes.fileName(5, "")))
                .hasMessage("$MFT at 0x140: $FILE_NAME: name of 0 characters in 66 bytes");
        assertThatThrownBy(() -> read(new byte[0]))
                .hasMessage("$MFT at 0x140: $FILE_NAME: name of 0 characters in 0 bytes");
    }

    @Test
    void refusesANamespaceThatThereIsNot() {
        assertThatThrownBy(() -> read(NtfsBytes.fileName(5, "a", 4, 0, 0)))
                .hasMessage("$MFT at 0x141: $FILE_NAME: namespace is 4, expected 0 to 3");
    }

    @Test
    void refusesANameThatWouldBeAPath() {
        for (String name : new String[] {"../a", "a/b", "a\0b"}) {
            assertThatThrownBy(() -> read(NtfsBytes.fileName(5, name)))
                    .hasMessage("$MFT at 0x142: $FILE_NAME: name holds a character that no name can hold");
        }
    }

    @Test
    void takesReferencesApart() {
        long bits = 0xfffe_8000_0000_0001L;
        assertThat(FileReference.of(bits)).isEqualTo(new FileReference(0x8000_0000_0001L, 0xfffe));
        assertThat(FileReference.number(bits)).isEqualTo(0x8000_0000_0001L);
        assertThat(FileReference.sequence(bits)).isEqualTo(0xfffe);
        assertThat(FileReference.of(bits)).hasToString("140737488355329-65534");
    }

    @Test
    void comparesByTheTableOfTheVolume() throws IOException {
        UpCase upCase = new TinyVolume().open().upCase();
        assertThat(upCase.compare("größe", "GRÖßE")).isZero();
        assertThat(upCase.compare("łódź", "ŁÓDŹ")).isPositive(); // its table has no capital for Polish letters
        assertThat(upCase.compare("a", "b")).isNegative();
        assertThat(upCase.compare("B", "a")).isPositive();
        assertThat(upCase.compare("a", "ab")).isNegative();
        assertThat(upCase.compare("_", "a")).isPositive(); // capitals come before _
        assertThat(upCase.compare("\uffff", "a")).isPositive();
    }

    @Test
    void usesTheCapitalsOfJavaWhereTheTableCannotBeRead() throws IOException {
        TinyVolume volume = new TinyVolume();
        volume.record(10).remove(0x80).resident(0x80, "", new byte[5]);
        assertThat(volume.open().upCase().compare("łódź", "ŁÓDŹ")).isZero();
    }
}
