package dev.lifeboat.mount.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be shown without Windows; the rest is shown under Wine, in it-tests. */
class FileSecurityTest {
    /** Control bits at offset 2; the owner S-1-5-32-544 behind the header. */
    private static SecurityDescriptor descriptor(String control) throws IOException {
        byte[] bytes = HexFormat.of()
                .parseHex("0100" + control + "14000000000000000000000000000000" + "01020000000000052000000020020000");
        return SecurityDescriptor.read(Struct.of(ByteSource.of("test", bytes), 0, bytes, "descriptor"));
    }

    /** Inherited (0x400, 0x800) asks for (0x100, 0x200). */
    @ParameterizedTest
    @CsvSource({"0080, 0080", "0084, 0085", "0088, 008a", "008c, 008f", "0094, 0095"})
    void thatEntriesAreInheritedIsKept(String kept, String set) throws IOException {
        byte[] bytes = descriptor(kept).bytes();
        byte[] settable = FileSecurity.settable(descriptor(kept));
        assertThat(HexFormat.of().formatHex(settable, 2, 4)).isEqualTo(set);
        settable[2] = bytes[2];
        settable[3] = bytes[3];
        assertThat(settable).isEqualTo(bytes);
    }

    @Test
    void pathsAreWholeSoThatTheyMayBeLong() {
        Path path = Path.of("folder", "..", "file").toAbsolutePath();
        assertThat(FileSecurity.extended(path))
                .isEqualTo("\\\\?\\" + Path.of("file").toAbsolutePath());
    }
}
