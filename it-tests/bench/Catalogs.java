import dev.lifeboat.formats.catalog.TestCatalog;
import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.TestAuthority;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Writes catalogs into a folder, as many as are asked for, each of 150 members. The programs of another folder are among these; the
 * others are made up. They are signed under a root that nobody believes, which costs no less.
 */
public final class Catalogs {
    private static final int MEMBERS = 150;

    private Catalogs() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int count = Integer.parseInt(args[1]);
        List<byte[]> hashes = hashes(Path.of(args[2]));
        Instant from = Instant.parse("2011-01-01T00:00:00Z");
        Instant until = Instant.parse("2026-01-01T00:00:00Z");
        TestAuthority between = TestAuthority.root("Root").authority("Between", from, Instant.parse("2039-01-01T00:00:00Z"));
        TestAuthority signer = between.signer("Signer", from, until, TestAuthority.SIGNING);
        TestAuthority stamps = between.signer("Stamps", from, until, TestAuthority.STAMPING);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            TestCatalog catalog = new TestCatalog(2);
            for (int m = 0; m < MEMBERS; m++) {
                byte[] hash = new byte[HashAlgorithm.SHA256.size()];
                random.nextBytes(hash);
                int place = i * MEMBERS + m;
                catalog.member(HashAlgorithm.SHA256, place % 300 == 0 && place / 300 < hashes.size() ? hashes.get(place / 300) : hash);
            }
            Files.write(
                    folder.resolve("Package_" + i + ".cat"),
                    signer.sign(TestCatalog.TYPE, catalog.list(), stamps, Instant.parse("2014-01-01T00:00:00Z")));
        }
    }

    private static List<byte[]> hashes(Path programs) throws IOException {
        List<byte[]> hashes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(programs)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(dll|exe|sys)")).sorted().toList()) {
                try (FileSource source = FileSource.open(file)) {
                    hashes.add(PeFile.read(source).imageHash(HashAlgorithm.SHA256));
                } catch (ImageException e) {
                    // no program
                }
            }
        }
        return hashes;
    }
}
