package dev.lifeboat.mount.extract;

/** The totals while they grow. For one thread. */
final class Counts {
    long files;
    long directories;
    long bytes;
    long hardLinks;
    long already;
    long links;
    long linksLeft;
    long streams;
    long streamsLeft;
    long acls;

    Totals totals() {
        return new Totals(files, directories, bytes, hardLinks, already, links, linksLeft, streams, streamsLeft, acls);
    }
}
