package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Volumes that Windows and others wrote, mounted: size, content and time of every file against up to three readers. */
@ExtendWith(Corpus.class)
class CorpusFuseTest {
    private static final String FILES = ".files.tsv";

    private static final List<KnownDifference> KNOWN = List.of(new KnownDifference(
            "msuhanov.dfir_ntfs/fat_lfn_test.raw.gz",
            "/long_name_test.txt: NoSuchFileException",
            "the long name has a wrong checksum, and so is not this file's; 7-Zip and mtools say SHORT.TXT, too"));

    @TempDir
    private Path folder;

    static Stream<Corpus.Entry> listed() {
        return Corpus.images().stream().filter(entry -> entry.has(FILES));
    }

    @BeforeEach
    void tools() {
        Mounted.require();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("listed")
    void files(Corpus.Entry entry) throws IOException {
        List<ListedFile> files = ListedFile.read(entry.beside(FILES)).stream()
                .filter(file -> file.stream().isEmpty() && !file.path().startsWith("/$"))
                .toList();
        Map<String, String> compressed =
                entry.name().startsWith("SYNTHETIC/") ? CorpusFilesTest.contentOfCompressed() : Map.of();
        List<String> differences = new ArrayList<>();
        try (Mounted mounted = Mounted.volumes(Corpus.unpack(entry), folder.resolve("shown"))) {
            Path volume = volume(files);
            for (ListedFile file : files) {
                compare(volume.resolve(file.path().substring(1)), file, compressed)
                        .ifPresent(differences::add);
            }
            differences.addAll(mounted.problems());
        }
        assertThat(KnownDifference.unexplained(entry.name(), differences, KNOWN))
                .isEmpty();
    }

    /** The one with most of the files: the list is of one volume of the image. */
    private Path volume(List<ListedFile> files) throws IOException {
        Path best = null;
        long most = -1;
        try (Stream<Path> volumes = Files.list(folder.resolve("shown"))) {
            for (Path volume : (Iterable<Path>) volumes::iterator) {
                long found = files.stream()
                        .limit(20)
                        .filter(file ->
                                Files.exists(volume.resolve(file.path().substring(1)), LinkOption.NOFOLLOW_LINKS))
                        .count();
                best = found > most ? volume : best;
                most = Math.max(found, most);
            }
        }
        return best;
    }

    private static Optional<String> compare(Path path, ListedFile theirs, Map<String, String> compressed) {
        try {
            BasicFileAttributes ours = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (ours.isSymbolicLink()) {
                return Optional.empty();
            }
            Optional<Instant> modified = theirs.modified().filter(time -> !time.equals(ListedFile.FILETIME_EPOCH));
            if (modified.isPresent()
                    && !modified.get().equals(ours.lastModifiedTime().toInstant())) {
                return Optional.of(
                        theirs.path() + ": modified " + ours.lastModifiedTime() + ", there " + modified.get());
            }
            if (ours.isDirectory() || theirs.directory() || theirs.kind().equals("other")) {
                return ours.isDirectory() == theirs.directory() || theirs.kind().equals("other")
                        ? Optional.empty()
                        : Optional.of(theirs.path() + ": is of another kind");
            }
            if (ours.size() != theirs.size()) {
                return Optional.of(theirs.path() + ": has " + ours.size() + " bytes, there " + theirs.size());
            }
            String content = Sha256.of(path);
            return Optional.ofNullable(compressed.get(theirs.path()))
                    .or(theirs::sha256)
                    .filter(hash -> !hash.equals(content))
                    .map(hash -> theirs.path() + ": is " + content + ", there " + hash);
        } catch (IOException e) {
            return Optional.of(theirs.path() + ": " + e.getClass().getSimpleName());
        }
    }
}
