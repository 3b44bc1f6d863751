package dev.lifeboat.verify.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sealed backup, and what becomes of it. */
class SealCheckTest {
    private static final int VOLUME_AT = VhdxBytes.BLOCKS_AT + VhdxBytes.MIB;

    @TempDir
    private Path folder;

    private SealedSet set;

    @BeforeEach
    void seal() throws IOException {
        set = new SealedSet(folder);
        set.seal();
    }

    @Test
    void withoutASealTheQuickLevelHasNothingToSay() throws IOException {
        Files.delete(set.sealFile());
        assertThat(set.quick()).isEmpty();
        assertThat(set.full())
                .containsExactly(
                        "NOTE seal.none: " + SealedSet.VERSION + ": has no seal",
                        "GOOD content.read: " + set.computer + ": 4 files, 7,340,063 bytes");
    }

    @Test
    void theQuickLevelTellsThatThereIsASeal() throws IOException {
        assertThat(set.quick())
                .singleElement()
                .asString()
                .matches("NOTE seal.fits: " + SealedSet.VERSION
                        + ": sealed at 20..-..-.. ..:.. UTC: 4 files, 7,340,063 bytes");
    }

    @Test
    void theQuickLevelTellsWhenEveryByteWasLastCompared() throws IOException {
        Instant time = Instant.parse("2020-02-03T04:05:06Z");
        assertThat(LastCheck.note(set.places(), time)).contains(set.sealFile().resolveSibling("checked"));
        assertThat(set.quick()).singleElement().asString().endsWith("; last compared with it at 2020-02-03 04:05 UTC");
        Path file = set.sealFile().resolveSibling("checked");
        String text = Files.readString(file);
        for (String other : List.of("", text + "x", text.replace("seal ", "seal 0"), text.replace("2020", "x"))) {
            Files.writeString(file, other);
            assertThat(set.quick()).singleElement().asString().doesNotContain("last compared");
        }
    }

    @Test
    void aComparisonLongAgoIsAFindingIfAskedFor() throws IOException {
        assertThat(set.quick(Optional.of(Duration.ofDays(1)))).hasSize(1);
        assertThat(set.quick(Optional.of(Duration.ofDays(-1)))) // so that a seal of now is long ago
                .hasSize(2)
                .anyMatch(line ->
                        line.startsWith("DAMAGED seal.too-long-ago: " + SealedSet.VERSION + ": was last read at 20"));
    }

    /** By a clock that was wrong; nothing would be told until then. */
    @Test
    void aNoteOfATimeToComeDoesNotCount() throws IOException {
        LastCheck.note(set.places(), Instant.parse("2340-02-03T04:05:06Z"));
        assertThat(set.quick(Optional.of(Duration.ofDays(-1)))) // so that a seal of now is long ago
                .hasSize(2)
                .noneMatch(line -> line.contains("last compared"))
                .anyMatch(line -> line.startsWith("DAMAGED seal.too-long-ago: "));
    }

    @Test
    void theLatestTimeThatCanBeTrueCounts() {
        Instant now = Instant.parse("2026-02-03T04:05:06Z");
        Instant before = now.minusSeconds(1000);
        Instant later = now.plus(Duration.ofDays(30));
        assertThat(SealCheck.lastRead(before, Optional.empty(), now)).contains(before);
        assertThat(SealCheck.lastRead(before, Optional.of(now), now)).contains(now);
        assertThat(SealCheck.lastRead(now, Optional.of(before), now)).contains(now);
        assertThat(SealCheck.lastRead(later, Optional.of(before), now)).contains(before);
        assertThat(SealCheck.lastRead(later, Optional.empty(), now)).isEmpty();
    }

    @Test
    void whereTheSealIsCannotBeWrittenTheCheckIsNotedInTheDataFolder() throws IOException {
        Files.createDirectories(set.sealFile().resolveSibling("checked").resolve("in the way"));
        Path noted = LastCheck.note(set.places(), Instant.parse("2020-02-03T04:05:06Z"))
                .orElseThrow();
        assertThat(noted).startsWith(set.places().ofUser());
        assertThat(set.quick()).singleElement().asString().endsWith("; last compared with it at 2020-02-03 04:05 UTC");
    }

    @Test
    void withoutASealNothingIsNoted() throws IOException {
        Files.delete(set.sealFile());
        assertThat(LastCheck.note(set.places(), Instant.now())).isEmpty();
    }

    @Test
    void whatIsAsItWasMatches() throws IOException {
        assertThat(set.full())
                .singleElement()
                .asString()
                .startsWith("GOOD seal.matches: " + set.computer + ": 4 files, 7,340,063 bytes, as at 20");
    }

    @Test
    void aFlippedBitIsNamedWithTheFilesInItsPart() throws IOException {
        SealedSet.flip(set.image, VOLUME_AT + 300 * TinyVolume.CLUSTER); // of Fragmented.bin
        assertThat(set.full())
                .anyMatch(line -> line.startsWith(
                                "DAMAGED seal.damaged: " + SealedSet.IMAGE + ": 1 part of 7 (1 MiB each) is not as at ")
                        && line.contains("at 0x500000: /$MFT, /$MFTMirr, /$LogFile, "))
                .contains(
                        "DAMAGED seal.damaged-file: C.vhdx/Docs/Fragmented.bin (MFT record 32): 5,120 bytes of it lie there")
                .contains("UNDECIDED seal.damaged-structure: C.vhdx/ (MFT record 5): 8,192 bytes of it lie there")
                .noneMatch(line -> line.contains("seal.matches") || line.contains("seal.written"));
    }

    @Test
    void aRecordThatLostItsHeadIsNamedByItsNumber() throws IOException {
        SealedSet.flip(set.image, VOLUME_AT + 600 * TinyVolume.CLUSTER); // where the file table goes on
        assertThat(set.full())
                .contains(
                        "UNDECIDED seal.damaged-structure: C.vhdx: record 32 of the table of files, which cannot be read:"
                                + " 1,024 bytes of it lie there");
    }

    @Test
    void aFlippedBitWhereNothingIsStoredIsNoLoss() throws IOException {
        SealedSet.flip(set.image, VhdxBytes.BLOCKS_AT + 5);
        assertThat(set.full())
                .filteredOn(line -> !line.startsWith("GOOD"))
                .singleElement()
                .asString()
                .startsWith("NOTE seal.damaged-free: " + SealedSet.IMAGE + ": 1 part of 7")
                .endsWith("at 0x400000: free space");
    }

    @Test
    void aFlippedBitInTheContainerIsThatOfItsTables() throws IOException {
        SealedSet.flip(set.image, VhdxBytes.TABLE_AT + 0x8000);
        assertThat(set.full())
                .anyMatch(line -> line.endsWith("at 0x300000: the table of the VHDX that says where its blocks are"))
                .anyMatch(line -> line.startsWith("UNDECIDED seal.damaged-structure: C.vhdx: the table of the VHDX"));
        SealedSet.flip(set.image, VhdxBytes.TABLE_AT + 0x8000);
        SealedSet.flip(set.image, VhdxBytes.LOG_AT + 5);
        assertThat(set.full()).anyMatch(line -> line.endsWith("at 0x100000: the empty log of the VHDX"));
    }

    @Test
    void aDamagedHeaderIsNotTakenForAWritingOfTheImage() throws IOException {
        SealedSet.flip(set.image, 0x20000 + 50); // the newer of two
        assertThat(set.full())
                .anyMatch(line -> line.contains("at 0x0: the headers of the VHDX"))
                .noneMatch(line -> line.contains("seal.written"));
    }

    @Test
    void anImageThatWasWrittenToIsNotDamaged() throws IOException {
        byte[] bytes = SealedSet.vhdx(new UUID(7, 8));
        bytes[VOLUME_AT + 500_000] ^= 1;
        Files.write(set.image, bytes);
        SealedSet.old(set.image);
        for (List<String> found : List.of(set.quick(), set.full())) {
            assertThat(found)
                    .filteredOn(line -> !line.startsWith("GOOD"))
                    .singleElement()
                    .asString()
                    .startsWith("DAMAGED seal.written-after: " + SealedSet.IMAGE + ": written after the seal of 20")
                    .endsWith("; the seal no longer applies; seal again");
        }
    }

    @Test
    void anImageThatWasMadeAnewIsNotDamaged() throws IOException {
        byte[] bytes = SealedSet.vhdx(new UUID(7, 8));
        for (int at : new int[] {0x10000, 0x20000}) {
            bytes[at + 8] = (byte) (bytes[at + 8] - 4); // its sequence number begins anew
            VhdxBytes.seal(bytes, at, 4096);
        }
        bytes[VOLUME_AT + 500_000] ^= 1;
        Files.write(set.image, bytes);
        SealedSet.old(set.image);
        assertThat(set.full())
                .filteredOn(line -> !line.startsWith("GOOD"))
                .singleElement()
                .asString()
                .startsWith("DAMAGED seal.written-after: " + SealedSet.IMAGE);
        set.seal();
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
    }

    @Test
    void anImageThatWasCutOffIsDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(set.image);
        Files.write(set.image, Arrays.copyOf(bytes, bytes.length - 100));
        assertThat(set.quick())
                .singleElement()
                .asString()
                .startsWith("DAMAGED seal.size: " + SealedSet.IMAGE + ": had 7,340,032 bytes at ");
    }

    @Test
    void aDocumentThatChangedIsDamagedOrWrittenByItsDate() throws IOException {
        Path specs = set.computer.resolve(SealedSet.SPECS);
        SealedSet.flip(specs, 3);
        assertThat(set.full()).anyMatch(line -> line.startsWith("DAMAGED seal.damaged: " + SealedSet.SPECS));
        Files.setLastModifiedTime(specs, FileTime.fromMillis(System.currentTimeMillis()));
        assertThat(set.full()).anyMatch(line -> line.startsWith("DAMAGED seal.written-or-damaged: " + SealedSet.SPECS));
    }

    @Test
    void aCopyWithOtherDatesMatches() throws IOException {
        Files.setLastModifiedTime(set.computer.resolve(SealedSet.SPECS), FileTime.fromMillis(0));
        assertThat(set.quick()).singleElement().asString().endsWith("; 1 file has another date now");
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
    }

    @Test
    void filesThatCameOrWentAreTold() throws IOException {
        Files.move(set.computer.resolve(SealedSet.SPECS), set.image.resolveSibling("new.xml"));
        assertThat(set.quick())
                .anyMatch(line -> line.startsWith("DAMAGED seal.missing: " + SealedSet.SPECS + ": was there at "))
                .anyMatch(line -> line.startsWith("NOTE seal.unsealed: " + SealedSet.VERSION + "/new.xml"));
    }

    @Test
    void anotherMediaIdIsAnotherBackup() throws IOException {
        Files.writeString(set.computer.resolve("MediaId"), "fedcba9876543210");
        assertThat(set.quick()).singleElement().asString().startsWith("DAMAGED seal.written-after: MediaId");
    }

    @Test
    void aLaterBackupIsNoDamageOfTheOneThatWasSealed() throws IOException {
        Path catalog = set.computer.resolve("Catalog/GlobalCatalog");
        SealedSet.old(catalog);
        Path cache = Files.createDirectories(set.computer.resolve("SPPMetadataCache"));
        Path metadata = Files.writeString(cache.resolve("{1}"), "metadata");
        set.seal();
        Files.writeString(catalog, "CATALOG"); // of the same size, at another time
        assertThat(set.quick()).singleElement().asString().startsWith("NOTE seal.fits");
        assertThat(set.full())
                .anyMatch(line -> line.startsWith("NOTE seal.shared-written: Catalog/GlobalCatalog: 1 part of 1 "))
                .noneMatch(line -> line.startsWith("DAMAGED"));
        Files.writeString(catalog, "catalog of two versions");
        Files.delete(metadata);
        for (List<String> found : List.of(set.quick(), set.full())) {
            assertThat(found)
                    .anyMatch(line ->
                            line.startsWith("NOTE seal.shared-written: Catalog/GlobalCatalog: was written after "))
                    .anyMatch(line -> line.startsWith("NOTE seal.shared-written: SPPMetadataCache/{1}: was there at "))
                    .noneMatch(line -> line.startsWith("DAMAGED"));
        }
        assertThat(set.quick()).anyMatch(line -> line.startsWith("NOTE seal.fits"));
    }

    @Test
    void damageOfTheCatalogIsDamage() throws IOException {
        SealedSet.flip(set.computer.resolve("Catalog/GlobalCatalog"), 3);
        assertThat(set.full()).anyMatch(line -> line.startsWith("DAMAGED seal.damaged: Catalog/GlobalCatalog"));
    }

    @Test
    void aMediaIdThatCannotBeReadEndsNothing() throws IOException {
        SetFiles files = SetFiles.of(set.location());
        List<Finding> findings = new ArrayList<>();
        BackupLocation location = set.location();
        try (FoundSeal seal = FoundSeal.in(set.places())) {
            OtherSums sums = OtherSums.of(location, files);
            Files.delete(set.computer.resolve("MediaId"));
            Files.createDirectory(set.computer.resolve("MediaId"));
            new SealCheck()
                    .run(
                            new SealSubject(
                                    location, files, seal, sums, Optional.empty(), Optional.empty(), false, n -> {}),
                            findings::add);
        }
        assertThat(findings)
                .filteredOn(f -> f.rule().equals(SealRules.NOT_COMPARED))
                .singleElement()
                .satisfies(f -> assertThat(f.where()).isEqualTo("MediaId"));
    }

    @Test
    void aDamagedSealIsNoDamageOfTheBackup() throws IOException {
        SealedSet.flip(set.sealFile(), 90);
        assertThat(set.quick()).singleElement().asString().startsWith("NOTE seal.unusable: ");
        assertThat(set.full())
                .anyMatch(line -> line.startsWith("UNDECIDED seal.not-compared: "))
                .noneMatch(line -> line.startsWith("DAMAGED"));
    }

    @Test
    void aDamagedDigestInTheSealIsNoDamageOfTheBackup() throws IOException {
        long size = Files.size(set.sealFile());
        SealedSet.flip(set.sealFile(), size - 40); // of the last chunk of all
        assertThat(set.full())
                .anyMatch(line -> line.startsWith("UNDECIDED seal.not-compared: "))
                .noneMatch(line -> line.startsWith("DAMAGED"));
    }

    @Test
    void theSealOfAnotherBackupDoesNotApply() throws IOException {
        Path other = set.image.getParent().resolveSibling("Backup 2026-02-28 120000");
        Files.move(set.image.getParent(), other);
        Path seal = set.sealFile();
        Files.createDirectories(seal.getParent());
        Files.copy(folder.resolve("Lifeboat/PC/" + SealedSet.VERSION + "/seal"), seal);
        assertThat(set.quick())
                .singleElement()
                .asString()
                .contains("seal.unusable")
                .contains(SealedSet.VERSION);
    }

    @Test
    void damageIsNotSealedAsIfItBelongedThere() throws IOException {
        SealedSet.flip(set.image, VOLUME_AT);
        Files.setLastModifiedTime(set.image, FileTime.fromMillis(0));
        byte[] before = Files.readAllBytes(set.sealFile());
        assertThatThrownBy(set::seal)
                .isInstanceOf(SealRefusedException.class)
                .hasMessageContaining(SealedSet.IMAGE + " is damaged at 0x500000");
        assertThat(Files.readAllBytes(set.sealFile())).isEqualTo(before);
    }

    @Test
    void whatWasWrittenToIsSealedAgain() throws IOException {
        Files.write(set.image, SealedSet.vhdx(new UUID(7, 8)));
        set.seal();
        assertThat(set.full()).singleElement().asString().startsWith("GOOD seal.matches");
    }

    @Test
    void aVersionBehindALinkIsReadAllTheSame() throws IOException {
        Path real = Files.move(set.image.getParent(), folder.resolve("elsewhere"));
        Files.createSymbolicLink(set.image.getParent(), real);
        assertThat(SetFiles.of(set.location()).files()).hasSize(4);
    }

    @Test
    void nothingIsWrittenIntoTheBackup() throws IOException {
        try (var files = Files.walk(folder.resolve("WindowsImageBackup"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
        assertThat(set.sealFile()).isEqualTo(folder.resolve("Lifeboat/PC/" + SealedSet.VERSION + "/seal"));
        assertThat(set.sealFile().getParent()).isDirectoryNotContaining("glob:**/seal.*");
    }
}
