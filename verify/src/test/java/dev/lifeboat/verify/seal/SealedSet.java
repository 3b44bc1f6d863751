package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.verify.check.Check;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A backup of one image, whose disk is an NTFS volume without a partition table, and what a check of its seal says. */
final class SealedSet {
    static final String VERSION = "Backup 2026-01-31 120000";
    static final String IMAGE = VERSION + "/C.vhdx";
    static final String SPECS = VERSION + "/BackupSpecs.xml";

    final Path top;
    final Path computer;
    final Path image;

    SealedSet(Path top) throws IOException {
        this.top = top;
        this.computer = top.resolve("WindowsImageBackup").resolve("PC");
        this.image = computer.resolve(IMAGE);
        Files.createDirectories(computer.resolve("Catalog"));
        Files.createDirectories(image.getParent());
        Files.writeString(computer.resolve("MediaId"), "0123456789abcdef");
        Files.writeString(computer.resolve("Catalog").resolve("GlobalCatalog"), "catalog");
        Files.writeString(computer.resolve(SPECS), "<specs/>");
        Files.write(image, vhdx(new UUID(1, 2)));
        old(image);
        old(computer.resolve(SPECS));
    }

    /** The volume begins with the second block of the file's data, so that places differ. */
    static byte[] vhdx(UUID dataWriteGuid) {
        byte[] volume = TinyVolume.withFiles().bytes();
        return new VhdxBytes(2)
                .dataWriteGuid(dataWriteGuid)
                .entry(0, (VhdxBytes.BLOCKS_AT + VhdxBytes.MIB) | VhdxBytes.FULLY_PRESENT)
                .entry(1, VhdxBytes.BLOCKS_AT | VhdxBytes.FULLY_PRESENT)
                .put(VhdxBytes.BLOCKS_AT + VhdxBytes.MIB, Arrays.copyOf(volume, VhdxBytes.MIB))
                .bytes();
    }

    /** Written in another year, so that a change made by the test has another time. */
    static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-31T12:00:00Z")));
    }

    /** As a drive does that loses data: neither size nor time tell. */
    static void flip(Path file, long at) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    BackupLocation location() throws IOException {
        return BackupLocation.find(top, Optional.empty(), Optional.empty());
    }

    SealPlaces places() throws IOException {
        return SealPlaces.of(location(), Map.of(), top.resolve("home"));
    }

    Sealer.Result seal() throws IOException {
        return Sealer.seal(location(), SealFolder.choose(places()), false, places().existing(), (done, total) -> {});
    }

    Path sealFile() throws IOException {
        return places().beside().resolve(SealPlaces.SEAL);
    }

    List<String> quick() throws IOException {
        return quick(Optional.empty());
    }

    List<String> quick(Optional<Duration> most) throws IOException {
        return check(SealChecks.quick(), false, Optional.empty(), most);
    }

    List<String> full() throws IOException {
        return check(SealChecks.full(), true, Optional.empty(), Optional.empty());
    }

    List<String> quick(SealKeys key) throws IOException {
        return check(SealChecks.quick(), false, Optional.of(key), Optional.empty());
    }

    /** Findings as {@code severity rule: where: message}. */
    private List<String> check(
            List<Check<SealSubject>> checks, boolean full, Optional<SealKeys> key, Optional<Duration> most)
            throws IOException {
        List<Finding> findings = new ArrayList<>();
        SetFiles files = SetFiles.of(location());
        try (FoundSeal seal = FoundSeal.in(places())) {
            SealSubject subject =
                    new SealSubject(location(), files, seal, OtherSums.of(location(), files), key, most, full, n -> {});
            for (Check<SealSubject> check : checks) {
                check.run(subject, findings::add);
            }
        }
        return findings.stream()
                .map(f -> f.severity() + " " + f.rule().id() + ": " + f.where() + ": " + f.message())
                .toList();
    }
}
