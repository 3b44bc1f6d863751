package dev.lifeboat.mount.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import dev.lifeboat.mount.windows.VirtDiskLayout.Backing;
import dev.lifeboat.mount.windows.VirtDiskLayout.Device;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes, written down by hand from the documented structures. */
class VirtDiskLayoutTest {
    private static String hex(Memory memory) {
        return HexFormat.of().formatHex(memory.getByteArray(0, (int) memory.size()));
    }

    @Test
    void storageTypes() {
        assertThat(hex(VirtDiskLayout.storageType(Device.VHDX)))
                .isEqualTo("03000000" + "ec4a98ecf9a0e947901f71415a66345b");
        assertThat(hex(VirtDiskLayout.storageType(Device.of("Z:\\A.VHD")))).startsWith("02000000");
        assertThat(Device.of("Z:\\a.vhd.vhdx")).isEqualTo(Device.VHDX);
    }

    @Test
    void parameters() {
        assertThat(hex(VirtDiskLayout.openParameters(true)))
                .isEqualTo("02000000" + "00000000" + "01000000" + "00".repeat(32));
        assertThat(hex(VirtDiskLayout.openParameters(false))).isEqualTo("02000000" + "00".repeat(40));
        assertThat(hex(VirtDiskLayout.openParametersForDetaching())).isEqualTo("01000000" + "00".repeat(40));
        assertThat(hex(VirtDiskLayout.attachParameters())).isEqualTo("01000000" + "00".repeat(20));
        Memory parent = VirtDiskLayout.text("C:\\ä.vhdx");
        Memory create = VirtDiskLayout.createParameters(parent);
        assertThat(create.size()).isEqualTo(128);
        assertThat(create.getPointer(48)).isEqualTo(parent.share(0));
        create.setPointer(48, null);
        assertThat(hex(create)).isEqualTo("02000000" + "00".repeat(124));
    }

    @Test
    void sizes() {
        Memory information = VirtDiskLayout.sizeInformation();
        assertThat(hex(information)).isEqualTo("01000000" + "00".repeat(28));
        information.setLong(8, 0x1122334455667788L);
        information.setLong(16, -1);
        information.setInt(24, -1);
        information.setInt(28, 4096);
        assertThat(VirtDiskLayout.virtualSize(information)).isEqualTo(0x1122334455667788L);
        assertThat(VirtDiskLayout.sectorSize(information)).isEqualTo(4096);
    }

    @Test
    void texts() {
        assertThat(hex(VirtDiskLayout.text("ä\uD83D\uDE00"))).isEqualTo("e400" + "3dd8" + "00de" + "0000");
        Memory list = new Memory(20);
        list.clear();
        list.write(0, new byte[] {'a', 0, 'b', 0, 0, 0, 'c', 0, 0, 0, 0, 0, 'x', 0}, 0, 14);
        assertThat(VirtDiskLayout.texts(list, 20)).containsExactly("ab", "c");
        list.setMemory(0, 20, (byte) 'x'); // no end at all
        assertThat(VirtDiskLayout.text(list, 20)).hasSize(10);
        assertThat(VirtDiskLayout.texts(list, 20)).hasSize(1);
    }

    @Test
    void theNearestFileBehindADisk() {
        Memory info = VirtDiskLayout.dependencies(8 + 2 * 64);
        Memory far = VirtDiskLayout.text("\\far.vhdx");
        Memory near = VirtDiskLayout.text("\\near.vhdx");
        Memory volume = VirtDiskLayout.text("\\\\?\\Volume{x}\\");
        info.setInt(4, 2);
        info.setInt(8 + 28, 2);
        info.setPointer(8 + 56, far);
        info.setInt(8 + 64 + 28, 1);
        info.setPointer(8 + 64 + 40, volume);
        info.setPointer(8 + 64 + 56, near);
        assertThat(VirtDiskLayout.backing(info)).contains(new Backing("\\\\?\\Volume{x}\\", "\\near.vhdx"));
        info.setInt(4, 1_000_000); // more than there is room for
        info.setInt(8 + 64 + 28, 3);
        assertThat(VirtDiskLayout.backing(info)).isEmpty();
        info.setInt(4, -1);
        assertThat(VirtDiskLayout.backing(info)).isEmpty();
    }
}
