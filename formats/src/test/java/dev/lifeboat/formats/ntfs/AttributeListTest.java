package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeListTest {
    private static List<AttributeList.Entry> read(byte[] bytes) throws IOException {
        return AttributeList.read(Struct.of(ByteSource.of("$MFT", bytes), 0x500, bytes, "$ATTRIBUTE_LIST"));
    }

    @Test
    void readsEntries() throws IOException {
        byte[] list = NtfsBytes.concat(
                NtfsBytes.listEntry(0x10, "", 0, 35, 0),
                NtfsBytes.listEntry(0x80, "big", 17, NtfsBytes.reference(36, 2), 5));
        assertThat(read(list))
                .containsExactly(
                        new AttributeList.Entry(0x10, "", 0, 35, 0),
                        new AttributeList.Entry(0x80, "big", 17, 2L << 48 | 36, 5));
    }

    @Test
    void mayBeEmpty() throws IOException {
        assertThat(read(new byte[0])).isEmpty();
    }

    @Test
    void refusesAnEntryThatIsTooShort() {
        byte[] list = NtfsBytes.listEntry(0x10, "", 0, 35, 0);
        list[4] = 25;
        assertThatThrownBy(() -> read(list))
                .hasMessage("$MFT at 0x504: $ATTRIBUTE_LIST: entry has 25 bytes of the 32 that are left");
        list[4] = 0;
        assertThatThrownBy(() -> read(list))
                .hasMessage("$MFT at 0x504: $ATTRIBUTE_LIST: entry has 0 bytes of the 32 that are left");
    }

    @Test
    void refusesAnEntryThatReachesPastTheEnd() {
        byte[] list =
                NtfsBytes.concat(NtfsBytes.listEntry(0x10, "", 0, 35, 0), NtfsBytes.listEntry(0x80, "", 0, 35, 1));
        list[32 + 4] = 40;
        assertThatThrownBy(() -> read(list))
                .hasMessage("$MFT at 0x524: $ATTRIBUTE_LIST: entry has 40 bytes of the 32 that are left");
    }

    @Test
    void refusesANameThatReachesOutOfItsEntry() {
        byte[] list = NtfsBytes.listEntry(0x80, "big", 0, 35, 0);
        list[6] = 4;
        assertThatThrownBy(() -> read(list)).isInstanceOf(CorruptImageException.class);
    }

    @Test
    void refusesWhatIsLeftOfAnEntry() {
        byte[] list = NtfsBytes.concat(NtfsBytes.listEntry(0x10, "", 0, 35, 0), new byte[5]);
        assertThatThrownBy(() -> read(list))
                .hasMessage("$MFT at 0x524: $ATTRIBUTE_LIST: 16-bit field of 2 bytes lies outside the structure's 37"
                        + " bytes");
    }
}
