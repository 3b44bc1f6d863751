package dev.lifeboat.mount.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a socket comes and goes. */
@DisabledOnOs(OS.WINDOWS)
class UnixSocketTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("s.sock");
    }

    @Test
    void isItsOwnersAloneAndGoesAgain() throws IOException {
        try (UnixSocket socket = UnixSocket.bind(file())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(socket.channel().isOpen()).isTrue();
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(file()); // nothing is left of the way there
            }
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void replacesWhatADeadServerLeft() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(file())); // closing it leaves the file
        }
        assertThat(file()).exists();
        UnixSocket.bind(file()).close();
        assertThat(file()).doesNotExist();
    }

    @Test
    void leavesALivingServerAlone() throws IOException {
        try (UnixSocket socket = UnixSocket.bind(file())) {
            assertThatThrownBy(() -> UnixSocket.bind(file()))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("is the socket of a server that is running");
            assertThat(socket.channel().isOpen()).isTrue();
            assertThat(file()).exists();
        }
    }

    @Test
    void leavesOtherFilesAlone() throws IOException {
        Files.writeString(file(), "mine");
        assertThatThrownBy(() -> UnixSocket.bind(file()))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("is no socket");
        assertThat(file()).hasContent("mine");
    }

    @Test
    void doesNotRemoveWhatAnotherPutThere() throws IOException {
        try (UnixSocket socket = UnixSocket.bind(file())) {
            assertThat(socket.channel().isOpen()).isTrue();
            Files.delete(file());
            Files.writeString(file(), "mine");
        }
        assertThat(file()).hasContent("mine");
    }

    @Test
    void saysWhatIsWrongWithAPath() {
        assertThatThrownBy(() -> UnixSocket.bind(folder.resolve("missing/s")))
                .hasMessageContaining("folder does not exist");
        assertThatThrownBy(() -> UnixSocket.bind(folder.resolve("x".repeat(110))))
                .isInstanceOf(IOException.class);
    }
}
