package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names the files of a volume to whom bytes belong, and tells those of Windows from others. */
final class FileOwners {
    /** Beyond so many, files are counted without looking at their names, each of which takes a few reads. */
    private static final int MOST_NAMES = 20_000;

    private static final String HIVE = "/windows/system32/config/";
    private static final Predicate<String> OF_WINDOWS = Pattern.compile("/windows/(system32|boot|winsxs|servicing)/.*"
                    + "|/windows/[^/]+\\.(exe|dll)|/bootmgr|/boot/.*|/efi/.*|/recovery/.*")
            .asMatchPredicate();

    private final NtfsVolume volume;
    private final Owners owners;
    private final FilePaths paths;
    private int names;

    FileOwners(NtfsVolume volume, Owners owners) {
        this.volume = volume;
        this.owners = owners;
        this.paths = new FilePaths(volume);
    }

    /**
     * Adds a file.
     *
     * @param record its base record
     * @param folder whether what is hit leads to other files
     * @param part what of it, behind its name; empty for content
     * @param bytes of it that are hit
     */
    void add(long record, boolean folder, String part, long bytes) throws IOException {
        boolean structure = folder || record < NtfsVolume.FIRST_USER_RECORD;
        OwnerKind least = structure ? OwnerKind.STRUCTURE : OwnerKind.FILE;
        boolean enough = owners.isFull(least) && (structure || owners.isFull(OwnerKind.WINDOWS));
        if (enough || names++ >= MOST_NAMES) {
            owners.omit(least);
            return;
        }
        String path = paths.path(record);
        String lower = path.toLowerCase(Locale.ROOT);
        boolean windows = !structure && OF_WINDOWS.test(lower);
        String name = path.isEmpty() ? "MFT record " + record : name(path, lower, folder);
        owners.add(new Owner(
                windows ? OwnerKind.WINDOWS : least,
                volume.source().name() + (path.isEmpty() ? "/?" : path) + " (MFT record " + record + ")" + part,
                name + part,
                bytes));
    }

    private static String name(String path, String lower, boolean folder) {
        if (folder) {
            return "the folder " + path;
        }
        boolean hive = lower.startsWith(HIVE) && lower.indexOf('.') < 0 && lower.indexOf('/', HIVE.length()) < 0;
        return hive ? "the registry hive " + path.substring(HIVE.length()) : path;
    }
}
