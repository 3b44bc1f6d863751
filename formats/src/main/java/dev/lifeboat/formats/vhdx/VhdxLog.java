package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log of a VHDX file, 2.3. Whoever writes a VHDX puts changes to its tables here first. A file that was not closed in
 * order has to be read with the changes of its last sequence of entries applied; they are applied in memory.
 */
public final class VhdxLog {
    private final ByteSource contents;
    private final int entries;
    private final Optional<CorruptImageException> gap;

    private VhdxLog(ByteSource contents, int entries, Optional<CorruptImageException> gap) {
        this.contents = contents;
        this.entries = entries;
        this.gap = gap;
    }

    /**
     * Replays the log, if it is live. Entries that an old session left behind are ignored.
     *
     * @param file the file
     * @param header its current header
     * @return the log
     * @throws CorruptImageException if the log is live and has no valid sequence of entries, or the file is shorter than it
     *     was when the last entry was written, or an entry changes what the log never may
     * @throws UnsupportedImageException if the log is live and of an unknown version, or changes an unreasonable number of
     *     places
     * @throws IOException if the file cannot be read
     */
    public static VhdxLog read(ByteSource file, VhdxHeader header) throws IOException {
        if (!header.isLogLive()) {
            return new VhdxLog(file, 0, Optional.empty());
        }
        if (header.logVersion() != 0) {
            throw new UnsupportedImageException(
                    file.name(),
                    "version " + header.logVersion()
                            + " of the VHDX log is not supported, and the log has to be replayed");
        }
        LogRing ring = LogRing.of(file, header);
        LogEntry[] entryAt = entries(ring, header);
        List<LogEntry> live = activeSequence(entryAt, ring, header);
        LogEntry head = live.get(live.size() - 1);
        if (Long.compareUnsigned(head.flushedFileOffset(), file.size()) > 0) {
            throw new CorruptImageException(
                    file,
                    ring.positionOf(head.at()) + 48,
                    "VHDX log entry",
                    "the file had at least " + Long.toUnsignedString(head.flushedFileOffset())
                            + " bytes when this was written and now has " + file.size() + ": it was cut off");
        }
        if (head.lastFileOffset() < 0) {
            throw new CorruptImageException(
                    file,
                    ring.positionOf(head.at()) + 56,
                    "VHDX log entry",
                    "last file offset is 0x" + Long.toHexString(head.lastFileOffset()) + ", beyond any real size");
        }
        LogPatches patches = new LogPatches(file);
        for (LogEntry entry : live) {
            entry.replay(ring, patches);
        }
        return new VhdxLog(
                new ReplayedFile(file, patches.sorted(), head.lastFileOffset()),
                live.size(),
                gapBehind(head, entryAt, ring));
    }

    /**
     * Returns the file with the log applied; everything behind the headers is read through it.
     *
     * @return the file itself where the log is not live
     */
    public ByteSource contents() {
        return contents;
    }

    /**
     * Returns the number of entries that had to be replayed.
     *
     * @return 0 where the log is not live, else 1 or more; an entry may hold no change
     */
    public int entries() {
        return entries;
    }

    /**
     * Returns the complaint that entries which follow those that were replayed are there, but cannot be reached: one between
     * is damaged, or was not yet written when the computer stopped. Which of the two cannot be told; in the first case the
     * tables are older than the disk's content.
     *
     * @return nothing in a sound log, even if its last entry was torn
     */
    public Optional<CorruptImageException> gap() {
        return gap;
    }

    private static Optional<CorruptImageException> gapBehind(LogEntry head, LogEntry[] entryAt, LogRing ring) {
        for (LogEntry entry : entryAt) {
            if (entry != null && Long.compareUnsigned(entry.sequence(), head.sequence()) > 0) {
                return Optional.of(new CorruptImageException(
                        ring.file(),
                        ring.positionOf(entry.at()),
                        "VHDX log entry",
                        "sequence number is " + Long.toUnsignedString(entry.sequence()) + ", and "
                                + Long.toUnsignedString(head.sequence() + 1) + " is missing"));
            }
        }
        return Optional.empty();
    }

    private static LogEntry[] entries(LogRing ring, VhdxHeader header) throws IOException {
        LogEntry[] entryAt = new LogEntry[ring.sectors()];
        for (int i = 0; i < entryAt.length; i++) {
            entryAt[i] = LogEntry.read(ring, i, header.logGuid()).orElse(null);
        }
        return entryAt;
    }

    /** The entries to be replayed, oldest first, 2.3.2: of all valid sequences that which ends with the greatest number. */
    private static List<LogEntry> activeSequence(LogEntry[] entryAt, LogRing ring, VhdxHeader header)
            throws CorruptImageException {
        boolean[] follows = new boolean[entryAt.length];
        for (LogEntry entry : entryAt) {
            LogEntry next = entry == null ? null : successor(entry, entryAt, ring);
            if (next != null) {
                follows[next.at()] = true;
            }
        }
        List<LogEntry> active = List.of();
        for (LogEntry first : entryAt) {
            if (first == null || follows[first.at()]) {
                continue;
            }
            List<LogEntry> sequence = sequenceFrom(first, entryAt, ring);
            if (!sequence.isEmpty() && (active.isEmpty() || compare(sequence, active) > 0)) {
                active = sequence;
            }
        }
        if (active.isEmpty()) {
            throw new CorruptImageException(
                    ring.file(),
                    header.logOffset(),
                    "VHDX log",
                    "has no valid entries of " + Guids.braced(header.logGuid()) + ", although the header says so");
        }
        return active;
    }

    /** The entries from the last one's tail on; empty when the tail is not among them, as the sequence is not valid then. */
    private static List<LogEntry> sequenceFrom(LogEntry first, LogEntry[] entryAt, LogRing ring) {
        List<LogEntry> sequence = new ArrayList<>();
        for (LogEntry entry = first; entry != null; entry = successor(entry, entryAt, ring)) {
            sequence.add(entry);
        }
        int tail = sequence.get(sequence.size() - 1).tail();
        for (int i = 0; i < sequence.size(); i++) {
            if (sequence.get(i).at() == tail) {
                return sequence.subList(i, sequence.size());
            }
        }
        return List.of();
    }

    private static LogEntry successor(LogEntry entry, LogEntry[] entryAt, LogRing ring) {
        LogEntry next = entryAt[entry.next(ring)];
        return next != null && next.sequence() == entry.sequence() + 1 ? next : null;
    }

    private static int compare(List<LogEntry> a, List<LogEntry> b) {
        return Long.compareUnsigned(
                a.get(a.size() - 1).sequence(), b.get(b.size() - 1).sequence());
    }
}
