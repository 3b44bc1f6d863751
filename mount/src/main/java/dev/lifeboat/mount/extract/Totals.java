package dev.lifeboat.mount.extract;

/**
 * What was done.
 *
 * @param files that were written or linked
 * @param directories that were made
 * @param bytes of these files, holes included; a file with several names counts once
 * @param hardLinks of the files, those that are further names of one written before
 * @param already files that were there, with the same size and time; only where that was asked for
 * @param links that were created
 * @param linksLeft that were not
 * @param streams beside the main one that were kept
 * @param streamsLeft that were not
 * @param acls security descriptors that were written down
 */
public record Totals(
        long files,
        long directories,
        long bytes,
        long hardLinks,
        long already,
        long links,
        long linksLeft,
        long streams,
        long streamsLeft,
        long acls) {}
