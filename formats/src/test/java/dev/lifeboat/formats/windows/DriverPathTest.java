package dev.lifeboat.formats.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link DriverPath}: forms of ImagePath that stand in real registries, and some that lead elsewhere. */
class DriverPathTest {
    private static Optional<String> of(String imagePath) {
        return DriverPath.of(new DriverService("Wof", 2, 0, 1, Optional.ofNullable(imagePath)), "C:");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                ",/Windows/System32/drivers/Wof.sys",
                "` `,/Windows/System32/drivers/Wof.sys",
                "System32\\drivers\\a.sys,/Windows/System32/drivers/a.sys",
                "system32\\DRIVERS\\wd\\a.sys,/Windows/system32/DRIVERS/wd/a.sys",
                "\\SystemRoot\\System32\\drivers\\a.sys,/Windows/System32/drivers/a.sys",
                "\\SYSTEMROOT\\System32\\DriverStore\\FileRepository\\a.inf_amd64_1\\a.sys,"
                        + "/Windows/System32/DriverStore/FileRepository/a.inf_amd64_1/a.sys",
                "%SystemRoot%\\system32\\a.sys,/Windows/system32/a.sys",
                "\\??\\C:\\ProgramData\\a b.sys,/ProgramData/a b.sys",
                "\\??\\c:/Windows/a.sys,/Windows/a.sys",
                "\"C:\\a.sys\",/a.sys",
                "\\DosDevices\\C:\\a.sys,/a.sys",
            })
    void onTheVolumeOfWindows(String imagePath, String path) {
        assertThat(of(imagePath)).contains(path);
    }

    @ParameterizedTest
    @CsvSource({
        "\\??\\D:\\a.sys",
        "D:\\a.sys",
        "C:a.sys",
        "\\Device\\HarddiskVolume3\\a.sys",
        "\\??\\Volume{1}\\a.sys",
        "\\SystemRoot\\..\\..\\a.sys"
    })
    void elsewhere(String imagePath) {
        assertThat(of(imagePath)).isEmpty();
    }
}
