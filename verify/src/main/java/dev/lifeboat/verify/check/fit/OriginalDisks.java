package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.partition.PartitionScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds out on which disks the volumes of a backup lay. The name of a volume on a disk with an MBR tells its disk and its place there.
 * Of all others nothing tells, unless the computer had a single disk: whether Windows copies the GUID of the disk into its images is
 * not known.
 */
public final class OriginalDisks {
    /** A GPT and its copy, in sectors, UEFI 5.3: the protective MBR, two headers, two times 16 KiB of entries. */
    private static final int GPT_SECTORS = 3;

    private static final long GPT_ENTRIES = 2 * 16384;
    private static final int SMALLEST_SECTOR = 512;
    private static final int MOST_NAMES = 4;

    private OriginalDisks() {}

    /**
     * Takes together what the images of a backup tell.
     *
     * @param where the set, for findings
     * @param set that it is
     * @param documents of it
     * @param images those that could be opened
     * @param complete whether that is all of them
     * @param started volumes that Windows, or what it starts from, lies on
     * @param firmware by all that tells of it
     * @return the computer
     * @throws IOException if the storage cannot be read
     */
    public static OriginalComputer ofSet(
            String where,
            BackupSet set,
            SetDocuments documents,
            List<DiskImage> images,
            boolean complete,
            Set<VolumeName> started,
            Optional<Firmware> firmware)
            throws IOException {
        List<OriginalVolume> volumes = new ArrayList<>();
        for (DiskImage image : images) {
            volumes.add(OriginalVolume.of(image, documents, started));
        }
        LeftOutVolumes leftOut = LeftOutVolumes.of(set, documents);
        boolean single = leftOut.allOnOne(documents);
        boolean sameKind =
                volumes.stream().map(v -> v.place().isPresent()).distinct().count() == 1;
        boolean allSeen = complete && documents.asr().isPresent() && leftOut.elsewhere() && sameKind;
        volumes.addAll(leftOut.volumes(documents));
        return new OriginalComputer(where, disks(volumes, single, firmware), allSeen, firmware);
    }

    /**
     * Takes what an image tells that is not one of a set.
     *
     * @param where the image, for findings
     * @param image of a disk, or of one volume
     * @param firmware by all that tells of it
     * @return the computer, with this one disk
     * @throws IOException if the storage cannot be read
     */
    public static OriginalComputer ofImage(String where, DiskImage image, Optional<Firmware> firmware)
            throws IOException {
        // Windows' own image of a volume is a disk with one partition: no more than that volume is known then.
        long size = image.disk().size();
        boolean whole = image.volumes().size() > 1;
        long least = whole
                ? size
                : image.volumes().stream().mapToLong(v -> v.size()).max().orElse(0);
        PartitionScheme scheme = image.table().scheme();
        return new OriginalComputer(
                where,
                List.of(new OriginalDisk(
                        whole ? "the disk in the image" : "the disk that this volume lay on",
                        Necessity.NEEDED,
                        true,
                        whole ? OptionalLong.of(size) : OptionalLong.empty(),
                        Math.min(least, size),
                        Math.min(least, size),
                        OriginalVolume.sectorSize(image),
                        whole ? Optional.of(scheme) : Optional.empty())),
                false,
                firmware);
    }

    /**
     * Puts volumes on disks.
     *
     * @param volumes of the computer
     * @param single whether the computer had one disk
     * @param firmware by which it started
     * @return its disks; none without volumes
     */
    static List<OriginalDisk> disks(List<OriginalVolume> volumes, boolean single, Optional<Firmware> firmware) {
        Map<Long, List<OriginalVolume>> bySignature = volumes.stream()
                .filter(volume -> volume.place().isPresent())
                .collect(Collectors.groupingBy(
                        volume -> volume.place().orElseThrow().diskSignature(), TreeMap::new, Collectors.toList()));
        List<OriginalVolume> elsewhere =
                volumes.stream().filter(volume -> volume.place().isEmpty()).toList();
        List<OriginalDisk> disks = new ArrayList<>();
        bySignature.values().stream()
                .filter(disk -> disk.stream()
                        .anyMatch(v ->
                                v.necessity() == Necessity.NEEDED || v.size() > 0)) // else nothing of it is restored
                .forEach(disk -> disks.add(mbr(disk)));
        // A volume whose name does not tell its disk may lie on one that other names tell: then it makes no disk of its
        // own.
        if (!elsewhere.isEmpty() && disks.stream().allMatch(disk -> disk.necessity() == Necessity.NOT_NEEDED)) {
            disks.addAll(withoutPlace(elsewhere, single, firmware));
        }
        return disks;
    }

    private static OriginalDisk mbr(List<OriginalVolume> volumes) {
        long least = volumes.stream().mapToLong(OriginalVolume::end).max().orElse(0);
        return disk(volumes, least, least, Optional.of(PartitionScheme.MBR));
    }

    /** Those that are needed; those that are not may have lain on another disk, and those that may be needed, too. */
    private static List<OriginalDisk> withoutPlace(
            List<OriginalVolume> volumes, boolean single, Optional<Firmware> firmware) {
        List<OriginalVolume> counted = single
                ? volumes
                : volumes.stream()
                        .filter(v -> v.necessity() != Necessity.NOT_NEEDED)
                        .toList();
        if (counted.isEmpty()) {
            return List.of();
        }
        boolean gpt = firmware.filter(Firmware.UEFI::equals).isPresent();
        long table = gpt ? GPT_SECTORS * SMALLEST_SECTOR + GPT_ENTRIES : SMALLEST_SECTOR;
        long sum = table;
        long largest = 0;
        Necessity most = most(counted);
        for (OriginalVolume volume : counted) {
            sum = plus(sum, volume.size());
            largest = volume.necessity() == most ? Math.max(largest, volume.size()) : largest;
        }
        Optional<PartitionScheme> scheme =
                firmware.map(f -> f == Firmware.UEFI ? PartitionScheme.GPT : PartitionScheme.MBR);
        return List.of(disk(counted, single ? sum : plus(table, largest), sum, scheme));
    }

    private static OriginalDisk disk(
            List<OriginalVolume> volumes, long least, long usual, Optional<PartitionScheme> scheme) {
        Set<Integer> sectors = volumes.stream()
                .flatMapToInt(volume -> volume.sectorSize().stream())
                .boxed()
                .collect(Collectors.toSet());
        return new OriginalDisk(
                name(volumes),
                most(volumes),
                volumes.stream().anyMatch(OriginalVolume::system)
                        || volumes.stream().allMatch(v -> v.place().isEmpty()),
                OptionalLong.empty(),
                least,
                usual,
                OriginalVolume.only(sectors),
                scheme);
    }

    private static Necessity most(List<OriginalVolume> volumes) {
        return volumes.stream()
                .map(OriginalVolume::necessity)
                .max(Comparator.naturalOrder())
                .orElse(Necessity.NOT_NEEDED);
    }

    private static String name(List<OriginalVolume> volumes) {
        List<String> names = volumes.stream()
                .flatMap(volume -> volume.name().stream())
                .limit(MOST_NAMES)
                .toList();
        int more = volumes.size() - names.size();
        if (names.isEmpty()) {
            return more == 1 ? "the old disk of a volume without a letter" : "the old disk of " + more + " volumes";
        }
        return "the old disk of " + String.join(", ", names) + (more == 0 ? "" : " and " + more + " more");
    }

    private static long plus(long a, long b) {
        return b > Long.MAX_VALUE - a ? Long.MAX_VALUE : a + b;
    }
}
