package dev.lifeboat.formats.regf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Marvin32} against vectors that Microsoft published with its own implementations. */
class Marvin32Test {
    @ParameterizedTest
    @CsvSource({
        "'',           30ed35c100cd3c7d",
        "af,           48e73fc77d75ddc1",
        "e70f,         b5f6e1fc485dbff8",
        "37f495,       f0b07c789b8cf7e8",
        "8642dc59,     7008f2e87e9cf556",
        "153fb79826,   e6c08c6da2afa997",
        "0932e6246c47, 6f04bf1a5ea24060"
    })
    void vectors(String bytes, String sum) throws IOException {
        byte[] data = HexFormat.of().parseHex(bytes);
        assertThat(Long.toHexString(Marvin32.of(0x004fb61a_001bdbccL, ByteSource.of("v", data), 0, data.length)))
                .isEqualTo(sum);
    }
}
