package dev.lifeboat.mount.extract;

/**
 * What was done.
 *
 * @param files that were written or linked
 * @param directories that were made
 * @param bytes of these files, holes included; a file with several names counts once
 * @param hardLinks of the files, those that are further names of one written before
 * @param links that were not created
 * @param streams beside the main one that were not copied
 */
public record Totals(long files, long directories, long bytes, long hardLinks, long links, long streams) {}
