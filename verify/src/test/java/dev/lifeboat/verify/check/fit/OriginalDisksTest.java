package dev.lifeboat.verify.check.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.VolumeName.MbrPartition;
import dev.lifeboat.formats.partition.PartitionScheme;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On which disks volumes lay, by what their names tell. */
class OriginalDisksTest {
    private static final Optional<Firmware> UEFI = Optional.of(Firmware.UEFI);
    /** Of a GPT and its copy: 67 sectors. */
    private static final long GPT = 67 * 512;

    private static OriginalVolume gpt(String name, long size, boolean critical) {
        return gpt(name, size, Necessity.of(critical));
    }

    private static OriginalVolume gpt(String name, long size, Necessity necessity) {
        return new OriginalVolume(Optional.of(name), Optional.empty(), size, necessity, false, OptionalInt.of(512));
    }

    private static OriginalVolume mbr(String name, long signature, long offset, long size, boolean critical) {
        return new OriginalVolume(
                Optional.of(name),
                Optional.of(new MbrPartition(signature, offset)),
                size,
                Necessity.of(critical),
                false,
                OptionalInt.of(512));
    }

    @Test
    void aSingleDiskHadAllOfThem() {
        List<OriginalDisk> disks =
                OriginalDisks.disks(List.of(gpt("C:", 1000, true), gpt("D:", 500, false)), true, UEFI);
        assertThat(disks).singleElement().satisfies(disk -> {
            assertThat(disk.name()).isEqualTo("the old disk of C:, D:");
            assertThat(disk.least()).isEqualTo(1500 + GPT);
            assertThat(disk.usual()).isEqualTo(disk.least());
            assertThat(disk.necessity()).isEqualTo(Necessity.NEEDED);
            assertThat(disk.exact()).isEmpty();
            assertThat(disk.scheme()).contains(PartitionScheme.GPT);
            assertThat(disk.sectorSize()).hasValue(512);
        });
    }

    @Test
    void ofSeveralDisksOneHadTheLargestCriticalVolume() {
        List<OriginalDisk> disks = OriginalDisks.disks(
                List.of(gpt("E:", 100, true), gpt("C:", 1000, true), gpt("D:", 5000, false)), false, UEFI);
        assertThat(disks).singleElement().satisfies(disk -> {
            assertThat(disk.name()).isEqualTo("the old disk of E:, C:");
            assertThat(disk.least()).isEqualTo(1000 + GPT);
            assertThat(disk.usual()).isEqualTo(1100 + GPT);
        });
    }

    /** Without the ASR document nobody knows whether a restore needs the disk with the data. */
    @Test
    void aVolumeThatIsPerhapsNeededTellsNoLeastSizeOfTheDiskWithWindows() {
        List<OriginalDisk> disks =
                OriginalDisks.disks(List.of(gpt("C:", 1000, true), gpt("D:", 5000, Necessity.NOT_KNOWN)), false, UEFI);
        assertThat(disks).singleElement().satisfies(disk -> {
            assertThat(disk.least()).isEqualTo(1000 + GPT);
            assertThat(disk.usual()).isEqualTo(6000 + GPT);
            assertThat(disk.necessity()).isEqualTo(Necessity.NEEDED);
        });
        assertThat(OriginalDisks.disks(List.of(gpt("D:", 5000, Necessity.NOT_KNOWN)), false, UEFI))
                .singleElement()
                .satisfies(disk -> assertThat(disk.necessity()).isEqualTo(Necessity.NOT_KNOWN));
    }

    @Test
    void namesOnMbrDisksTellDiskAndPlace() {
        List<OriginalDisk> disks = OriginalDisks.disks(
                List.of(
                        mbr("C:", 0xaa, 0x10_0000, 1000, true),
                        mbr("D:", 0xbb, 0x10_0000, 7000, false),
                        OriginalVolume.leftOut(
                                Optional.empty(), new MbrPartition(0xaa, 0x90_0000), Necessity.NOT_NEEDED),
                        OriginalVolume.leftOut(
                                Optional.of("E:"), new MbrPartition(0xcc, 0x10_0000), Necessity.NOT_NEEDED)),
                false,
                Optional.of(Firmware.BIOS));
        assertThat(disks)
                .extracting(d -> d.name() + " " + d.least() + " " + d.necessity() + " "
                        + d.scheme().orElseThrow())
                .containsExactly(
                        "the old disk of C: and 1 more " + 0x90_0000 + " NEEDED MBR",
                        "the old disk of D: " + (0x10_0000 + 7000) + " NOT_NEEDED MBR");
    }

    /** Windows 7 and upgrades from it have volumes on MBR disks whose names tell nothing. */
    @Test
    void aVolumeThatMayLieOnAKnownDiskMakesNoneOfItsOwn() {
        List<OriginalVolume> volumes = List.of(mbr("C:", 0xaa, 0x10_0000, 1000, true), gpt("S:", 100, true));
        assertThat(OriginalDisks.disks(volumes, false, Optional.of(Firmware.BIOS)))
                .singleElement()
                .satisfies(disk -> assertThat(disk.least()).isEqualTo(0x10_0000 + 1000));
    }

    @Test
    void sumsDoNotOverflow() {
        long huge = Long.MAX_VALUE - 5;
        assertThat(OriginalDisks.disks(List.of(gpt("C:", huge, true), gpt("D:", huge, true)), true, UEFI))
                .singleElement()
                .satisfies(disk -> assertThat(disk.least()).isEqualTo(Long.MAX_VALUE));
        assertThat(OriginalDisks.disks(List.of(mbr("C:", 1, 0x10_0000, huge, true)), true, UEFI))
                .singleElement()
                .satisfies(disk -> assertThat(disk.least()).isEqualTo(Long.MAX_VALUE));
    }

    @Test
    void onlySizesOnWhichAllAgree() {
        assertThat(OriginalVolume.only(Set.of(512))).hasValue(512);
        assertThat(OriginalVolume.only(Set.of(512, 4096))).isEmpty();
        assertThat(OriginalVolume.only(Set.of(1024))).isEmpty();
        assertThat(OriginalVolume.only(Set.of())).isEmpty();
    }

    @Test
    void noVolumesMakeNoDisk() {
        assertThat(OriginalDisks.disks(List.of(), true, UEFI)).isEmpty();
        assertThat(OriginalDisks.disks(List.of(gpt("D:", 1, false)), false, UEFI))
                .isEmpty();
    }
}
