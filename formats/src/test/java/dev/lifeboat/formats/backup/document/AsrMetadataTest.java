package dev.lifeboat.formats.backup.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.document.AsrMetadata.Disk;
import dev.lifeboat.formats.backup.document.AsrMetadata.Volume;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsrMetadataTest {
    private static final String ASR = "BE000CBE-11FE-4426-9c58-531aa6355fc4";
    private static final String VOLUME = "Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}";

    @Test
    void volumesDisksAndWhereItStartsFrom() throws IOException {
        AsrMetadata asr = read(volume("\\??\\" + VOLUME, false)
                + volume("C:", false)
                + volume("E:\\", true)
                + volume("C:\\mounted\\", true)
                + disk(2, "raw disk")
                + disk(0, "of signature 0x9c93ebc7")
                + disk(1, "")
                + bcd("\\\\?\\" + VOLUME + "\\Boot"));
        VolumeName name = VolumeName.parse(VOLUME).orElseThrow();
        assertThat(asr.volumes())
                .containsExactly(
                        new Volume(name, true, Optional.empty()),
                        new Volume(name, true, Optional.of("C:")),
                        new Volume(name, false, Optional.of("E:")),
                        new Volume(name, false, Optional.empty()));
        assertThat(asr.disks())
                .containsExactly(
                        new Disk(2, OptionalLong.empty(), true),
                        new Disk(0, OptionalLong.of(0x9c93ebc7L), false),
                        new Disk(1, OptionalLong.empty(), false));
        assertThat(asr.bcdPath()).contains("\\\\?\\" + VOLUME + "\\Boot");
        assertThat(asr.firmware()).contains(Firmware.BIOS);
        assertThat(asr.systemVolume()).contains(name);
        assertThat(asr.document().identification().wellKnown()).contains(WellKnownWriter.ASR);
    }

    /** The words of another language, made up; brackets, letter and numbers are what counts. */
    @Test
    void captionsInOtherLanguages() throws IOException {
        AsrMetadata asr = read(Documents.group("Volumes", VOLUME, "Wählen Sie dieses Volume (d:) aus.\r\n", false, "")
                + Documents.group("Disks", "harddisk10", "Datenträger Nr. 10 (Signatur 0x0000BEEF)", true, ""));
        assertThat(asr.volumes().get(0).letter()).contains("d:");
        assertThat(asr.disks()).containsExactly(new Disk(10, OptionalLong.of(0xbeef), false));
        assertThat(asr.firmware()).isEmpty();
        assertThat(asr.systemVolume()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\\Boot', BIOS, true",
        "'\\boot\\', BIOS, true",
        "'\\EFI\\Microsoft\\Boot', UEFI, true",
        "'\\efi\\microsoft\\boot\\', UEFI, true",
        "'\\NoBoot', , false",
        "'\\Boot\\x', , false",
        "'', , false",
    })
    void firmwareByTheFolder(String folder, Firmware firmware, boolean systemVolume) throws IOException {
        AsrMetadata asr = read(bcd("\\\\?\\" + VOLUME + folder));
        assertThat(asr.firmware()).isEqualTo(Optional.ofNullable(firmware));
        assertThat(asr.systemVolume().isPresent()).isEqualTo(systemVolume);
    }

    @Test
    void aSystemPartitionWithoutGuid() throws IOException {
        AsrMetadata asr = read(bcd("\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1\\EFI\\Microsoft\\Boot"));
        assertThat(asr.firmware()).contains(Firmware.UEFI);
        assertThat(asr.systemVolume()).isEmpty();
    }

    @Test
    void namesThatMakeNoSense() {
        assertCorrupt(
                Documents.group("Volumes", "C:", "", false, ""),
                "componentName of a volume: is 'C:', expected Volume{guid}");
        assertCorrupt(
                Documents.group("Disks", "harddisk99999999999", "", false, ""),
                "componentName of a disk: is 'harddisk99999999999', expected harddisk and a number");
    }

    @Test
    void anotherWriter() {
        String wmi = Documents.writer("a6ad56c2-b509-4e6c-bb19-49d8f43532f0", "");
        assertThatThrownBy(() -> AsrMetadata.read(Documents.source(wmi)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "a.xml at 0x0: writerId: is a6ad56c2-b509-4e6c-bb19-49d8f43532f0, expected the ASR writer's, "
                                + "be000cbe-11fe-4426-9c58-531aa6355fc4");
    }

    private static AsrMetadata read(String locations) throws IOException {
        return AsrMetadata.read(Documents.source(Documents.writer(ASR, locations)));
    }

    private static void assertCorrupt(String locations, String problem) {
        assertThatThrownBy(() -> read(locations))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageEndingWith(": " + problem);
    }

    private static String volume(String called, boolean selectable) {
        String caption =
                "Select this volume (" + called + ") if it is a critical volume.\r\nCritical volumes are those ...\r\n";
        return Documents.group("Volumes", VOLUME, caption, selectable, "");
    }

    private static String disk(int number, String told) {
        String caption = "Select to include disk #" + number + " (" + told + ") for ASR restore.";
        return Documents.group("Disks", "harddisk" + number, caption, true, "");
    }

    private static String bcd(String path) {
        String files =
                "<FILE_LIST path=\"" + path + "\" filespec=\"*.*\" recursive=\"yes\" filespecBackupType=\"3855\"/>";
        return Documents.group("BCD", "BCD", "This is the path ...", false, files);
    }
}
