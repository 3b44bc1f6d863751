package dev.lifeboat.mount.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link NtfsTree}, with {@link MftWalk} from the root and {@link TreeWalk} from elsewhere. */
class NtfsTreeTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final TinyVolume volume = TinyVolume.withFiles();

    private NtfsTree tree() throws IOException {
        return new NtfsTree(volume.open());
    }

    private List<String> children(String path) throws IOException {
        Seen seen = new Seen();
        tree().children(tree().find(path), seen);
        return seen.withoutInternal();
    }

    private List<String> walk(String path) throws IOException {
        Seen seen = new Seen();
        tree().walk(tree().find(path), seen);
        return seen.withoutInternal();
    }

    private String read(String path, String stream) throws IOException {
        ByteSource source = tree().open(tree().find(path), stream);
        return new String(source.bytes(0, (int) source.size()), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aTimeThatNobodyNotedIsAbsent() throws IOException {
        byte[] information = NtfsBytes.standardInformation(NtfsBytes.ARCHIVE);
        NtfsBytes.in(information).putLong(8, 0);
        volume.record(TinyVolume.HELLO).remove(0x10).resident(0x10, "", information);
        FileNode node = tree().find("/Docs/hello.txt");
        assertThat(node.modified()).isEmpty();
        assertThat(tree().details(node).modified()).isEmpty();
        assertThat(tree().details(node).created()).isPresent();
    }

    @Test
    void hasARoot() throws IOException {
        FileNode root = tree().root();
        assertThat(root.path()).isEqualTo("/");
        assertThat(root.name()).isEmpty();
        assertThat(root.directory()).isTrue();
        assertThat(root.internal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void findsTheRoot(String path) throws IOException {
        assertThat(tree().find(path)).isEqualTo(tree().root());
    }

    @ParameterizedTest
    @CsvSource({
        "/Docs/hello.txt, /Docs/hello.txt",
        "docs/HELLO.TXT, /Docs/hello.txt",
        "/DOCS/, /Docs",
        "/longfi~1.txt, /Long file name.txt"
    })
    void findsFilesAsWindowsDoes(String path, String found) throws IOException {
        assertThat(tree().find(path).path()).isEqualTo(found);
    }

    @Test
    void tellsWhatAFileIs() throws IOException {
        assertThat(tree().find("/Docs/hello.txt"))
                .isEqualTo(
                        new FileNode("/Docs/hello.txt", FileNode.Type.FILE, 13, Optional.of(NOON), 0x20, 31L, false));
        assertThat(tree().find("/link.txt").type()).isEqualTo(FileNode.Type.LINK);
        assertThat(tree().find("/Junction").type()).isEqualTo(FileNode.Type.LINK);
        assertThat(tree().find("/$MFT").internal()).isTrue();
        assertThat(tree().find("/$Extend/$ObjId").internal()).isTrue();
    }

    @Test
    void saysWhatIsMissingWhere() {
        assertThatThrownBy(() -> tree().find("/Docs/none/x"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/Docs/none/x: there is no 'none' in /Docs");
        assertThatThrownBy(() -> tree().find("/Docs/hello.txt/x"))
                .hasMessage("/Docs/hello.txt/x: /Docs/hello.txt is not a directory");
    }

    /** Following it would leave the place. */
    @Test
    void followsNoLink() {
        assertThatThrownBy(() -> tree().find("/Junction/hello.txt"))
                .hasMessage("/Junction/hello.txt: /Junction is not a directory");
        assertThatThrownBy(() -> tree().find("/Docs/../linked.txt")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void listsADirectoryInOrderWithoutShortNames() throws IOException {
        assertThat(children("/"))
                .containsExactly(
                        "/cloud.bin",
                        "/dedup.bin",
                        "/Docs",
                        "/Junction",
                        "/link.txt",
                        "/linked.txt",
                        "/listed.bin",
                        "/Long file name.txt",
                        "/packed.txt",
                        "/secret.txt",
                        "/wof.exe");
    }

    @Test
    void tellsOfEntriesWhoseFileIsGone() throws IOException {
        volume.entries(TinyVolume.DOCS).add(new TinyVolume.Entry(TinyVolume.HELLO, 9, "old.txt", 3, 0));
        volume.entries(TinyVolume.DOCS).add(new TinyVolume.Entry(TinyVolume.DELETED, 7, "deleted.txt", 3, 0));
        assertThat(children("/Docs"))
                .contains(
                        "/Docs/old.txt! C.img/$MFT at 0x7c00: record 31: is now 31-1, but 31-9 is meant",
                        "/Docs/deleted.txt! C.img/$MFT at 0xc000: record 48: is not in use",
                        "/Docs/hello.txt");
    }

    @Test
    void tellsOfADirectoryThatCannotBeRead() throws IOException {
        volume.record(TinyVolume.JUNCTION).remove(0xc0);
        volume.record(TinyVolume.DOCS).resident(0x90, "$I30", new byte[32]);
        assertThat(children("/Docs")).singleElement().asString().startsWith("/Docs! C.img/$MFT at 0x7800: record 30");
    }

    @Test
    void tellsOfAFileThatCannotBeRead() throws IOException {
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        assertThat(children("/Docs"))
                .contains("/Docs/hello.txt! C.img/$MFT at 0x7dfe: record 31: update sequence is 0x0106 in sector 0,"
                        + " expected 0x0107");
        assertThat(walk("/"))
                .contains("MFT record 31! C.img/$MFT at 0x7dfe: record 31: update sequence is 0x0106 in sector 0,"
                        + " expected 0x0107")
                .doesNotContain("/Docs/hello.txt")
                .contains("/Docs/again.txt");
    }

    @Test
    void walksEveryNameInOrder() throws IOException {
        assertThat(walk("/"))
                .startsWith("/cloud.bin", "/dedup.bin", "/Docs", "/Junction")
                .endsWith(
                        "/wof.exe",
                        "/Docs/again.txt",
                        "/Docs/Fragmented.bin",
                        "/Docs/hello.txt",
                        "/Docs/sparse.bin",
                        "/Docs/streams.txt",
                        "/Docs/valid.bin")
                .hasSize(17);
    }

    @Test
    void walksFromADirectory() throws IOException {
        assertThat(walk("/Docs")).containsExactlyElementsOf(children("/Docs"));
    }

    /** The catalog and the directories must tell the same of each file. */
    @Test
    void showsTheSameByEitherWay() throws IOException {
        NtfsTree tree = tree();
        tree.walk(tree.root(), node -> assertThat(tree.find(node.path())).isEqualTo(node));
        tree.children(tree.root(), node -> assertThat(tree.find(node.path())).isEqualTo(node));
    }

    @Test
    void leavesACircleOfDirectories() throws IOException {
        volume.directory(50, TinyVolume.ROOT, "A");
        volume.directory(51, 50, "B");
        volume.link(50, 51, "A again", 3);
        assertThat(walk("/")).contains("/A", "/A/B", "/A/B/A again").doesNotContain("/A/B/A again/B");
        assertThat(walk("/A"))
                .containsExactly(
                        "/A/B",
                        "/A/B/A again",
                        "/A/B/A again! /A/B/A again at 0x0: directory: is the same directory as another; it is not"
                                + " entered twice");
    }

    @Test
    void leavesADirectoryInItself() throws IOException {
        volume.directory(50, TinyVolume.ROOT, "A");
        volume.link(50, 50, "A again", 3);
        assertThat(walk("/")).contains("/A", "/A/A again").doesNotContain("/A/A again/A again");
        assertThat(walk("/A")).isEmpty();
    }

    @Test
    void doesNotShowFilesWhoseDirectoryIsGone() throws IOException {
        volume.record(TinyVolume.DOCS).sequence(2);
        assertThat(walk("/")).isNotEmpty().noneMatch(path -> path.startsWith("/Docs/"));
    }

    @Test
    void leavesPathsThatAreTooLong() throws IOException {
        String name = "x".repeat(140);
        volume.directory(50, TinyVolume.ROOT, "A");
        volume.directory(51, 50, name);
        volume.directory(52, 51, name);
        String path = "/y".repeat(16_300);
        FileNode far = new FileNode(path, FileNode.Type.DIRECTORY, 0, Optional.empty(), 0, 50L, false);
        Seen seen = new Seen();
        tree().walk(far, seen);
        assertThat(seen.all)
                .containsExactly(
                        path + "/" + name,
                        path + "/" + name + "/" + name
                                + "! C.img: has paths of more than 32767 characters, which are not followed");
    }

    @Test
    void tellsTheDetailsOfAFile() throws IOException {
        FileDetails details = tree().details(tree().find("/Docs/streams.txt"));
        assertThat(details)
                .isEqualTo(new FileDetails(
                        Optional.of(NOON.minusSeconds(3600)),
                        Optional.of(NOON),
                        Optional.of(NOON.plusSeconds(7200)),
                        "",
                        1,
                        List.of(
                                new FileDetails.Stream("", 4),
                                new FileDetails.Stream("Zone.Identifier", 26),
                                new FileDetails.Stream("big", 1500))));
    }

    @Test
    void tellsTheTargetOfALinkAndTheNumberOfNames() throws IOException {
        assertThat(tree().details(tree().find("/link.txt")).linkTarget()).isEqualTo("Docs\\hello.txt");
        assertThat(tree().details(tree().find("/Junction")).linkTarget()).isEqualTo("C:\\Docs");
        assertThat(tree().details(tree().find("/linked.txt")).names()).isEqualTo(2);
        assertThat(tree().details(tree().find("/Long file name.txt")).names()).isEqualTo(1);
    }

    @Test
    void opensStreamsWhateverTheirCase() throws IOException {
        assertThat(read("/Docs/hello.txt", "")).isEqualTo("Hello, world\n");
        assertThat(read("/Docs/streams.txt", "zone.identifier")).startsWith("[ZoneTransfer]");
        assertThat(tree().open(tree().find("/docs/streams.txt"), "BIG").name()).isEqualTo("C.img/Docs/streams.txt:BIG");
    }

    @Test
    void saysThatThereIsNoSuchStream() {
        assertThatThrownBy(() -> read("/Docs/hello.txt", "none"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/Docs/hello.txt:none: has no such stream");
        assertThatThrownBy(() -> read("/Docs", ""))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/Docs: is a directory");
    }

    @Test
    void filesOfNtfsItselfMayHaveNoData() throws IOException {
        assertThat(read("/$Secure", "")).isEmpty();
        assertThat(read("/$Extend/$ObjId", "")).isEmpty();
    }

    /** An empty file would be a guess; every sound one has at least an empty $DATA. */
    @Test
    void otherFilesMustHaveData() {
        volume.record(TinyVolume.HELLO).remove(0x80);
        assertThatThrownBy(() -> read("/Docs/hello.txt", ""))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("C.img/$MFT at 0x7c00: record 31: has no $DATA");
    }

    @Test
    void namesTheFileThatIsNotSupported() {
        assertThatThrownBy(() -> read("/secret.txt", ""))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage(
                        "C.img/secret.txt: is encrypted with EFS; only its owner's certificate, on Windows, can open"
                                + " it");
    }

    @Test
    void showsNamesThatOnlyNtfsAllows() throws IOException {
        volume.file(50, TinyVolume.ROOT, "a\ud800\u001b:*.").resident(0x80, "", NtfsBytes.ascii("odd"));
        assertThat(children("/")).contains("/a\ud800\u001b:*.");
        assertThat(read("/A\ud800\u001b:*.", "")).isEqualTo("odd");
    }
}
