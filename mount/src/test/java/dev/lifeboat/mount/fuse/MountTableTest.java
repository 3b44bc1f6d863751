package dev.lifeboat.mount.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link MountTable} and {@link MountOptions}: texts that the system reads and writes. */
class MountTableTest {
    @Test
    void readsWhatIsMounted() {
        String utf8 = new String("/media/größe".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<MountTable.Entry> entries = MountTable.parse(
                """
                22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
                42 22 0:38 / %s\\040und\\011mehr rw,nosuid - fuse.lifeboat /b/C\\134D.vhdx ro,user_id=0
                43 22 0:39 / /mnt/n rw - fuseblk /dev/loop0 rw
                nonsense
                44 22 0:40 / /mnt/x
                """
                        .formatted(utf8));
        assertThat(entries)
                .containsExactly(
                        new MountTable.Entry("/", "ext4", "/dev/sda1"),
                        new MountTable.Entry("/media/größe und\tmehr", "fuse.lifeboat", "/b/C\\D.vhdx"),
                        new MountTable.Entry("/mnt/n", "fuseblk", "/dev/loop0"));
        assertThat(entries).extracting(MountTable.Entry::ours).containsExactly(false, true, false);
    }

    /** A comma or a backslash in a name must not begin another option. */
    @Test
    void aNameCannotBecomeAnOption() {
        assertThat(MountOptions.text("/a,rw\\,suid", false)).endsWith(",subtype=lifeboat,fsname=/a\\,rw\\\\\\,suid");
        assertThat(MountOptions.text("/a", true)).contains(",allow_other,");
        assertThat(MountOptions.text("/a", false))
                .startsWith("ro,nosuid,nodev,")
                .doesNotContain("allow_other");
    }
}
