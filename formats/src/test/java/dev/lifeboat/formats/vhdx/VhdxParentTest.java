package dev.lifeboat.formats.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VhdxParentTest {
    private static final UUID PARENT = new UUID(0x1111, 0x2222);
    private static final UUID OTHER = new UUID(7, 7);

    @TempDir
    private Path outside;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(outside.resolve("backup")).toRealPath();
    }

    private Path write(String name, VhdxBytes file) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, file.bytes());
    }

    private static void assertReads(Path child) throws IOException {
        try (VhdxDisk disk = VhdxDisk.open(child)) {
            assertThat(disk.bytes(0, 1)).containsExactly(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.vhdx", ".\\p.vhdx", "below\\..\\p.vhdx", "..\\backup\\p.vhdx", "./p.vhdx"})
    void findsAParentByItsRelativePath(String path) throws IOException {
        write("p.vhdx", new VhdxBytes(1).block(0, 6));
        write("below/x.vhdx", new VhdxBytes(1));
        assertReads(write("c.vhdx", new VhdxBytes(1).parent(PARENT, path)));
    }

    @Test
    void findsAParentInAFolderBelow() throws IOException {
        write("old/p.vhdx", new VhdxBytes(1).block(0, 6));
        assertReads(write("c.vhdx", new VhdxBytes(1).parent(PARENT, ".\\old\\p.vhdx")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "D:\\Images\\p.vhdx",
                "\\\\?\\D:\\Images\\p.vhdx",
                "\\\\?\\Volume{0e7e9ca1-0000-0000-0000-100000000000}\\Images\\p.vhdx",
                "\\Images\\p.vhdx"
            })
    void looksForTheNameOfAnAbsolutePathBesideTheChild(String path) throws IOException {
        write("p.vhdx", new VhdxBytes(1).block(0, 6));
        VhdxBytes child = new VhdxBytes(1).parent(PARENT, ".\\moved\\p.vhdx");
        assertReads(write("c.vhdx", child.locator("absolute_win32_path", path)));
    }

    @Test
    void takesTheOtherLinkageToo() throws IOException {
        write("p.vhdx", new VhdxBytes(1).block(0, 6));
        VhdxBytes child = new VhdxBytes(1).parent(OTHER, "p.vhdx");
        assertReads(write("c.vhdx", child.locator("parent_linkage2", "{" + PARENT + "}")));
    }

    @Test
    void triesTheNextPathWhenAFileIsNotTheParent() throws IOException {
        write("p.vhdx", new VhdxBytes(1).dataWriteGuid(OTHER));
        write("q.vhdx", new VhdxBytes(1).block(0, 6));
        VhdxBytes child = new VhdxBytes(1).parent(PARENT, "p.vhdx");
        assertReads(write("c.vhdx", child.locator("absolute_win32_path", "C:\\q.vhdx")));
    }

    @Test
    void followsAChainToItsEnd() throws IOException {
        write("a.vhdx", new VhdxBytes(1).block(0, 6));
        write("b.vhdx", new VhdxBytes(1).dataWriteGuid(OTHER).parent(PARENT, "a.vhdx"));
        assertReads(
                write("c.vhdx", new VhdxBytes(1).dataWriteGuid(new UUID(8, 8)).parent(OTHER, "b.vhdx")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..\\p.vhdx",
                "below\\..\\..\\p.vhdx",
                "\\\\server\\share\\p.vhdx",
                "//server/share/p.vhdx",
                "\\\\?\\UNC\\server\\share\\p.vhdx",
                "p.vhdx:stream",
                "p\0.vhdx",
                "..",
                "\\",
                ""
            })
    void neverLeavesTheFolderOfTheImage(String path) throws IOException {
        Files.write(outside.resolve("p.vhdx"), new VhdxBytes(1).block(0, 6).bytes());
        Files.createDirectories(folder.resolve("below"));
        Path child = write("c.vhdx", new VhdxBytes(1).parent(PARENT, path));
        assertThatThrownBy(() -> VhdxDisk.open(child))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("c.vhdx: parent {00000000-0000-1111-0000-000000002222} is missing; looked in " + folder
                        + " for " + path);
    }

    @Test
    void doesNotFollowALinkOutOfTheFolder() throws IOException {
        Path target = Files.write(
                outside.resolve("p.vhdx"), new VhdxBytes(1).block(0, 6).bytes());
        try {
            Files.createSymbolicLink(folder.resolve("p.vhdx"), target);
        } catch (IOException | UnsupportedOperationException e) {
            assumeThat(e).as("symbolic links can be made here").isNull();
        }
        Path child = write("c.vhdx", new VhdxBytes(1).parent(PARENT, "p.vhdx"));
        assertThatThrownBy(() -> VhdxDisk.open(child))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("is missing");
    }

    @Test
    void saysThatAFileIsNotTheParent() throws IOException {
        write("p.vhdx", new VhdxBytes(1).dataWriteGuid(OTHER));
        Path child = write("c.vhdx", new VhdxBytes(1).parent(PARENT, "p.vhdx"));
        assertThatThrownBy(() -> VhdxDisk.open(child))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage(
                        "c.vhdx: p.vhdx is not its parent {00000000-0000-1111-0000-000000002222}, or was written to since:"
                                + " it is {00000000-0000-0007-0000-000000000007}");
    }

    @Test
    void findsACircle() throws IOException {
        write("p.vhdx", new VhdxBytes(1).parent(OTHER, "c.vhdx"));
        Path child = write("c.vhdx", new VhdxBytes(1).dataWriteGuid(OTHER).parent(PARENT, "p.vhdx"));
        assertThatThrownBy(() -> VhdxDisk.open(child))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("p.vhdx at 0x0: its ancestor c.vhdx is made from it");
    }
}
