package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SecurityStoreTest {
    private final TinyVolume volume = TinyVolume.withFiles();

    private NtfsVolume volume(boolean firstGood, boolean copyGood) throws IOException {
        TinySecure.put(volume, firstGood, copyGood);
        TinySecure.refer(volume, TinyVolume.HELLO, TinySecure.ID);
        return volume.open();
    }

    private static String sddl(NtfsVolume volume, int number) throws IOException {
        return volume.security(volume.file(number)).orElseThrow().sddl();
    }

    @Test
    void findsADescriptorByItsNumber() throws IOException {
        NtfsVolume opened = volume(true, false);
        assertThat(sddl(opened, TinyVolume.HELLO)).isEqualTo("O:BAG:SY");
        assertThat(opened.security(opened.file(TinyVolume.HELLO)))
                .isEqualTo(opened.security(opened.file(TinyVolume.HELLO)));
    }

    @Test
    void takesTheCopyIfTheFirstIsTorn() throws IOException {
        assertThat(sddl(volume(false, true), TinyVolume.HELLO)).isEqualTo("O:BAG:SY");
    }

    @Test
    void saysWhatIsWrongWithTheFirstIfBothAreTorn() {
        assertThatThrownBy(() -> sddl(volume(false, false), TinyVolume.HELLO))
                .hasMessageStartingWith("C.img/record 9/$DATA:$SDS at 0x40: security descriptor 261: hash is 0x");
    }

    @Test
    void saysThatANumberIsNotThere() throws IOException {
        TinySecure.refer(volume, TinyVolume.LINKED, TinySecure.ID + 1);
        NtfsVolume opened = volume(true, true);
        assertThatThrownBy(() -> sddl(opened, TinyVolume.LINKED))
                .hasMessageEndingWith("$SII: has no security descriptor number 262");
    }

    @Test
    void readsTheDescriptorThatAFileHasOfItsOwn() throws IOException {
        volume.record(TinyVolume.LINKED).resident(0x50, "", TinySecure.DESCRIPTOR);
        NtfsVolume opened = volume(true, true);
        assertThat(sddl(opened, TinyVolume.LINKED)).isEqualTo("O:BAG:SY");
        assertThat(opened.security(opened.file(TinyVolume.STREAMS))).isEmpty();
    }
}
