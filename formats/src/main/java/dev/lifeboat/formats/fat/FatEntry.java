package dev.lifeboat.formats.fat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file or directory of a FAT volume, section 6.
 *
 * <p>Names come from the image and may hold anything, path separators and nothing at all included; whoever writes files
 * judges them first. Times are those of the clock on the wall of the PC that wrote them; no time zone is stored.
 *
 * @param parent the directory it is in; absent for the root
 * @param name the long name, else the short one in the case that Windows shows; empty for the root
 * @param shortName as on the disk, {@code PROGRA~1}; empty for the root
 * @param isDirectory whether it is a directory
 * @param attributes what people see of the attributes
 * @param size in bytes; 0 for a directory
 * @param firstCluster where it starts; 0 for an empty file, and for the root of FAT12 and FAT16
 * @param created to a hundredth of a second; absent where nobody set it or the date is in no calendar
 * @param modified to two seconds; absent likewise
 * @param accessed to the day; absent likewise
 */
public record FatEntry(
        Optional<FatEntry> parent,
        String name,
        String shortName,
        boolean isDirectory,
        Set<FatAttribute> attributes,
        long size,
        long firstCluster,
        Optional<LocalDateTime> created,
        Optional<LocalDateTime> modified,
        Optional<LocalDateTime> accessed) {

    static FatEntry root(long firstCluster) {
        return new FatEntry(
                Optional.empty(),
                "",
                "",
                true,
                Set.of(),
                0,
                firstCluster,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Returns the path from the root.
     *
     * @return such as {@code /EFI/Microsoft/Boot/BCD}; {@code /} for the root
     */
    public String path() {
        if (parent.isEmpty()) {
            return "/";
        }
        List<String> names = new ArrayList<>();
        for (FatEntry e = this; e.parent.isPresent(); e = e.parent.get()) {
            names.add(e.name);
        }
        Collections.reverse(names);
        return "/" + String.join("/", names);
    }

    /**
     * Returns how many directories it lies in.
     *
     * @return 0 for the root
     */
    public int depth() {
        int depth = 0;
        for (FatEntry e = this; e.parent.isPresent(); e = e.parent.get()) {
            depth++;
        }
        return depth;
    }

    /**
     * Takes a time of a FAT volume as UTC, which it is not: it was local, and the zone is lost. All Lifeboat shows and
     * writes goes through here, so that the same image gives the same answer everywhere.
     *
     * @param local one of this entry's times
     * @return the instant at which a clock in Greenwich shows it
     */
    public static Instant asUtc(LocalDateTime local) {
        return local.toInstant(ZoneOffset.UTC);
    }

    @Override
    public String toString() {
        return path();
    }
}
