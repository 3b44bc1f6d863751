package dev.lifeboat.verify.check.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Single checks of a set, where a whole set would be too coarse: sets that only a system can make which is not at hand. */
class SetChecksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getRoot();
    private static final Path STORE = ROOT.resolve("WindowsImageBackup");

    private final List<UnreadImage> unread = new ArrayList<>();
    private final List<OpaqueFile> catalogs = new ArrayList<>();
    private Optional<IOException> problem = Optional.empty();
    private Path store = STORE;
    private String writer = "";

    private List<String> run(Check<SetContents> check) throws IOException {
        Path folder = store.resolve("PC");
        Path file = folder.resolve("Backup 2026-01-31 120000");
        BackupVersion version = new BackupVersion(
                file,
                Optional.empty(),
                List.of(new SetImage(file.resolve("a.vhdx"), Optional.empty())),
                List.of(),
                List.of(),
                Optional.empty());
        ComputerBackups computer = new ComputerBackups(
                folder, List.of(version), Optional.empty(), catalogs, List.of(), List.of(), List.of(), problem);
        BackupStore above = new BackupStore(store, List.of(computer), List.of(), Optional.empty());
        List<String> findings = new ArrayList<>();
        check.run(
                new SetContents(
                        new BackupSet(Optional.of(above), computer, version),
                        SetDocuments.read(version),
                        unread,
                        List.of(),
                        writer),
                (Finding f) -> findings.add(f.rule().id() + ": " + f.where() + ": " + f.message()));
        return findings;
    }

    private static Path image() {
        return STORE.resolve("PC/Backup 2026-01-31 120000/a.vhdx");
    }

    @Test
    void atTheRootOfADrive() throws IOException {
        assertThat(run(new PlaceCheck()))
                .containsExactly("set.place: WindowsImageBackup: named and placed as Windows expects it");
        store = ROOT.resolve("windowsimagebackup"); // as Windows sees no difference
        assertThat(run(new PlaceCheck())).singleElement().asString().startsWith("set.place: ");
        store = ROOT.resolve("no such folder").resolve("WindowsImageBackup");
        assertThat(run(new PlaceCheck())).singleElement().asString().startsWith("set.not-at-top: ");
        store = ROOT.resolve("WindowsImageBackup.old");
        assertThat(run(new PlaceCheck())).singleElement().asString().startsWith("set.folder-name: ");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the words for it are those of the system's language")
    void anImageThatIsInUse() throws IOException {
        unread.add(new UnreadImage(
                image(), Optional.of(new FileSystemException(image().toString(), null, "Text file busy"))));
        assertThat(run(new AccessCheck()))
                .containsExactly("set.in-use: PC/Backup 2026-01-31 120000/a.vhdx: is in use by another program");
        assertThat(AccessCheck.IN_USE.severity()).isEqualTo(AccessCheck.DENIED.severity());
    }

    @Test
    void anImageThatTheDriveDoesNotGiveHasBeenTold() throws IOException {
        unread.add(new UnreadImage(image(), Optional.of(new IOException("Input/output error"))));
        unread.add(new UnreadImage(image(), Optional.empty()));
        assertThat(run(new AccessCheck())).isEmpty();
    }

    @Test
    void theFolderThatIsClosedIsNamed() throws IOException {
        problem = Optional.of(
                new AccessDeniedException(STORE.resolve("PC").resolve("Catalog").toString()));
        assertThat(run(new AccessCheck()))
                .containsExactly("set.access-denied: PC/Catalog: may not be read by this user");
        assertThat(run(new CatalogCheck())).isEmpty();
    }

    @Test
    void aWriterAtWork() throws IOException {
        writer = "wbengine.exe";
        assertThat(run(new StillnessCheck()))
                .containsExactly(
                        "set.being-written: PC/Backup 2026-01-31 120000: wbengine.exe runs on this computer, and the"
                                + " newest file is minutes old");
    }

    @Test
    void withoutCatalogsNothingIsSaidOfTheName() throws IOException {
        assertThat(run(new ComputerNameCheck())).isEmpty();
        catalogs.add(new OpaqueFile(STORE.resolve("PC/Catalog/GlobalCatalog"), 7440, Optional.empty()));
        assertThat(run(new ComputerNameCheck())).isEmpty(); // it cannot be read any more
    }
}
