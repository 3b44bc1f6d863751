package dev.lifeboat.verify.check.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link WindowsFiles}: which files are looked for, and what counts as there. */
class WindowsFilesTest {
    private static final String SYSTEM = "/Windows/System32/";
    /** Written down anew: what a Windows of today does not start without. */
    private static final List<String> FILES = List.of(
            "ntoskrnl.exe hal.dll ci.dll ntdll.dll smss.exe csrss.exe wininit.exe winlogon.exe services.exe lsass.exe"
                    .split(" "));

    private final Map<String, FileNode> nodes = new HashMap<>();
    private final Map<String, IOException> damaged = new HashMap<>();

    private void node(String path, FileNode.Type type, long size) {
        nodes.put(path, new FileNode(path, type, size, Optional.empty(), 0, path, false));
    }

    private void windows(String loader) {
        node("/Windows/System32/config", FileNode.Type.DIRECTORY, 0);
        FILES.forEach(name -> node(SYSTEM + name, FileNode.Type.FILE, 1));
        for (String driver : new String[] {"ntfs", "disk", "partmgr", "volmgr", "mountmgr"}) {
            node(SYSTEM + "drivers/" + driver + ".sys", FileNode.Type.FILE, 1);
        }
        for (String hive : new String[] {"SYSTEM", "SOFTWARE", "SAM", "SECURITY", "DEFAULT"}) {
            node(SYSTEM + "config/" + hive, FileNode.Type.FILE, 1);
        }
        node(SYSTEM + loader, FileNode.Type.FILE, 1);
    }

    private Optional<VolumeContents> look() throws IOException {
        return WindowsFiles.of(Path.of("a.vhdx"), VolumeKind.NTFS, new Tree());
    }

    private static CorruptImageException damage() {
        return new CorruptImageException(ByteSource.of("a", new byte[1]), 0, "index", "is torn");
    }

    @Test
    void eitherLoaderWillDo() throws IOException {
        for (String loader : new String[] {"winload.exe", "winload.efi"}) {
            nodes.clear();
            windows(loader);
            assertThat(look().orElseThrow().windows()).isTrue();
            assertThat(look().orElseThrow().missing()).isEmpty();
        }
        nodes.remove(SYSTEM + "winload.efi");
        assertThat(look().orElseThrow().missing()).containsExactly(SYSTEM + "winload.efi");
    }

    @Test
    void eachFileIsMissed() throws IOException {
        windows("winload.efi");
        for (String path : List.copyOf(nodes.keySet())) {
            FileNode node = nodes.get(path);
            if (!node.directory()) {
                nodes.remove(path);
                assertThat(look().orElseThrow().missing()).containsExactly(path);
                node(path, FileNode.Type.FILE, 0);
                assertThat(look().orElseThrow().missing()).containsExactly(path);
                node(path, FileNode.Type.LINK, 1);
                assertThat(look().orElseThrow().missing()).containsExactly(path);
                nodes.put(path, node);
            }
        }
    }

    @Test
    void whatIsDamagedIsMissedOnAWindowsOnly() throws IOException {
        windows("winload.efi");
        damaged.put(SYSTEM + "ci.dll", damage());
        damaged.put("/EFI/Microsoft/Boot/BCD", damage());
        assertThat(look().orElseThrow().missing()).containsExactly(SYSTEM + "ci.dll");
        nodes.clear();
        damaged.remove(SYSTEM + "ci.dll");
        assertThat(look()).isEmpty(); // an EFI system partition, perhaps: nobody knows
        damaged.clear();
        damaged.put("/Windows/System32/config", damage());
        assertThat(look()).isEmpty();
    }

    @Test
    void bootFilesComeInPairs() throws IOException {
        node("/EFI/Microsoft/Boot/bootmgfw.efi", FileNode.Type.FILE, 1);
        node("/bootmgr", FileNode.Type.FILE, 1);
        assertThat(look().orElseThrow().starts()).isEmpty();
        node("/EFI/Microsoft/Boot/BCD", FileNode.Type.FILE, 1);
        assertThat(look().orElseThrow().starts()).containsExactly(BootFiles.UEFI);
        node("/Boot/BCD", FileNode.Type.FILE, 1);
        assertThat(look().orElseThrow().starts()).containsExactlyInAnyOrder(BootFiles.UEFI, BootFiles.BIOS);
    }

    /** Only knows how to find. */
    private final class Tree implements FileTree {
        @Override
        public FileNode find(String path) throws IOException {
            if (damaged.containsKey(path)) {
                throw damaged.get(path);
            }
            if (!nodes.containsKey(path)) {
                throw new NoSuchFileException(path);
            }
            return nodes.get(path);
        }

        @Override
        public FileNode root() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void children(FileNode directory, NodeVisitor visitor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void walk(FileNode directory, NodeVisitor visitor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileDetails details(FileNode node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ByteSource open(FileNode node, String stream) {
            throw new UnsupportedOperationException();
        }
    }
}
