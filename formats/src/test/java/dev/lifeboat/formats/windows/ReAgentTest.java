package dev.lifeboat.formats.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReAgentTest {
    private static final String NO_GUID = "{00000000-0000-0000-0000-000000000000}";
    /** Elements and values of a Windows 10 1607. */
    private static final String REAL =
            """
            <?xml version='1.0' encoding='utf-8'?>

            <WindowsRE version="2.0">
              <WinreBCD id="{f8d1de0b-0ced-11e6-abf9-db7ac698ead8}"/>
              <WinreLocation path="\\Recovery\\WindowsRE" id="0" offset="1048576" guid="{6d5c9aaa-fea9-471e-bfa8-5160d1d8c3fa}"/>
              <ImageLocation path="" id="0" offset="0" guid="%1$s"/>
              <PBRImageLocation path="" id="0" offset="0" guid="%1$s" index="0"/>
              <InstallState state="1"/>
              <OsInstallAvailable state="0"/>
              <WinREStaged state="0"/>
              <OperationParam path=""/>
              <OsBuildVersion path="14388.0.amd64fre.rs1_release.160709-1635"/>
              <ScheduledOperation state="5"/>
            </WindowsRE>
            """
                    .formatted(NO_GUID);

    private static ReAgent read(String text, Charset charset) throws IOException {
        return ReAgent.read(ByteSource.of("ReAgent.xml", text.getBytes(charset)));
    }

    private static ReAgent read(String text) throws IOException {
        return read(text, StandardCharsets.UTF_8);
    }

    @Test
    void readsTheFileOfAComputerWithAGpt() throws IOException {
        ReAgent settings = read(REAL);
        assertThat(settings.enabled()).contains(true);
        assertThat(settings.build()).contains("14388.0.amd64fre.rs1_release.160709-1635");
        ReAgent.Location location = settings.location().orElseThrow();
        assertThat(location)
                .isEqualTo(new ReAgent.Location(
                        "\\Recovery\\WindowsRE",
                        Optional.of(UUID.fromString("6d5c9aaa-fea9-471e-bfa8-5160d1d8c3fa")),
                        OptionalLong.empty(),
                        1048576));
        assertThat(location.words())
                .isEqualTo("the partition at byte 1048576 of the disk {6d5c9aaa-fea9-471e-bfa8-5160d1d8c3fa}");
    }

    @Test
    void readsAnyEncodingOfWindows() throws IOException {
        ReAgent settings = read(REAL);
        for (String mark : new String[] {"", "\ufeff"}) {
            assertThat(read(mark + REAL, StandardCharsets.UTF_8)).isEqualTo(settings);
            assertThat(read(mark + REAL, StandardCharsets.UTF_16LE)).isEqualTo(settings);
            assertThat(read(mark + REAL.replace("utf-8", "utf-16"), StandardCharsets.UTF_16LE))
                    .isEqualTo(settings);
        }
    }

    @Test
    void readsTheSignatureOfADiskWithAnMbr() throws IOException {
        ReAgent settings = read(REAL.replace(
                "id=\"0\" offset=\"1048576\" guid=\"{6d5c9aaa-fea9-471e-bfa8-5160d1d8c3fa}\"",
                "id=\"2882400001\" offset=\"512\" guid=\"" + NO_GUID + "\""));
        ReAgent.Location location = settings.location().orElseThrow();
        assertThat(location.disk()).isEmpty();
        assertThat(location.diskSignature()).hasValue(0xabcdef01L);
        assertThat(location.words()).isEqualTo("the partition at byte 512 of the disk with the signature 0xabcdef01");
    }

    @Test
    void saysThatItIsSwitchedOff() throws IOException {
        ReAgent settings = read(REAL.replace("<InstallState state=\"1\"/>", "<InstallState state=\"0\"/>")
                .replace("path=\"\\Recovery\\WindowsRE\"", "path=\"\"")
                .replace("1048576", "0")
                .replace("{6d5c9aaa-fea9-471e-bfa8-5160d1d8c3fa}", NO_GUID));
        assertThat(settings.enabled()).contains(false);
        assertThat(settings.location()).isEmpty();
        ReAgent nothing = read("<WindowsRE/>");
        assertThat(nothing).isEqualTo(new ReAgent(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> read("<Windows/>"))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("root element: is 'Windows', expected 'WindowsRE'");
        assertThatThrownBy(() -> read(REAL.replace("1048576", "many"))).hasMessageContaining("offset: is 'many'");
        assertThatThrownBy(() -> read(REAL.replace("{6d5c", "{zd5c"))).hasMessageContaining("expected a GUID");
        assertThatThrownBy(() -> read(REAL.replace("<InstallState state=\"1\"/>", "<InstallState state=\"7\"/>")))
                .hasMessageContaining("state: is '7'");
        assertThatThrownBy(() -> read(REAL.replace("<OperationParam path=\"\"/>", "<InstallState state=\"1\"/>")))
                .hasMessageContaining("InstallState: stands there twice");
        assertThatThrownBy(() -> read(REAL.replace("\\WindowsRE\"", "\\" + "a".repeat(300) + "\"")))
                .hasMessageContaining("longer than any path of Windows");
        assertThatThrownBy(() -> read(" ".repeat(1 << 20) + REAL))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("at most 1048576");
    }

    @Test
    void anyDamageGivesAnImageException() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        byte[] good = REAL.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = good.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                ReAgent.read(ByteSource.of("ReAgent.xml", bytes));
            } catch (ImageException expected) {
                assertThat(expected.getMessage()).contains("ReAgent.xml");
            }
        }
    }
}
