package dev.lifeboat.verify.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.vhd.VhdBytes;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back from a place of an image file to what lies there. */
class ImageOwnersTest {
    /** Where Fragmented.bin has its first two clusters. */
    private static final int CONTENT = 300 * TinyVolume.CLUSTER;

    @TempDir
    private Path folder;

    /** As {@code kind: name, bytes}. */
    private List<String> owners(byte[] image, long from, long to) throws IOException {
        Path file = Files.write(folder.resolve("image"), image);
        Spans wanted = new Spans();
        wanted.add(from, to);
        return ImageOwners.of(file, wanted, 100).all().stream()
                .map(owner -> owner.kind() + ": " + owner.name() + ", " + owner.bytes())
                .toList();
    }

    @Test
    void ofARawVolume() throws IOException {
        byte[] volume = TinyVolume.withFiles().bytes();
        assertThat(owners(volume, CONTENT, CONTENT + 512)).containsExactly("FILE: /Docs/Fragmented.bin, 512");
        assertThat(owners(volume, 0, 10)).containsExactly("STRUCTURE: /$Boot, 10");
        assertThat(owners(volume, TinyVolume.ROOT_BLOCKS_AT, TinyVolume.ROOT_BLOCKS_AT + 512))
                .containsExactly("STRUCTURE: the folder /, 512");
        assertThat(owners(volume, CONTENT + 3 * 1024, CONTENT + 4 * 1024)).containsExactly("FREE: free space, 1024");
    }

    @Test
    void ofADynamicVhd() throws IOException {
        byte[] volume = TinyVolume.withFiles().bytes();
        int blocks = (volume.length + VhdBytes.BLOCK - 1) / VhdBytes.BLOCK;
        VhdBytes vhd = VhdBytes.dynamic(blocks).size(volume.length);
        for (int block = 0; block < blocks; block++) { // the last of the disk comes first in the file
            int place = blocks - 1 - block;
            int end = Math.min(volume.length, (block + 1) * VhdBytes.BLOCK);
            vhd.entry(block, VhdBytes.placeOf(place) / 512)
                    .put(VhdBytes.placeOf(place) + 512, Arrays.copyOfRange(volume, block * VhdBytes.BLOCK, end));
        }
        byte[] image = vhd.bytes();
        int block = CONTENT / VhdBytes.BLOCK;
        int bitmap = VhdBytes.placeOf(blocks - 1 - block);
        int at = bitmap + 512 + CONTENT % VhdBytes.BLOCK;
        assertThat(owners(image, at, at + 512)).containsExactly("FILE: /Docs/Fragmented.bin, 512");
        assertThat(owners(image, bitmap, bitmap + 512))
                .singleElement()
                .asString()
                .startsWith("FREE: a map of the VHD");
        assertThat(owners(image, 0, 2048))
                .containsExactly(
                        "STRUCTURE: the copy of the footer of the VHD, 512",
                        "STRUCTURE: the header of the VHD, 1024",
                        "STRUCTURE: the table of the VHD that says where its blocks are, " + 4 * blocks,
                        "FREE: room in the file that nothing uses, " + (512 - 4 * blocks));
        assertThat(owners(image, image.length - 512, image.length))
                .containsExactly("STRUCTURE: the footer of the VHD, 512");
    }

    @Test
    void ofAFixedVhd() throws IOException {
        byte[] volume = TinyVolume.withFiles().bytes();
        byte[] image = VhdBytes.fixed((volume.length + VhdBytes.BLOCK - 1) / VhdBytes.BLOCK)
                .put(0, volume)
                .bytes();
        assertThat(owners(image, CONTENT, CONTENT + 512)).containsExactly("FILE: /Docs/Fragmented.bin, 512");
        assertThat(owners(image, image.length - 512, image.length))
                .containsExactly("STRUCTURE: the footer of the VHD, 512");
    }

    @Test
    void ofAVhdxWithAParent() throws IOException {
        byte[] image = new VhdxBytes(2)
                .parent(new UUID(1, 2), "p.vhdx")
                .partialBlock(1, 2, 3)
                .bytes();
        int bitmap = VhdxBytes.BLOCKS_AT + 2 * VhdxBytes.MIB;
        assertThat(owners(image, bitmap, bitmap + 10))
                .containsExactly("STRUCTURE: the map of the VHDX that says which sectors are its own, 10");
        assertThat(owners(image, VhdxBytes.BLOCKS_AT, bitmap)) // the parent is missing
                .contains("UNKNOWN: a disk that cannot be read, 1048576");
    }

    @Test
    void ofAVhdxWhoseTablesAreGone() throws IOException {
        byte[] image = new VhdxBytes(1).block(0, 1).bytes();
        Arrays.fill(image, 0x30000, 0x50000, (byte) 0);
        assertThat(owners(image, 0x50000, image.length))
                .contains("UNKNOWN: VHDX whose tables cannot be read, " + (image.length - 0x50000 - VhdxBytes.MIB));
    }

    @Test
    void aTableThatLeadsToOnePlaceAgainAndAgainHasAnEnd() throws IOException {
        VhdxBytes file = new VhdxBytes(2).virtualSize(100_000L * VhdxBytes.MIB);
        for (int entry = 0; entry < 100_000; entry++) {
            file.entry(entry, VhdxBytes.BLOCKS_AT | VhdxBytes.FULLY_PRESENT);
        }
        assertThat(owners(file.bytes(), VhdxBytes.BLOCKS_AT + 5, VhdxBytes.BLOCKS_AT + 6))
                .isNotEmpty();
    }

    @Test
    void manyAreCounted() {
        Owners owners = new Owners(2);
        for (int i = 0; i < 5; i++) {
            owners.add(new Owner(OwnerKind.FILE, "where " + i % 4, "name", 10));
        }
        assertThat(owners.all())
                .extracting(o -> o.where() + " " + o.bytes())
                .containsExactly("where 0 20", "where 1 10");
        assertThat(owners.omitted(OwnerKind.FILE)).isEqualTo(2);
        assertThat(owners.isFull(OwnerKind.FILE)).isTrue();
    }
}
