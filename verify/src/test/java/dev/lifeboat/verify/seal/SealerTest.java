package dev.lifeboat.verify.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    @TempDir
    private Path folder;

    private SealedSet set;

    @BeforeEach
    void make() throws IOException {
        set = new SealedSet(folder);
    }

    @Test
    void hashesEveryMebibyteOfEveryFile() throws Exception {
        set.seal();
        byte[] image = Files.readAllBytes(set.image);
        try (FileSource file = FileSource.open(set.sealFile())) {
            SealReader seal = SealReader.read(file);
            assertThat(seal.seal().files())
                    .extracting(SealedFile::name)
                    .containsExactly(SealedSet.SPECS, SealedSet.IMAGE, "Catalog/GlobalCatalog", "MediaId");
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(image, 5 << 20, 1 << 20);
            assertThat(seal.digest(1, 5)).isEqualTo(sha.digest());
            assertThat(seal.seal().files().get(1).identity().text())
                    .isEqualTo("vhdx:8:00000000-0000-3333-0000-000000000008:00000000-0000-0001-0000-000000000002");
            assertThat(seal.seal().media())
                    .hasValue(HexFormat.of()
                            .formatHex(sha.digest("0123456789abcdef".getBytes(StandardCharsets.US_ASCII))));
        }
    }

    /** As after a power cut: some chunks are known. */
    private void interrupt() {
        assertThatThrownBy(() -> Sealer.seal(
                        set.location(), SealFolder.choose(set.places()), false, Optional.empty(), (done, total) -> {
                            if (done == total) {
                                throw new IllegalStateException("power cut");
                            }
                        }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anInterruptedRunIsGoneOnWith() throws IOException {
        interrupt();
        assertThat(set.sealFile()).doesNotExist();
        assertThat(set.seal().resumed()).isEqualTo(7_340_063);
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
        assertThat(set.sealFile().resolveSibling("seal.part")).doesNotExist();
    }

    @Test
    void filesThatChangedMeanwhileAreReadAgain() throws IOException {
        interrupt();
        Files.writeString(set.computer.resolve("MediaId"), "0123456789abcdeg");
        assertThat(set.seal().resumed()).isEqualTo(7_340_063 - 16);
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
    }

    @Test
    void slotsThatThePowerCutLeftTornAreReadAgain() throws IOException {
        interrupt();
        Path part = set.sealFile().resolveSibling("seal.part");
        SealedSet.flip(part, Files.size(part) - 100);
        assertThat(set.seal().resumed()).isLessThan(7_340_063);
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
    }

    @Test
    void aPartThatIsRubbishIsBegunAnew() throws IOException {
        Files.createDirectories(set.sealFile().getParent());
        Files.writeString(set.sealFile().resolveSibling("seal.part"), "rubbish");
        assertThat(set.seal().resumed()).isZero();
    }

    @Test
    void whatIsWrittenToMeanwhileIsNotSealed() throws IOException {
        boolean[] once = {false};
        assertThatThrownBy(() -> Sealer.seal(
                        set.location(), SealFolder.choose(set.places()), false, Optional.empty(), (done, total) -> {
                            if (done == total && !once[0]) {
                                once[0] = true;
                                write("MediaId");
                            }
                        }))
                .isInstanceOf(SealRefusedException.class)
                .hasMessageStartingWith("MediaId was written to while it was sealed");
        assertThat(set.sealFile()).doesNotExist();
    }

    private void write(String name) {
        try {
            Files.writeString(set.computer.resolve(name), "other bytes and more of them");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsReplacedByTheUsers() throws IOException {
        Files.writeString(folder.resolve("Lifeboat"), "a file where the folder should be");
        SealFolder chosen = SealFolder.choose(set.places());
        assertThat(chosen.problem()).isNotEmpty();
        assertThat(chosen.path()).startsWith(folder.resolve("home"));
        set.seal();
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
    }

    @Test
    void linksThatLieWhereTheSealIsMadeAreNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path seals = Files.createDirectories(set.sealFile().getParent());
        for (String name : new String[] {"seal", "seal.new", "seal.part", "seal.part.new", "seal.trial"}) {
            Files.createSymbolicLink(seals.resolve(name), victim);
        }
        set.seal();
        assertThat(victim).hasContent("mine");
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
    }

    @Test
    void aLinkIntoTheBackupIsNotFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("Lifeboat"), folder.resolve("WindowsImageBackup"));
        assertThat(SealFolder.choose(set.places()).path()).startsWith(folder.resolve("home"));
    }

    @Test
    void noFoldersAreMadeBehindALink() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        for (Path target : new Path[] {set.computer, elsewhere, folder.resolve("missing")}) {
            Path link = Files.createSymbolicLink(folder.resolve("Lifeboat"), target);
            assertThat(SealFolder.choose(set.places()).path()).startsWith(folder.resolve("home"));
            Files.delete(link);
        }
        assertThat(set.computer.resolve("PC")).doesNotExist();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void noFolderOfTheUserIsMadeInABackup() throws IOException {
        Files.writeString(folder.resolve("Lifeboat"), "a file where the folder should be");
        Files.createSymbolicLink(folder.resolve("home"), set.computer);
        SealPlaces places = set.places();
        assertThatThrownBy(() -> SealFolder.choose(places))
                .isInstanceOf(SealRefusedException.class)
                .hasMessageEndingWith("leads into a backup");
        assertThat(set.computer).isDirectoryNotContaining("glob:**/.local");
    }

    @Test
    void aSealBehindALinkIsNotSigned() throws IOException {
        set.seal();
        Path seals = set.sealFile().getParent();
        for (Path target : new Path[] {set.computer.resolve("Catalog"), folder.resolve("elsewhere")}) {
            Files.createDirectories(target);
            Files.copy(seals.resolve("seal"), target.resolve("seal"));
            Files.move(seals, folder.resolve("kept"));
            Files.createSymbolicLink(seals, target);
            SealFolder behind = new SealFolder(seals, "");
            SealKeys key = SealKeys.toSign(Files.writeString(folder.resolve("key.pem"), SumsTest.KEY));
            SealPlaces places = set.places();
            assertThatThrownBy(() -> behind.sign(key, places)).isInstanceOf(SealRefusedException.class);
            assertThat(target.resolve("seal.sig")).doesNotExist();
            Files.delete(seals);
            Files.move(folder.resolve("kept"), seals);
        }
    }

    @Test
    void wholeFilesAreHashedWhereTheyAreWanted() throws Exception {
        interrupt(); // chunks are known, but not these
        Sealer.Result result = Sealer.seal(
                set.location(), SealFolder.choose(set.places()), true, Optional.empty(), (done, total) -> {});
        Path sums = folder.resolve("SHA256SUMS");
        SumsExport.write(result.seal(), sums);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(set.image)));
        assertThat(Files.readAllLines(sums)).hasSize(4).contains(digest + "  " + SealedSet.IMAGE);
    }

    @Test
    void aSingleImageIsSealedBesideItself() throws IOException {
        Path image = Files.write(folder.resolve("disk.img"), new byte[3_000_000]);
        var location = BackupLocation.find(image, Optional.empty(), Optional.empty());
        SealPlaces places = SealPlaces.of(location, Map.of(), folder);
        assertThat(places.beside()).isEqualTo(folder.resolve("Lifeboat/disk.img"));
        Sealer.Result result =
                Sealer.seal(location, SealFolder.choose(places), false, Optional.empty(), (done, total) -> {});
        assertThat(result.seal().backup()).isEmpty();
        assertThat(result.seal().files()).extracting(SealedFile::name).containsExactly("disk.img");
        assertThat(result.seal().chunkCount()).isEqualTo(3);
    }

    @Test
    void ofAFolderOfImagesNothingElseIsSealed() throws IOException {
        Path drive = Files.createDirectories(folder.resolve("drive"));
        Files.copy(set.image, drive.resolve("C.vhdx"));
        Files.copy(set.computer.resolve(SealedSet.SPECS), drive.resolve("BackupSpecs.xml"));
        Files.writeString(drive.resolve("letter.txt"), "mine");
        Files.writeString(Files.createDirectories(drive.resolve("Lifeboat/x")).resolve("seal"), "a seal");
        var location = BackupLocation.find(drive, Optional.empty(), Optional.empty());
        assertThat(SetFiles.of(location).files())
                .extracting(SetFile::name)
                .containsExactly("BackupSpecs.xml", "C.vhdx");
    }

    @Test
    void anImageOfABackupIsSealedBesideTheBackup() throws IOException {
        var location = BackupLocation.find(set.image, Optional.empty(), Optional.empty());
        assertThat(SealPlaces.of(location, Map.of(), folder).beside())
                .isEqualTo(folder.resolve("Lifeboat/PC/" + SealedSet.IMAGE));
    }
}
