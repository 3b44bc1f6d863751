package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhd.DynamicHeader;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every VHDX and VHD of the corpus: the virtual disk, byte for byte, and what the file says about it. */
@ExtendWith(Corpus.class)
class CorpusContainerTest {
    private static final String CHILD_WITHOUT_PARENT = "log2timeline+dfvfs/fat-differential.vhd";
    private static final String CHILD = "log2timeline+dfvfs/image-differential.vhd";
    private static final String TOO_LARGE = "qemu+qemu/hyperv2012r2-dynamic.vhd.gz";

    /** The disks whose content stands nowhere in the oracle, and where the SHA-256 comes from instead. */
    private static final Map<String, String> HASHES_FROM_ELSEWHERE = Map.of(
            // qemu-img refuses the wrong checksum of the dynamic header. pyvhdi 20210425, with image.vhd as its parent:
            CHILD, "c6db12a7db548e193c29420c1b4533e4708b20c5033db5cc29ef075d48316d25");

    private static final Map<Integer, VhdFooter.Kind> DISK_TYPES =
            Map.of(2, VhdFooter.Kind.FIXED, 3, VhdFooter.Kind.DYNAMIC, 4, VhdFooter.Kind.DIFFERENCING);

    static Stream<Corpus.Entry> vhdx() {
        return Corpus.containers().stream().filter(entry -> entry.kind().equals("vhdx"));
    }

    /** The child whose parent nobody has is tested apart: the hash in its oracle is of nothing, as qemu ignores the parent. */
    static Stream<Corpus.Entry> vhd() {
        return Corpus.containers().stream()
                .filter(entry -> entry.kind().equals("vhd") && !entry.name().equals(CHILD_WITHOUT_PARENT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void vhdx(Corpus.Entry entry) throws IOException {
        Oracle oracle = entry.oracle();
        try (VhdxDisk disk = VhdxDisk.open(Corpus.unpack(entry))) {
            assertThat(disk.size()).isEqualTo(oracle.number("vsize=(\\d+)"));
            assertThat(disk.creator()).isEqualTo(oracle.text("creator='(.*)'"));
            assertThat(disk.metadata().blockSize()).isEqualTo((int) oracle.number("block=(\\d+)"));
            assertThat(disk.metadata().leaveBlocksAllocated()).isEqualTo(flag(oracle, "leavealloc\\(fixed\\)=([01])"));
            assertThat(disk.metadata().parentLocator().isPresent()).isEqualTo(flag(oracle, "hasparent=([01])"));
            assertThat(disk.metadata().logicalSectorSize()).isEqualTo((int) oracle.number("lss=(\\d+)"));
            assertThat(disk.metadata().physicalSectorSize()).isEqualTo((int) oracle.number("pss=(\\d+)"));
            assertThat(disk.metadata().virtualDiskId()).hasToString(oracle.text("page83=(\\S+)"));
            assertThat(disk.header().sequenceNumber()).isEqualTo(oracle.number(" seq=(\\d+)"));
            assertThat(disk.header().logGuid()).hasToString(oracle.text("logguid=(\\S+)"));
            assertThat(disk.header().logOffset()).isEqualTo(oracle.number("logoff=(\\d+)"));
            assertThat(disk.header().logLength()).isEqualTo(oracle.number("loglen=(\\d+)"));
            assertThat(disk.wasLogReplayed()).isEqualTo(oracle.find("( DIRTY )").isPresent());
            assertContent(entry, disk);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void vhd(Corpus.Entry entry) throws IOException {
        Oracle oracle = entry.oracle();
        try (VhdDisk disk = VhdDisk.open(Corpus.unpack(entry))) {
            assertThat(disk.size()).isEqualTo(oracle.number(" cur=(\\d+)"));
            assertThat(disk.size()).isEqualTo(oracle.number("libvhdi: media_size (\\d+)"));
            VhdFooter footer = disk.footer();
            assertThat(footer.kind()).isEqualTo(DISK_TYPES.get((int) oracle.number("libvhdi: .*disk_type (\\d)")));
            assertThat(footer.creator()).isEqualTo(oracle.text("app=b'(.*?) *'"));
            assertThat(footer.uniqueId()).hasToString(oracle.text(" uuid=(\\S+)"));
            assertThat(footer.created())
                    .hasToString(oracle.text(" ts=(\\S+ \\S+)").replace(' ', 'T') + "Z");
            assertThat(disk.header().map(DynamicHeader::blockSize).map(String::valueOf))
                    .isEqualTo(oracle.find("dyn .*block=(\\d+)"));
            assertThat(disk.parent().map(parent -> parent.footer().uniqueId()))
                    .isEqualTo(oracle.find("libvhdi: .*parent ([0-9a-f-]{36})").map(UUID::fromString));
            assertContent(entry, disk);
        }
    }

    private static void assertContent(Corpus.Entry entry, ByteSource disk) throws IOException {
        if (entry.name().equals(TOO_LARGE)) { // 127 GiB of nothing, qemu test 146
            assertThat(((SparseSource) disk).extentAt(0).origin()).isEqualTo(SparseSource.Origin.NOWHERE);
            assertThat(storedBytes((SparseSource) disk)).isZero();
            return;
        }
        Oracle oracle = entry.oracle();
        Optional<String> expected = Optional.ofNullable(HASHES_FROM_ELSEWHERE.get(entry.name()))
                .or(() -> oracle.find("virtual disk content .*size " + disk.size() + " sha256 (\\w{64})"))
                .or(() -> oracle.find("libvhdi: sha256 (\\w{64}) bytes " + disk.size()));
        assertThat(Sha256.of(disk)).isEqualTo(expected.orElseThrow());
    }

    private static long storedBytes(SparseSource disk) throws IOException {
        long stored = 0;
        for (long at = 0; at < disk.size(); ) {
            SparseSource.Extent extent = disk.extentAt(at);
            stored += extent.origin() == SparseSource.Origin.STORED ? extent.length() : 0;
            at += extent.length();
        }
        return stored;
    }

    /** What qemu's own tests 064 and 070 wrote into these disks. */
    @Test
    void fillsOfQemu() throws IOException {
        assertFilled(
                "qemu+qemu/iotest-dynamic-1G.vhdx.gz",
                List.of(new Fill(33, 0xa5), new Fill(66, 0x96), new Fill(1024, 0)));
        assertFilled("qemu+qemu/iotest-dirtylog-10G-4M.vhdx.gz", List.of(new Fill(18, 0xa5)));
    }

    /** A value that all bytes have up to an offset in MiB. */
    private record Fill(int upTo, int value) {}

    private static void assertFilled(String name, List<Fill> fills) throws IOException {
        int mib = 1 << 20;
        try (VhdxDisk disk = VhdxDisk.open(Corpus.unpack(Corpus.entry(name)))) {
            int at = 0;
            for (Fill fill : fills) {
                byte[] expected = new byte[mib];
                Arrays.fill(expected, (byte) fill.value);
                for (; at < fill.upTo; at++) {
                    assertThat(disk.bytes((long) at * mib, mib)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aMissingParentIsNamed() throws IOException {
        Corpus.Entry entry = Corpus.entry(CHILD_WITHOUT_PARENT);
        Path file = Corpus.unpack(entry);
        assertThatThrownBy(() -> VhdDisk.open(file))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining(entry.oracle().text("libvhdi: .*parent (\\S+)"))
                .hasMessageContaining("fat-parent.vhd");
    }

    private static boolean flag(Oracle oracle, String pattern) {
        return oracle.number(pattern) == 1;
    }
}
