package dev.lifeboat.mount.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import dev.lifeboat.mount.windows.DiskDrive.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With answers of Windows laid out by hand, by winioctl.h. */
class DiskDriveTest {
    private static final String NAME = "\\\\.\\PhysicalDrive1";

    private final Windows windows = new Windows();

    /** Answers codes with bytes. */
    private static final class Windows implements Kernel32 {
        final Map<Integer, byte[]> answers = new HashMap<>();
        boolean there = true;
        int access = -1;
        int open;

        @Override
        public Pointer CreateFileW(
                WString name, int rights, int share, Pointer security, int disposition, int flags, Pointer template) {
            access = rights;
            open += there ? 1 : 0;
            return there ? Pointer.createConstant(7) : INVALID_HANDLE;
        }

        @Override
        public boolean CloseHandle(Pointer handle) {
            open--;
            return true;
        }

        @Override
        public Pointer GetCurrentProcess() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean DeviceIoControl(
                Pointer device,
                int code,
                byte[] in,
                int inSize,
                byte[] out,
                int outSize,
                IntByReference returned,
                Pointer overlapped) {
            byte[] answer = answers.get(code);
            if (answer == null) {
                return false;
            }
            System.arraycopy(answer, 0, out, 0, answer.length);
            returned.setValue(answer.length);
            return true;
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void geometry(long size, int sector) {
        byte[] geometry = new byte[40];
        little(geometry).putInt(20, sector).putLong(24, size);
        windows.answers.put(0x700a0, geometry);
    }

    private void layout(int style, long... lengths) {
        byte[] bytes = new byte[48 + lengths.length * 144];
        ByteBuffer layout = little(bytes).putInt(0, style).putInt(4, lengths.length);
        for (int i = 0; i < lengths.length; i++) {
            layout.putLong(48 + i * 144 + 16, lengths[i]);
        }
        windows.answers.put(0x70050, bytes);
    }

    @Test
    void sizeSectorsAndTable() throws IOException {
        geometry(512_110_190_592L, 4096);
        layout(0, 1 << 20, 0, 1 << 20, 0);
        assertThat(DiskDrive.open(windows, NAME))
                .isEqualTo(new DiskDrive(512_110_190_592L, 4096, Optional.of(Table.MBR), 2));
        layout(1, 1 << 20);
        assertThat(DiskDrive.open(windows, NAME).table()).contains(Table.GPT);
        layout(2);
        assertThat(DiskDrive.open(windows, NAME).table()).contains(Table.NONE);
        layout(3);
        assertThat(DiskDrive.open(windows, NAME).table()).isEmpty();
        windows.answers.remove(0x70050);
        assertThat(DiskDrive.open(windows, NAME)).isEqualTo(new DiskDrive(512_110_190_592L, 4096, Optional.empty(), 0));
        assertThat(windows.access).isZero(); // neither to read nor to write
        assertThat(windows.open).isZero();
    }

    @Test
    void whatIsNotThere() {
        assertThatThrownBy(() -> DiskDrive.open(windows, NAME))
                .hasMessageStartingWith(NAME + ": Windows does not tell");
        assertThat(windows.open).isZero();
        windows.there = false;
        assertThatThrownBy(() -> DiskDrive.open(windows, NAME)).hasMessageStartingWith(NAME + " cannot be opened");
    }

    @Test
    void namesOfDisks() {
        assertThat(DiskDrive.isName(NAME)).isTrue();
        assertThat(DiskDrive.isName("\\\\?\\physicaldrive12")).isTrue();
        assertThat(DiskDrive.isName("\\\\.\\PhysicalDrive")).isFalse();
        assertThat(DiskDrive.isName("C:\\PhysicalDrive1")).isFalse();
        assertThat(DiskDrive.isName("/dev/sdb")).isFalse();
    }
}
