package dev.lifeboat.mount.export;

import dev.lifeboat.formats.source.Buffers;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.write.DiskLayout;
import dev.lifeboat.formats.source.write.NewFile;
import dev.lifeboat.mount.export.ExportException.Reason;
import dev.lifeboat.mount.export.ExportListener.Step;
import dev.lifeboat.mount.raw.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * One export. Its unit is a MiB, or the block of the format if that is larger. A unit is read, blocks of it that are zeros are
 * left out, the others are written and noted in the {@link Journal}.
 */
public final class Export {
    private static final int SMALLEST_UNIT = 1 << 20;
    /** Units of the source that are read again before a run is gone on with, at most. */
    private static final int SAMPLES = 64;

    private final ExportSource source;
    private final ExportOptions options;
    private final Path to;
    private final ExportListener listener;
    private final PartFiles files;
    private final DamageList damage = new DamageList();
    private final Checksums checksums = new Checksums();
    private volatile boolean stopped;

    private DiskLayout layout;
    private int unitSize;
    private ByteBuffer zeroBlock;
    private ByteBuffer unitBuffer;
    private long total;
    private long written;
    private long resumed;

    /**
     * Takes note of what is to be done.
     *
     * @param source what to read
     * @param options how
     * @param to the file to be made
     * @param listener hears how far it is
     */
    public Export(ExportSource source, ExportOptions options, Path to, ExportListener listener) {
        this.source = source;
        this.options = options;
        this.to = to;
        this.files = new PartFiles(to.toAbsolutePath().normalize());
        this.listener = listener;
    }

    /** What an export takes: bytes to be written, at most, and those that an earlier run has left. */
    public record Need(long bytes, boolean begun) {}

    /**
     * Counts what is to be written; looks at tables only.
     *
     * @return how much room it takes, if no block that is stored is all zeros
     * @throws IOException if the format cannot hold it
     */
    public Need need() throws IOException {
        DiskLayout plan = options.format().layout(null, source.bytes().size(), source.sectorSize());
        long stored = new UnitReader(source.bytes(), unitSize(plan), true).stored();
        long blocks = stored / plan.blockSize() + 1;
        return new Need(stored + plan.overhead(blocks), files.begun());
    }

    private static int unitSize(DiskLayout layout) {
        return Math.max(SMALLEST_UNIT, layout.blockSize());
    }

    /** Ends the run after the unit at hand; what is written stays, to be gone on with. For any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Returns the name of the file until it is complete.
     *
     * @return beside the target
     */
    public Path part() {
        return files.part();
    }

    /**
     * Does it.
     *
     * @return what became of it
     * @throws ExportException if it cannot go on; says why
     * @throws IOException if something else fails
     */
    public ExportResult run() throws IOException {
        files.requireFree(options.overwrite());
        String identity = String.join(
                "\n",
                source.identity(),
                options.format().name(),
                String.valueOf(source.bytes().size()),
                String.valueOf(source.sectorSize()),
                to.toAbsolutePath().normalize().toString());
        boolean goOn = files.begun();
        if (goOn && !options.resume()) {
            throw new ExportException(
                    Reason.REFUSED,
                    "an export to " + to + " was begun before: go on with it by --resume, or delete " + files.part()
                            + " and " + files.journal(),
                    null);
        }
        try (NewFile file = open(goOn);
                Journal journal = openJournal(goOn, identity)) {
            if (!copy(file, journal)) {
                return result(false);
            }
            writing(file::force); // before it gets its name: that says that it is complete
            if (options.verify() && !compare(journal)) {
                return result(false);
            }
        }
        writing(() -> files.finish(options.overwrite()));
        return result(true);
    }

    private ExportResult result(boolean complete) {
        return new ExportResult(complete, written, resumed, damage.places(), damage.more());
    }

    private NewFile open(boolean goOn) throws ExportException {
        try {
            return goOn ? NewFile.goOn(files.part()) : NewFile.create(files.part());
        } catch (IOException e) {
            throw target(e);
        }
    }

    private Journal openJournal(boolean goOn, String identity) throws IOException {
        if (!goOn) {
            try {
                return Journal.create(files.journal(), identity);
            } catch (IOException e) {
                throw target(e);
            }
        }
        return Journal.open(files.journal(), identity)
                .orElseThrow(() -> new ExportException(
                        Reason.REFUSED,
                        files.part() + " was begun from another image, or for another format, or the image was changed"
                                + " since; delete it and " + files.journal() + " to begin anew",
                        null));
    }

    /** Something that fails by the target's fault. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void writing(Writing work) throws ExportException {
        try {
            work.run();
        } catch (IOException e) {
            throw target(e);
        }
    }

    private ExportException target(IOException e) {
        return new ExportException(Reason.TARGET, to + " cannot be written: " + e.getMessage(), e);
    }

    // ------------------------------------------------------------ copying

    private void begin(NewFile file) throws IOException {
        layout = options.format().layout(file, source.bytes().size(), source.sectorSize());
        unitSize = unitSize(layout);
        zeroBlock = ByteBuffer.allocateDirect(layout.blockSize());
    }

    /** False if it was stopped. */
    private boolean copy(NewFile file, Journal journal) throws IOException {
        begin(file);
        UnitReader reader = new UnitReader(source.bytes(), unitSize, options.ignoreErrors());
        total = reader.stored();
        long first = goOn(file, journal, reader);
        if (stopped) {
            return false;
        }
        try (UnitQueue queue = new UnitQueue(reader, unitSize, first)) {
            for (UnitQueue.Read unit = queue.next(); unit != null; unit = queue.next()) {
                if (stopped) {
                    return false;
                }
                damage.add(unit.damage());
                write(file, journal, unit);
                queue.done(unit);
                listener.progress(Step.COPYING, written, total);
            }
        }
        writing(layout::finish);
        return true;
    }

    private void write(NewFile file, Journal journal, UnitQueue.Read unit) throws ExportException {
        ByteBuffer data = unit.data();
        int stored = nonZero(data);
        boolean damaged = !unit.damage().isEmpty();
        if (stored == 0 && !damaged) {
            return;
        }
        writing(() -> {
            eachRun(unit.number(), stored, (fileOffset, at, length) -> {
                ByteBuffer run = data.duplicate().position(at).limit(at + length);
                file.write(fileOffset, run);
            });
            journal.add(new Journal.Unit(unit.number(), stored, checksum(unit.number(), stored, data), damaged));
        });
        written += bytes(unit.number(), stored);
    }

    /** A run of blocks that follow each other in the file, too. */
    @FunctionalInterface
    private interface Run {
        void at(long fileOffset, int at, int length) throws IOException;
    }

    /** Gives the blocks of a unit their places, and passes on those that lie side by side together. */
    private void eachRun(long unit, int stored, Run run) throws IOException {
        int blockSize = layout.blockSize();
        int blocks = unitSize / blockSize;
        long start = -1;
        int from = 0;
        int length = 0;
        for (int block = 0; block < blocks; block++) {
            if ((stored >>> block & 1) == 0) {
                continue;
            }
            long place = layout.place(unit * blocks + block);
            if (length > 0 && place == start + length && from + length == block * blockSize) {
                length += blockSize;
                continue;
            }
            if (length > 0) {
                run.at(start, from, length);
            }
            start = place;
            from = block * blockSize;
            length = blockSize;
        }
        if (length > 0) {
            run.at(start, from, length);
        }
    }

    /** Which blocks of a unit are not all zeros. */
    private int nonZero(ByteBuffer data) {
        int stored = 0;
        int blockSize = layout.blockSize();
        for (int block = 0; block < unitSize / blockSize; block++) {
            int at = block * blockSize;
            if (data.get(at) != 0 || data.slice(at, blockSize).mismatch(zeroBlock) >= 0) {
                stored |= 1 << block;
            }
        }
        return stored;
    }

    /** Of the stored blocks, as far as they belong to the disk. */
    private long checksum(long unit, int stored, ByteBuffer data) {
        checksums.reset();
        int blockSize = layout.blockSize();
        int end = lengthOf(unit);
        for (int block = 0; block < unitSize / blockSize; block++) {
            int at = block * blockSize;
            if ((stored >>> block & 1) != 0 && at < end) {
                checksums.update(data.duplicate().position(at).limit(Math.min(end, at + blockSize)));
            }
        }
        return checksums.value();
    }

    private int lengthOf(long unit) {
        return (int) Math.min(unitSize, source.bytes().size() - unit * unitSize);
    }

    private long bytes(long unit, int stored) {
        return Math.min(lengthOf(unit), (long) Integer.bitCount(stored) * layout.blockSize());
    }

    // ------------------------------------------------------------ going on

    /** Goes through what an earlier run has written; returns the unit to go on with. */
    private long goOn(NewFile file, Journal journal, UnitReader reader) throws IOException {
        long units = soundUnits(file, journal, reader);
        if (stopped) {
            return 0; // nothing is known of those that were not looked at
        }
        begin(file); // all places anew, but only as many as are sound
        journal.keep(units);
        Journal.Reader records = journal.reader();
        long every = Math.max(1, units / SAMPLES);
        long next = 0;
        long[] end = {0};
        for (long n = 0; n < units; n++) {
            Journal.Unit unit = records.next();
            eachRun(unit.number(), unit.stored(), (fileOffset, at, length) -> end[0] = fileOffset + length);
            if (unit.damaged()) {
                damage.add(reader.read(unit.number(), unitBuffer()));
            } else if (n % every == 0 || n == units - 1) {
                requireSame(reader, unit);
            }
            written += bytes(unit.number(), unit.stored());
            next = unit.number() + 1;
        }
        writing(() -> file.cut(end[0])); // what was written and not noted may not be wanted any more
        resumed = written;
        return next;
    }

    /** How many units at the beginning of the journal are in the file as the journal says. */
    private long soundUnits(NewFile file, Journal journal, UnitReader reader) throws IOException {
        Journal.Reader records = journal.reader();
        long sound = 0;
        long seen = 0;
        long last = (source.bytes().size() - 1) / unitSize;
        for (Journal.Unit unit = records.next(); unit != null && !stopped; unit = records.next()) {
            if (unit.number() > last) {
                break;
            }
            ByteBuffer data = unitBuffer().clear();
            boolean[] there = {true};
            eachRun(unit.number(), unit.stored(), (fileOffset, at, length) -> {
                there[0] &= file.read(fileOffset, data.duplicate().position(at).limit(at + length));
            });
            if (!there[0] || checksum(unit.number(), unit.stored(), data) != unit.checksum()) {
                break;
            }
            if (unit.damaged() && !isSame(reader, unit)) {
                break; // what could not be read then can be now: zeros must not stay in its place
            }
            sound++;
            seen += bytes(unit.number(), unit.stored());
            listener.progress(Step.RESUMING, seen, total);
        }
        return sound;
    }

    private void requireSame(UnitReader reader, Journal.Unit unit) throws IOException {
        if (!isSame(reader, unit)) {
            throw new ExportException(
                    Reason.REFUSED,
                    "the image is not the same any more at " + unit.number() * unitSize + " of the disk; delete "
                            + files.part() + " and " + files.journal() + " to begin anew",
                    null);
        }
    }

    private boolean isSame(UnitReader reader, Journal.Unit unit) throws IOException {
        ByteBuffer data = unitBuffer();
        reader.read(unit.number(), data);
        return nonZero(data) == unit.stored() && checksum(unit.number(), unit.stored(), data) == unit.checksum();
    }

    private ByteBuffer unitBuffer() {
        if (unitBuffer == null) {
            unitBuffer = ByteBuffer.allocateDirect(unitSize);
        }
        return unitBuffer;
    }

    // ------------------------------------------------------------ comparing

    /** Reads the disk from the file that was made, and compares it with the journal. False if it was stopped. */
    private boolean compare(Journal journal) throws IOException {
        try (FileSource file = FileSource.open(files.part())) {
            ByteSource disk = options.format().open(file);
            if (disk.size() != layout.diskSize()) {
                throw different(0, "its size is " + disk.size(), null);
            }
            Journal.Reader records = journal.reader();
            long seen = 0;
            long next = 0;
            for (Journal.Unit unit = records.next(); unit != null; unit = records.next()) {
                if (stopped) {
                    return false;
                }
                requireHole(disk, next * unitSize, unit.number() * unitSize);
                ByteBuffer data = unitBuffer().clear();
                Buffers.fill(disk, unit.number() * unitSize, data, lengthOf(unit.number()));
                Buffers.zeros(data, data.remaining());
                data.flip();
                if (nonZero(data) != unit.stored() || checksum(unit.number(), unit.stored(), data) != unit.checksum()) {
                    throw different(unit.number() * unitSize, "checksums differ", null);
                }
                next = unit.number() + 1;
                seen += bytes(unit.number(), unit.stored());
                listener.progress(Step.COMPARING, seen, written);
            }
            requireHole(disk, next * unitSize, disk.size());
            return true;
        } catch (ImageException e) {
            throw different(0, e.getMessage(), e);
        }
    }

    /** The tables of a container tell; of a raw file nothing does but the zeros themselves, which nobody wrote. */
    private void requireHole(ByteSource disk, long from, long to) throws IOException {
        for (long at = from; at < to && disk instanceof SparseSource; ) {
            Allocation.Range range = Allocation.at(disk, at, to - at);
            if (!range.hole()) {
                throw different(at, "something is stored where nothing was written", null);
            }
            at += range.length();
        }
    }

    private ExportException different(long at, String what, Throwable cause) {
        return new ExportException(
                Reason.TARGET,
                files.part() + " does not hold what was written to it, at " + at + " of the disk: " + what
                        + ". The storage under it may be failing; write to another disk",
                cause);
    }
}
