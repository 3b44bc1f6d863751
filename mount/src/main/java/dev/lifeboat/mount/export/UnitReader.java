package dev.lifeboat.mount.export;

import dev.lifeboat.formats.source.Buffers;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.raw.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a disk unit by unit, and passes over those that are holes. */
final class UnitReader {
    /** What is given up at once where a disk cannot be read, at the most. */
    private static final int SMALL = 4096;

    private final ByteSource source;
    private final int unitSize;
    private final boolean ignoreErrors;

    /**
     * Bytes that could not be read.
     *
     * @param offset on the disk
     * @param length in bytes
     * @param reason why
     */
    record Damage(long offset, long length, String reason) {}

    UnitReader(ByteSource source, int unitSize, boolean ignoreErrors) {
        this.source = source;
        this.unitSize = unitSize;
        this.ignoreErrors = ignoreErrors;
    }

    /** The first unit from a number on that is not all hole; -1 if there is none. */
    long nextFrom(long unit) {
        long at = unit * unitSize;
        while (at < source.size()) {
            Allocation.Range range = rangeAt(at, source.size() - at);
            if (!range.hole()) {
                return at / unitSize;
            }
            at += range.length();
        }
        return -1;
    }

    /** Bytes that are stored. */
    long stored() {
        long stored = 0;
        for (long at = 0; at < source.size(); ) {
            Allocation.Range range = rangeAt(at, source.size() - at);
            stored += range.hole() ? 0 : range.length();
            at += range.length();
        }
        return stored;
    }

    /** Where it cannot be told, it is taken for stored: reading says what is wrong. */
    private Allocation.Range rangeAt(long at, long most) {
        try {
            return Allocation.at(source, at, most);
        } catch (IOException e) {
            return new Allocation.Range(false, Math.min(most, unitSize - at % unitSize));
        }
    }

    /**
     * Reads a unit.
     *
     * @param target of the size of a unit; filled, behind the end of the disk with zeros, and ready to be read
     * @return what could not be read, for which there are zeros; empty unless errors are ignored
     * @throws ExportException if something could not be read, and errors are not ignored
     */
    List<Damage> read(long unit, ByteBuffer target) throws ExportException {
        long start = unit * unitSize;
        int length = (int) Math.min(unitSize, source.size() - start);
        target.clear();
        List<Damage> damage = new ArrayList<>(0);
        for (int done = 0; done < length; ) {
            Allocation.Range range = rangeAt(start + done, length - done);
            int n = (int) range.length();
            if (range.hole()) {
                Buffers.zeros(target, n);
            } else {
                read(start + done, n, target, damage);
            }
            done += n;
        }
        Buffers.zeros(target, unitSize - length);
        target.flip();
        return damage;
    }

    private void read(long at, int length, ByteBuffer target, List<Damage> damage) throws ExportException {
        int position = target.position();
        try {
            Buffers.fill(source, at, target, length);
        } catch (IOException e) {
            if (!ignoreErrors) {
                throw new ExportException(
                        ExportException.Reason.SOURCE, "at " + at + " of the disk: " + e.getMessage(), e);
            }
            target.position(position);
            for (int done = 0; done < length; ) {
                int n = (int) Math.min(length - done, SMALL - (at + done) % SMALL);
                readOrFill(at + done, n, target, damage);
                done += n;
            }
        }
    }

    private void readOrFill(long at, int length, ByteBuffer target, List<Damage> damage) {
        int position = target.position();
        try {
            Buffers.fill(source, at, target, length);
        } catch (IOException e) {
            target.position(position);
            Buffers.zeros(target, length);
            damage.add(new Damage(at, length, e.getMessage()));
        }
    }
}
