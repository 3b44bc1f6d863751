package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of {@code X.files.tsv}: a file, or one of its streams, as up to three other readers saw it.
 *
 * @param path from the root of the volume
 * @param stream empty for the main one
 * @param kind dir, other (neither a directory nor with a main stream), ads, or one of several words for a file
 * @param record of the MFT; empty for FAT and where only ntfs-3g or The Sleuth Kit saw the file
 * @param size in bytes
 * @param sha256 of the content, by most of the readers; libfsntfs breaks a tie
 * @param modified likewise only where libfsntfs saw the file
 */
record ListedFile(
        String path,
        String stream,
        String kind,
        String record,
        long size,
        Optional<String> sha256,
        Optional<Instant> modified) {
    static final Instant FILETIME_EPOCH = Instant.parse("1601-01-01T00:00:00Z");
    private static final long TICKS = 10_000_000;

    boolean directory() {
        return kind.startsWith("dir");
    }

    /** What {@link CorpusFilesTest} calls this file or stream. */
    String key() {
        return stream.isEmpty() ? path : path + ":" + stream;
    }

    static boolean isOfNtfs(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElseThrow().startsWith("# NTFS");
        }
    }

    static List<ListedFile> read(Path file) throws IOException {
        boolean ntfs = isOfNtfs(file);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(2)
                    .map(line -> line.split("\t", -1))
                    .map(columns -> ntfs ? ofNtfs(columns) : ofFat(columns))
                    .toList();
        }
    }

    private static ListedFile ofNtfs(String[] columns) {
        return new ListedFile(
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                Long.parseLong(columns[5]),
                majority(List.of(columns[6], columns[7], columns[8])),
                Optional.of(columns[10]).filter(time -> !time.isEmpty()).map(ListedFile::time));
    }

    private static ListedFile ofFat(String[] columns) {
        long size = columns[2].isEmpty() ? 0 : Long.parseLong(columns[2]);
        return new ListedFile(columns[0], "", columns[1], "", size, majority(List.of(columns[3])), Optional.empty());
    }

    private static Optional<String> majority(List<String> columns) {
        Map<String, Integer> votes = new HashMap<>();
        List<String> hashes = new ArrayList<>();
        for (String column : columns) {
            if (column.length() == 64) {
                votes.merge(column, 1, Integer::sum);
                hashes.add(column); // of equals max() finds the first
            }
        }
        return hashes.stream().max(Comparator.comparing(votes::get));
    }

    private static Instant time(String filetime) {
        long ticks = Long.parseLong(filetime);
        return FILETIME_EPOCH.plusSeconds(ticks / TICKS).plusNanos(ticks % TICKS * 100);
    }
}
