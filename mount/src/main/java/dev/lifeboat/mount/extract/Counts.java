package dev.lifeboat.mount.extract;

/** The totals while they grow. */
final class Counts {
    long files;
    long directories;
    long bytes;
    long hardLinks;
    long links;
    long streams;
    /** Bytes of all that was met, whether copied or not. */
    long met;

    Totals totals() {
        return new Totals(files, directories, bytes, hardLinks, links, streams);
    }

    /** Adds the size of a file, or as much as there is room for. */
    void meet(long size) {
        met = metWith(size);
    }

    long metWith(long size) {
        return met + size < 0 ? Long.MAX_VALUE : met + size;
    }
}
