package dev.lifeboat.mount.export;

/**
 * How to export.
 *
 * @param format of the file
 * @param resume whether to go on with a run that was interrupted
 * @param ignoreErrors whether zeros stand for what cannot be read, instead of an end
 * @param verify whether the file is brought to the disk, read again and compared
 * @param overwrite whether a file that is there may be replaced, once the new one is complete
 */
public record ExportOptions(
        ExportFormat format, boolean resume, boolean ignoreErrors, boolean verify, boolean overwrite) {}
