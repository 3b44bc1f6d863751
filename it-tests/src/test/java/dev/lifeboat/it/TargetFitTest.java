package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.verify.check.fit.DiskSize;
import dev.lifeboat.verify.check.fit.TargetDisk;
import dev.lifeboat.verify.check.fit.TargetDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify --target}: the sample, whose computer had one disk, against disks that the tools of others made and describe. */
class TargetFitTest {
    @TempDir
    private Path folder;

    private Path disk(String format, String size, String table) throws IOException {
        Tools.require("qemu-img", "sfdisk");
        Path raw = folder.resolve("new.img");
        Tools.run(folder, "qemu-img", "create", "-q", "-f", "raw", raw.toString(), size);
        if (!table.isEmpty()) {
            Tools.runWithInput(folder, table, "sfdisk", "-q", raw.toString());
        }
        if (format.equals("raw")) {
            return raw;
        }
        Path disk = folder.resolve("new." + format);
        Tools.run(folder, "qemu-img", "convert", "-f", "raw", "-O", format, raw.toString(), disk.toString());
        return disk;
    }

    private JsonNode verify(int exit, Object... options) throws IOException {
        List<Object> args = new ArrayList<>(List.of("verify", SampleVolumes.SAMPLE, "--json"));
        args.addAll(List.of(options));
        Tools.Result result = Lifeboat.run(folder, args.toArray());
        assertThat(result.exit()).as(result.output()).isEqualTo(exit);
        return JsonMapper.shared().readTree(result.output());
    }

    private List<String> finds(int exit, Object... options) throws IOException {
        return ofTarget(verify(exit, options));
    }

    /** What is found of the target, and nothing of the image. */
    private static List<String> ofTarget(JsonNode report) {
        List<String> found = new ArrayList<>();
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("id").asString().startsWith("fit.")) {
                found.add(finding.path("severity").asString() + " "
                        + finding.path("id").asString());
            }
        }
        return found;
    }

    @Test
    void fits() throws IOException {
        assertThat(finds(0, "--target", "32GB", "--target-firmware", "uefi", "--target-sector-size", 512))
                .containsExactly("NOTE fit.size-likely", "GOOD fit.firmware", "GOOD fit.sector-size");
        assertThat(finds(0, "--target-disk", disk("raw", "16G", ""))).containsExactly("NOTE fit.size-likely");
    }

    /** The volumes of the sample take 48, 64 and 16 MiB; a GPT and its copy 67 sectors. */
    @Test
    void tooSmallByOneByte() throws IOException {
        long least = (128L << 20) + 67 * 512;
        assertThat(finds(1, "--target", least - 1)).containsExactly("LOST fit.system-disk-too-small");
        assertThat(finds(3, "--target", least)).containsExactly("UNDECIDED fit.size-unknown");
    }

    @Test
    void between() throws IOException {
        JsonNode report = verify(3, "--target-disk", disk("vhdx", "200M", "label: gpt\nsize=50M\n"));
        assertThat(report.path("verdict").asString()).isEqualTo("UNDECIDED");
        assertThat(report.path("findings").toString())
                .contains(
                        "fit.size-unknown", "had at least 134.3 MB (134252032 bytes)", "has 209.7 MB (209715200 bytes)")
                .contains("fit.disk-in-use", "has 1 partition\"");
    }

    @Test
    void ofTwoDisksTheLargerCounts() throws IOException {
        assertThat(finds(0, "--target", "100MB", "--target", "32GB")).containsExactly("NOTE fit.size-likely");
        assertThat(finds(1, "--target", "100MB", "--target", "90MB")).containsExactly("LOST fit.system-disk-too-small");
    }

    @Test
    void otherFirmware() throws IOException {
        assertThat(finds(1, "--target", "32GB", "--target-firmware", "bios"))
                .containsExactly("NOTE fit.size-likely", "LOST fit.other-firmware");
    }

    @Test
    void otherSectors() throws IOException {
        assertThat(finds(3, "--target", "32GB", "--target-sector-size", 4096))
                .containsExactly("NOTE fit.size-likely", "UNDECIDED fit.other-sector-size");
    }

    @Test
    void otherTable() throws IOException {
        assertThat(finds(0, "--target-disk", disk("raw", "16G", "label: dos\nsize=50M\nsize=60M\n")))
                .containsExactly("NOTE fit.size-likely", "NOTE fit.disk-in-use", "NOTE fit.other-partition-table");
    }

    /** The names of volumes on MBR disks tell their disk: these two differ. */
    @Test
    void volumesOnTwoDisksNeedTwo() throws IOException {
        SetCopy copy = SetCopy.of(SetCopy.original(folder), folder.resolve("copy"));
        rename(copy, SetCopy.C, "aaaaaaaa-0000-0000-0000-100000000000"); // both at 1 MiB
        rename(copy, SetCopy.RECOVERY, "bbbbbbbb-0000-0000-0000-100000000000");
        Tools.Result one = Lifeboat.run(folder, "verify", copy.top(), "--target", "32GB");
        assertThat(one.output()).contains("LOST  fit.too-few-disks", "NOT RESTORABLE");
        Tools.Result two = Lifeboat.run(folder, "verify", copy.top(), "--target", "32GB", "--target", "32GB");
        assertThat(two.output()).doesNotContain("fit.too-few-disks").contains("fit.size-");
    }

    /** Nothing tells then whether Windows called the volume on the second disk critical. */
    @Test
    void withoutTheDocumentADiskWithoutWindowsIsPerhapsNeeded() throws IOException {
        SetCopy copy = SetCopy.of(SetCopy.original(folder), folder.resolve("copy"));
        rename(copy, SetCopy.C, "aaaaaaaa-0000-0000-0000-100000000000");
        rename(copy, SetCopy.RECOVERY, "bbbbbbbb-0000-0000-0000-100000000000");
        Files.delete(copy.file(SetCopy.ASR));
        assertThat(findsOf(copy.top(), "--target", "32GB"))
                .containsExactly("UNDECIDED fit.size-unknown", "UNDECIDED fit.disk-perhaps-needed");
        assertThat(findsOf(copy.top(), "--target", "1MB"))
                .containsExactly("LOST fit.system-disk-too-small", "UNDECIDED fit.disk-perhaps-needed");
    }

    /** The drive with the backup is listed as well; it need not be restored, and no volume of the backup lay on it. */
    @Test
    void theDriveWithTheBackupNeedsNoDisk() throws IOException {
        SetCopy copy = SetCopy.of(SetCopy.original(folder), folder.resolve("copy"));
        String group =
                "<FILE_GROUP logicalPath=\"%s\" componentName=\"%s\" caption=\"Select (%s)\" restoreMetadata=\"no\""
                        + " notifyOnBackupComplete=\"no\" selectable=\"yes\" selectableForRestore=\"yes\" componentFlags=\"0\"/>";
        String drive = group.formatted("Volumes", "Volume{bbbbbbbb-0000-0000-0000-100000000000}", "E:")
                + group.formatted("Disks", "harddisk1", "of signature 0xbbbbbbbb");
        copy.edit(SetCopy.ASR, "</BACKUP_LOCATIONS>", drive + "</BACKUP_LOCATIONS>");
        assertThat(findsOf(copy.top(), "--target", "32GB")).containsExactly("NOTE fit.size-likely");
        copy.edit(SetCopy.ASR, "bbbbbbbb-0000-0000-0000-100000000000", "bbbbbbbb-1111-0000-0000-100000000000"); // a GPT
        assertThat(findsOf(copy.top(), "--target", "32GB")).containsExactly("UNDECIDED fit.size-unknown");
    }

    private static void rename(SetCopy copy, String from, String to) throws IOException {
        Files.move(copy.image(from), copy.image(to));
        copy.edit(SetCopy.ASR, from, to);
        copy.edit(SetCopy.SPECS, from, to);
    }

    @Test
    void reportsOfAllKindsShowIt() throws IOException {
        Path html = folder.resolve("report.html");
        Path junit = folder.resolve("report.xml");
        Tools.Result run = Lifeboat.run(
                folder, "verify", SampleVolumes.SAMPLE, "--target", "100MB", "--html", html, "--junit", junit);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(Files.readString(html))
                .contains("fit.system-disk-too-small", "on another it may not.")
                .doesNotContain("Copy your files out first");
        assertThat(Files.readString(junit)).contains("lifeboat.fit", "fit.system-disk-too-small");
    }

    private List<String> findsOf(Path image, Object... options) throws IOException {
        List<Object> args = new ArrayList<>(List.of("verify", image, "--json"));
        args.addAll(List.of(options));
        return ofTarget(JsonMapper.shared()
                .readTree(Lifeboat.run(folder, args.toArray()).output()));
    }

    @Test
    void theImageOfAWholeDiskTellsItsSize() throws IOException {
        WindowsDisk.requireTools();
        Path disk = WindowsDisk.makeRaw(folder);
        long size = Files.size(disk);
        assertThat(findsOf(disk, "--target", size, "--target-sector-size", 512))
                .containsExactly("GOOD fit.disks", "GOOD fit.sector-size");
        assertThat(findsOf(disk, "--target", size - 1)).containsExactly("LOST fit.system-disk-too-small");
    }

    /** A volume has the sectors that it was made for, whatever the image says. */
    @Test
    void ntfsTellsTheSectorsOfItsDisk() throws IOException {
        Tools.require("mkntfs", "truncate", "qemu-img");
        Path volume = folder.resolve("volume.img");
        Tools.run(folder, "truncate", "-s", "16M", volume.toString());
        Tools.run(folder, "mkntfs", "-q", "-F", "-s", "4096", volume.toString());
        assertThat(findsOf(volume, "--target", "1TB", "--target-sector-size", 4096))
                .containsExactly("UNDECIDED fit.size-unknown", "GOOD fit.sector-size");
        assertThat(findsOf(volume, "--target", "1TB", "--target-sector-size", 512))
                .containsExactly("UNDECIDED fit.size-unknown", "UNDECIDED fit.other-sector-size");
        Path vhdx = folder.resolve("volume.vhdx"); // of qemu-img, which says 512
        Tools.run(folder, "qemu-img", "convert", "-f", "raw", "-O", "vhdx", volume.toString(), vhdx.toString());
        assertThat(findsOf(vhdx, "--target", "1TB", "--target-sector-size", 512))
                .containsExactly("UNDECIDED fit.size-unknown", "UNDECIDED fit.sector-size-unknown");
    }

    @Test
    void sizeAndTableOfImagesAreThoseThatOthersTell() throws IOException {
        for (String format : List.of("raw", "vhdx", "vpc")) {
            Path disk = disk(format, "100M", "label: gpt\nsize=10M\nsize=20M\n");
            JsonNode info = JsonMapper.shared()
                    .readTree(Tools.run(folder, "qemu-img", "info", "--output=json", disk.toString()));
            TargetDisk target = TargetDisks.read(disk.toString());
            assertThat(target.size())
                    .as(format)
                    .isEqualTo(DiskSize.exactly(info.path("virtual-size").asLong()));
            assertThat(target.scheme()).as(format).contains(PartitionScheme.GPT);
            assertThat(target.partitions()).as(format).isEqualTo(2);
            assertThat(target.sectorSize()).as(format).hasValue(512);
        }
    }

    @Test
    void devicesAreAsLinuxTells() throws IOException {
        Path image = disk("raw", "16G", "");
        Tools.require("losetup", "blockdev");
        Assumptions.assumeTrue(Tools.run(folder, "id", "-u").strip().equals("0"), "needs root, for loop devices");
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/loop-control")), "needs loop devices");
        for (int sector : new int[] {512, 4096}) {
            String device = Tools.run(
                            folder, "losetup", "--find", "--show", "--sector-size=" + sector, image.toString())
                    .strip();
            try {
                Tools.runWithInput(folder, "label: gpt\nsize=50M\n", "sfdisk", "-q", device);
                long size = Long.parseLong(
                        Tools.run(folder, "blockdev", "--getsize64", device).strip());
                int logical = Integer.parseInt(
                        Tools.run(folder, "blockdev", "--getss", device).strip());
                assertThat(logical).isEqualTo(sector);
                assertThat(TargetDisks.read(device))
                        .isEqualTo(new TargetDisk(
                                device,
                                DiskSize.exactly(size),
                                OptionalInt.of(sector),
                                Optional.of(PartitionScheme.GPT),
                                1));
                assertThat(finds(sector == 512 ? 0 : 3, "--target-disk", device))
                        .contains(
                                "NOTE fit.size-likely",
                                sector == 512 ? "GOOD fit.sector-size" : "UNDECIDED fit.other-sector-size");
            } finally {
                Tools.run(folder, "losetup", "--detach", device);
            }
        }
    }

    /** The disk is looked at, and nothing more. */
    @Test
    void theTargetStaysAsItIs() throws IOException {
        Path disk = disk("raw", "100M", "label: gpt\nsize=50M\n");
        String before = Sha256.of(disk);
        finds(1, "--target-disk", disk);
        assertThat(Sha256.of(disk)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(disk);
        }
    }
}
