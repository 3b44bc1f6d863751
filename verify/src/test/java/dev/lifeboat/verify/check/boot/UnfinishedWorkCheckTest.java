package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@link UnfinishedWorkCheck}. */
class UnfinishedWorkCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new UnfinishedWorkCheck())).containsExactly(findings);
    }

    @Test
    void nothing() throws IOException {
        finds("GOOD windows.no-work-pending: C: no update and no files to replace");
    }

    @Test
    void anUpdateByItsFile() throws IOException {
        pc.windows.put("/Windows/WinSxS/pending.xml", new byte[1]);
        finds("NOTE windows.update-pending: C: /Windows/WinSxS/pending.xml is there");
    }

    @Test
    void anUpdateByTheRegistry() throws IOException {
        pc.servicing.with(new TestKey("RebootPending"));
        finds("NOTE windows.update-pending: C:"
                + " the registry has the key RebootPending of Component Based Servicing");
    }

    @Test
    void filesToReplace() throws IOException {
        pc.sessionManager.value(
                "PendingFileRenameOperations",
                7,
                "\\??\\C:\\a\0\0\\??\\C:\\b\0!\\??\\C:\\c\0\0".getBytes(StandardCharsets.UTF_16LE));
        finds("NOTE windows.renames-pending: C: PendingFileRenameOperations has 2 files");
    }

    @Test
    void moreFilesToReplaceThanAreCounted() throws IOException {
        String names = "a\0".repeat(600_000);
        pc.sizeOfSystem = 1 << 22;
        pc.sessionManager.value("PendingFileRenameOperations", 7, names.getBytes(StandardCharsets.UTF_16LE));
        finds("NOTE windows.renames-pending: C: PendingFileRenameOperations has 2400000 bytes");
    }
}
