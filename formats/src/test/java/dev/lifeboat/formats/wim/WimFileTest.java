package dev.lifeboat.formats.wim;

import static dev.lifeboat.formats.wim.WimBytes.directory;
import static dev.lifeboat.formats.wim.WimBytes.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WimFileTest {
    @TempDir
    Path folder;

    private WimFile open(byte[] bytes) throws IOException {
        return open("a.wim", bytes);
    }

    private WimFile open(String name, byte[] bytes) throws IOException {
        return WimFile.open(Files.write(folder.resolve(name), bytes));
    }

    /** Every name with its streams, links and contents, a line each. */
    private static List<String> tree(WimImage image) throws IOException {
        WimMetadata metadata = image.metadata();
        List<String> lines = new ArrayList<>();
        tree(image.wim(), metadata, metadata.root(), "", lines);
        return lines;
    }

    private static void tree(WimFile wim, WimMetadata metadata, Dentry directory, String path, List<String> lines)
            throws IOException {
        List<Dentry> directories = new ArrayList<>();
        metadata.children(directory, dentry -> {
            StringBuilder line = new StringBuilder(path + "/" + dentry.name());
            if (metadata.names(dentry) > 1) {
                line.append(" x").append(metadata.names(dentry));
            }
            for (WimStream stream : dentry.streams()) {
                ByteSource content = wim.open(stream.sha1(), dentry.name());
                line.append(' ').append(stream.kind()).append(stream.name()).append('=');
                if (stream.kind() == WimStream.Kind.DATA) {
                    line.append(new String(content.bytes(0, (int) content.size()), StandardCharsets.UTF_8));
                } else {
                    line.append(content.size());
                }
            }
            lines.add(line.toString());
            if (dentry.directory()) {
                directories.add(dentry);
            }
        });
        for (Dentry child : directories) {
            tree(wim, metadata, child, path + "/" + child.name(), lines);
        }
    }

    @Test
    void imagesWithAllThatAFileCanHave() throws IOException {
        try (WimFile wim = open(WimBytes.sample().boot(2).bytes())) {
            assertThat(wim.images()).hasSize(2);
            assertThat(tree(wim.images().get(0)))
                    .containsExactly(
                            "/a.txt DATA=alpha",
                            "/folder",
                            "/link REPARSE_POINT=60",
                            "/linked too x2 DATA=gamma",
                            "/void DATA=",
                            "/folder/b.txt DATA=beta DATAmore=stream of b",
                            "/folder/linked x2 DATA=gamma");
            assertThat(tree(wim.images().get(1))).containsExactly("/a.txt DATA=alpha");
            assertThat(wim.images().get(0).description().orElseThrow().name()).isEqualTo("Image 1");
            assertThat(wim.images().get(0).metadata().files()).isEqualTo(6);
            assertThat(wim.images().get(0).metadata().directories()).isEqualTo(2);
            assertThat(wim.header().bootImage()).isEqualTo(2);
            assertThat(wim.header().bootMetadata())
                    .isEqualTo(wim.images().get(1).blob().resource());
            assertThat(wim.missing()).isEmpty();
        }
    }

    @Test
    void securityDescriptorsByNumber() throws IOException {
        byte[] bytes = new WimBytes()
                .securityDescriptor((byte) 1, (byte) 2, (byte) 3)
                .securityDescriptor((byte) 4)
                .image(directory(
                        "",
                        file("a", "x").security(1),
                        file("b", "x").security(0),
                        file("c", "x").security(2)))
                .bytes();
        try (WimFile wim = open(bytes)) {
            WimMetadata metadata = wim.images().get(0).metadata();
            List<Dentry> files = new ArrayList<>();
            metadata.children(metadata.root(), files::add);
            assertThat(metadata.securityDescriptor(metadata.root())).isEmpty();
            assertThat(metadata.securityDescriptor(files.get(0)).orElseThrow().bytes(0, 1))
                    .containsExactly(4);
            assertThat(metadata.securityDescriptor(files.get(1)).orElseThrow().bytes(0, 3))
                    .containsExactly(1, 2, 3);
            assertThatThrownBy(() -> metadata.securityDescriptor(files.get(2)))
                    .isInstanceOf(CorruptImageException.class)
                    .hasMessageContaining("directory entry: has the security descriptor 2 of 2");
        }
    }

    @Test
    void aChangedContentIsToldAtTheEndOfIt() throws IOException {
        byte[] bytes = WimBytes.sample().bytes();
        bytes[208] ^= 1; // the first letter of alpha
        try (WimFile wim = open(bytes)) {
            assertThatThrownBy(() -> tree(wim.images().get(1)))
                    .isInstanceOf(CorruptImageException.class)
                    .hasMessageMatching("a.txt at 0x0: content: has the SHA-1 \\p{XDigit}{40}, expected "
                            + "be76331b95dfc399cd776d2fc68021e0db03cc4f");
        }
    }

    @Test
    void changedMetadataIsNotBelieved() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        bytes[sample.metadataAt(1) + 60] ^= 1;
        try (WimFile wim = open(bytes)) {
            assertThatThrownBy(() -> wim.images().get(0).metadata())
                    .isInstanceOf(CorruptImageException.class)
                    .hasMessageStartingWith("a.wim/image 1/metadata at 0x0: content: has the SHA-1 ");
            assertThat(tree(wim.images().get(1))).containsExactly("/a.txt DATA=alpha");
        }
    }

    private String metadataComplaint(int at, long value) throws IOException {
        byte[] bytes = new WimBytes()
                .image(directory("", directory("d", file("x", "y"))))
                .metadata(metadata -> {
                    ByteBuffer.wrap(metadata).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
                    return metadata;
                })
                .bytes();
        try (WimFile wim = open(bytes)) {
            wim.images().get(0).metadata();
            return "";
        } catch (ImageException e) {
            return e.getMessage();
        }
    }

    /** Root at 8, of 104 bytes with its padding; then 8 of the root's end; d at 120. */
    @Test
    void directoriesMakeATree() throws IOException {
        assertThat(metadataComplaint(120 + 16, 8))
                .isEqualTo(
                        "a.wim/image 1/metadata at 0x8: directory entry: overlaps another, or belongs to two directories");
        assertThat(metadataComplaint(120 + 16, 120)).contains("overlaps another, or belongs to two directories");
        assertThat(metadataComplaint(120 + 16, 121)).contains("offset modulo 8 is 1, expected 0");
        assertThat(metadataComplaint(120 + 16, 1 << 20)).contains("offset of subdirectory is 1048576 of ");
        assertThat(metadataComplaint(120 + 16, -1)).contains("offset of subdirectory is 0xffffffffffffffff");
        assertThat(metadataComplaint(120, 101)).contains("length is 101, expected 102 to ");
        assertThat(metadataComplaint(120, -1)).contains("length is 0xffffffffffffffff");
        assertThat(metadataComplaint(0, 1 << 20)).contains("security data: length is 1048576, more than the ");
        assertThat(metadataComplaint(0, 1L << 32 | 8)).contains("security data: count is 1, too many for 8 bytes");
        assertThat(metadataComplaint(8 + 8, 0x20)).contains("attributes are those of a file, expected the root");
    }

    @Test
    void aBlobTableThatLies() throws IOException {
        byte[] other = WimBytes.sha1(new byte[] {1});
        byte[] bytes = WimBytes.sample()
                .entry(5, 0, 1 << 20, 5, other)
                .entry(5, WimBytes.COMPRESSED, 208, 9, WimBytes.sha1(new byte[] {2}))
                .entry(5, 0, 208, 9, WimBytes.sha1(new byte[] {3}))
                .entry(5, 0x8, 208, 5, WimBytes.sha1(new byte[] {4}))
                .bytes();
        try (WimFile wim = open(bytes)) {
            assertThatThrownBy(() -> wim.open(Sha1.of(other, 0), "x"))
                    .hasMessage("a.wim at 0x100000: 5 bytes do not fit in " + bytes.length + " bytes");
            assertThatThrownBy(() -> wim.open(Sha1.of(WimBytes.sha1(new byte[] {2}), 0), "x"))
                    .hasMessage("a.wim at 0xd0: resource: is compressed in a WIM that is not");
            assertThatThrownBy(() -> wim.open(Sha1.of(WimBytes.sha1(new byte[] {3}), 0), "x"))
                    .hasMessage("a.wim at 0xd0: resource: is not compressed, but stored in 5 bytes, expected 9");
            assertThatThrownBy(() -> wim.open(Sha1.of(WimBytes.sha1(new byte[] {4}), 0), "x"))
                    .isInstanceOf(UnsupportedImageException.class)
                    .hasMessage("x: is continued in another part, which is not supported");
            assertThatThrownBy(() -> wim.open(new Sha1(1, 2, 3), "x"))
                    .hasMessageEndingWith(
                            "blob table: has no content with the SHA-1 0000000000000001000000000000000200000003 for x");
        }
    }

    @Test
    void partsOfASplitSetFindEachOther() throws IOException {
        byte[] first = new WimBytes()
                .part(1, 2)
                .image(directory("", file("a", "alpha")))
                .bytes();
        byte[] second = new WimBytes().part(2, 2).blob("beta").bytes();
        Path one = Files.write(folder.resolve("s.swm"), first);
        Path two = Files.write(folder.resolve("s2.swm"), second);
        Sha1 beta = Sha1.of(WimBytes.sha1("beta".getBytes(StandardCharsets.UTF_8)), 0);
        for (Path path : List.of(one, two)) {
            try (WimFile wim = WimFile.open(path)) {
                assertThat(wim.parts()).extracting(WimPart::number).containsExactly(1, 2);
                assertThat(tree(wim.images().get(0))).containsExactly("/a DATA=alpha");
                assertThat(new String(wim.open(beta, "b").bytes(0, 4), StandardCharsets.UTF_8))
                        .isEqualTo("beta");
            }
        }
        Files.delete(two);
        try (WimFile wim = WimFile.open(one)) {
            assertThat(wim.missing()).hasToString("[part 2, s2.swm, is not there]");
            assertThatThrownBy(() -> wim.open(beta, "b"))
                    .hasMessage("b: lies in a part of the WIM that is missing: part 2, s2.swm, is not there");
        }
        Files.write(two, first);
        try (WimFile wim = WimFile.open(one)) {
            assertThat(wim.missing()).hasToString("[part 2, s2.swm, is part 1 of 2, expected 2 of 2]");
        }
        second[0x18] ^= 1;
        Files.write(two, second);
        try (WimFile wim = WimFile.open(one)) {
            assertThat(wim.missing().get(0).problem()).startsWith("belongs to another set: its GUID is ");
        }
        Files.delete(one);
        assertThatThrownBy(() -> WimFile.open(two))
                .hasMessage("s2.swm: cannot be read without the first part of its set: part 1, s.swm, is not there");
        assertThatThrownBy(() -> open("part.swm", second))
                .hasMessageStartingWith("part.swm: is part 2 of 2 of a split WIM, but its name does not end with 2");
    }

    @Test
    void theHeaderIsChecked() throws IOException {
        byte[] bytes = WimBytes.sample().bytes();
        assertThat(header(bytes, 0, "MSWIM\0\0\1")).contains("signature");
        assertThat(header(bytes, 0, "WLPWM\0\0\0")).contains("is a pipable WIM, which is not supported");
        assertThat(header(bytes, 8, 207)).isEqualTo("a.wim at 0x8: WIM header: header size is 207, expected 208");
        assertThat(header(bytes, 12, 0x10c00)).isEqualTo("a.wim: is a WIM of version 0x10c00, which is not supported");
        assertThat(header(bytes, 16, 0x2)).contains("is compressed in a way that is not known: its flags are 0x2");
        assertThat(header(bytes, 16, 0x40002)).contains("chunk size is 0, which LZX does not allow");
        assertThat(header(bytes, 16, 0x10)).contains("holds no images");
        assertThat(header(bytes, 16, 0x20)).contains("holds no files' contents");
        assertThat(header(bytes, 40, 2)).contains("part is 2 of 0");
        assertThat(header(bytes, 44, 3)).contains("image count: is 3, but the blob table has the metadata of 2");
        assertThat(header(bytes, 48, 51)).contains("resource: is not compressed, but stored in ");
        assertThat(header(new byte[0], 0, "")).contains("do not fit in 0 bytes");
    }

    private String header(byte[] bytes, int at, Object value) throws IOException {
        byte[] copy = bytes.clone();
        if (value instanceof String text) {
            System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, copy, at, text.length());
        } else {
            ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (Integer) value);
        }
        try (WimFile wim = open(copy)) {
            return "opened " + wim.name();
        } catch (ImageException e) {
            return e.getMessage();
        }
    }

    @Test
    void opensWhatLiesInAnImage() throws IOException {
        byte[] bytes = WimBytes.sample().bytes();
        try (WimFile wim = WimFile.open(ByteSource.of("C.vhdx/Winre.wim", bytes))) {
            assertThat(wim.images()).hasSize(2);
            assertThat(wim.images().get(0).name()).isEqualTo("C.vhdx/Winre.wim/image 1");
        }
        bytes[0x2a] = 3; // of so many parts
        try (WimFile wim = WimFile.open(ByteSource.of("C.vhdx/Winre.wim", bytes))) {
            assertThat(wim.missing())
                    .extracting(MissingPart::toString)
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("is not looked for");
        }
        bytes[0x28] = 2;
        assertThatThrownBy(() -> WimFile.open(ByteSource.of("C.vhdx/Winre.wim", bytes)))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("cannot be read without the first part");
    }

    @Test
    void anyDamageGivesAnImageException() throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        WimBytes sample = WimBytes.sample().securityDescriptor((byte) 1).boot(1).integrity();
        byte[] good = sample.bytes();
        for (int i = 0; i < 600; i++) {
            byte[] bytes = good.clone();
            int from = random.nextInt(3) == 0 ? sample.tableAt() : 0;
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                bytes[from + random.nextInt(from == 0 ? 208 : bytes.length - from)] = (byte) random.nextInt();
            }
            readAll(bytes);
        }
    }

    /** With right SHA-1s, so that the tree is looked into. */
    @Test
    void anyMetadataGivesAnImageException() throws IOException {
        SplittableRandom random = new SplittableRandom(43);
        for (int i = 0; i < 600; i++) {
            readAll(WimBytes.sample()
                    .securityDescriptor((byte) 1)
                    .metadata(bytes -> {
                        for (int n = 1 + random.nextInt(4); n > 0; n--) {
                            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(random.nextInt(2) * 255 + 1);
                        }
                        return bytes;
                    })
                    .bytes());
        }
    }

    private void readAll(byte[] bytes) throws IOException {
        try (WimFile wim = open(bytes)) {
            wim.description();
            for (WimImage image : wim.images()) {
                try {
                    tree(image);
                } catch (ImageException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        } catch (ImageException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
