package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The logs beside a hive whose last write was not ended, and what they make of it ("Dirty state of a hive", "Multiple
 * transaction log files").
 */
final class HiveLogs {
    private final ByteSource file;
    private final List<Log> usable = new ArrayList<>();
    private final List<String> unused = new ArrayList<>();

    private record Log(ByteSource file, BaseBlock block) {
        boolean isNew() {
            return block.type() == BaseBlock.FileType.NEW_LOG;
        }
    }

    private record Found(LogEntry entry, ByteSource log) {}

    /**
     * A hive after the attempt.
     *
     * @param block that holds from now on
     * @param bytes of the file, with the changes
     * @param recovery what was done
     */
    record Outcome(BaseBlock block, ByteSource bytes, Recovery recovery) {}

    private HiveLogs(ByteSource file) {
        this.file = file;
    }

    /**
     * Replays what can be replayed.
     *
     * @param file the hive
     * @param own its base block; absent if it is destroyed
     * @param logs the files beside it, in any order
     * @return the outcome; empty if the base block is destroyed and no log has a copy of it
     * @throws IOException if the storage cannot be read
     */
    static Optional<Outcome> replay(ByteSource file, Optional<BaseBlock> own, List<ByteSource> logs)
            throws IOException {
        HiveLogs all = new HiveLogs(file);
        for (ByteSource log : logs) {
            all.open(log);
        }
        // The log that was begun last comes first.
        all.usable.sort(Comparator.comparingLong((Log log) -> log.block.primarySequence())
                .reversed());
        Optional<BaseBlock> sound = own.filter(BaseBlock::checksumRight);
        Optional<Outcome> outcome = all.newLogs(sound);
        if (outcome.isEmpty()) {
            outcome = all.oldLog(sound);
        }
        return outcome.isPresent() ? outcome : sound.map(all::incomplete);
    }

    private void open(ByteSource log) throws IOException {
        try {
            if (log.size() == 0) {
                return; // of a pair, the one that was never needed
            }
            BaseBlock block = BaseBlock.read(log);
            if (block.type() == BaseBlock.FileType.HIVE) {
                unused.add(log.name() + ": is no log, but a hive");
            } else if (!block.checksumRight()) {
                unused.add(log.name() + ": the checksum of its base block is wrong");
            } else if (block.primarySequence() != block.secondarySequence()) {
                unused.add(log.name() + ": Windows had not ended writing it");
            } else {
                usable.add(new Log(log, block));
            }
        } catch (ImageException e) {
            unused.add(e.getMessage());
        }
    }

    private Optional<Outcome> newLogs(Optional<BaseBlock> sound) throws IOException {
        Optional<BaseBlock> block = sound.or(
                () -> usable.stream().filter(Log::isNew).map(Log::block).findFirst());
        if (block.isEmpty()) {
            return Optional.empty();
        }
        // Windows counts the first number up as it begins to write to the file; the entry for that write has the
        // second.
        Map<Long, Found> entries =
                entries(Math.min(block.get().primarySequence(), block.get().secondarySequence()));
        LogPages pages = new LogPages();
        int count = 0;
        LogEntry last = null;
        for (Found found : entries.values()) {
            if (last != null && found.entry.sequence() != last.sequence() + 1) {
                unused.add(found.log.name() + ": entries from number " + found.entry.sequence()
                        + " on do not follow number " + last.sequence());
                break; // what stands before the gap is whole
            }
            last = found.entry;
            count++;
            for (LogEntry.Page page : last.pages()) {
                pages.add(page.start(), page.length(), found.log, page.dataAt());
            }
        }
        if (last == null) {
            return Optional.empty();
        }
        return Optional.of(outcome(block.get().recovered(last.sequence(), last.binsSize()), pages, count));
    }

    /** Those of all new logs from a sequence number on. Behind the end of each, older ones may be left. */
    private Map<Long, Found> entries(long from) throws IOException {
        Map<Long, Found> entries = new TreeMap<>();
        for (Log log : usable) {
            if (!log.isNew()) {
                continue;
            }
            long at = log.block.sectorSize();
            Optional<LogEntry> entry = LogEntry.read(log.file, at);
            boolean any = false;
            while (entry.isPresent()) {
                long sequence = entry.get().sequence();
                if (sequence >= from) {
                    entries.putIfAbsent(sequence, new Found(entry.get(), log.file));
                    any = true;
                }
                at += entry.get().size();
                entry = LogEntry.read(log.file, at).filter(next -> next.sequence() == sequence + 1);
            }
            if (!any) {
                unused.add(log.file.name() + ": holds no entry from number " + from + " on");
            }
        }
        return entries;
    }

    private Optional<Outcome> oldLog(Optional<BaseBlock> sound) throws IOException {
        Optional<Instant> written = sound.isPresent() ? sound.get().lastWritten() : timeOfFirstBin();
        for (Log log : usable) {
            if (log.isNew()) {
                continue;
            }
            if (!log.block.lastWritten().equals(written)) {
                unused.add(log.file.name() + ": was made for another state of the hive");
                continue;
            }
            LogPages pages = new LogPages();
            try {
                OldLog.collect(log.file, log.block, pages);
            } catch (CorruptImageException e) {
                unused.add(e.getMessage());
                continue;
            }
            return Optional.of(
                    outcome(log.block.recovered(log.block.primarySequence(), log.block.binsSize()), pages, 1));
        }
        return Optional.empty();
    }

    private Optional<Instant> timeOfFirstBin() throws IOException {
        return file.size() < BaseBlock.SIZE + HiveBin.HEADER
                ? Optional.empty()
                : FileTimes.time(Struct.read(file, BaseBlock.SIZE, HiveBin.HEADER, "hive bin")
                        .bits64(20));
    }

    private Outcome outcome(BaseBlock block, LogPages pages, int entries) {
        long changed = (long) LogPages.PAGE * pages.size();
        return new Outcome(
                block,
                new ReplayedHive(file, pages, block.end()),
                new Recovery(Recovery.State.REPLAYED, entries, changed, List.copyOf(unused)));
    }

    private Outcome incomplete(BaseBlock block) {
        return new Outcome(block, file, new Recovery(Recovery.State.INCOMPLETE, 0, 0, List.copyOf(unused)));
    }
}
