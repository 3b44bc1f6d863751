package dev.lifeboat.mount.export;

import java.util.List;

/**
 * What became of an export.
 *
 * @param complete false if it was stopped; then the same, told to go on, does the rest
 * @param written bytes of the disk that are in the file; the others are zeros
 * @param resumed of these, bytes that an earlier run had written
 * @param damage what could not be read, in order; neighbours together; not more than 1000
 * @param moreDamage how many more there are
 */
public record ExportResult(boolean complete, long written, long resumed, List<Damaged> damage, long moreDamage) {
    /**
     * Bytes for which the file has zeros.
     *
     * @param offset on the disk
     * @param length in bytes
     * @param reason why the first of them could not be read
     */
    public record Damaged(long offset, long length, String reason) {}
}
