package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.wim.WimFile;
import java.util.function.LongConsumer;

/**
 * A WIM that is being verified.
 *
 * @param file itself, open
 * @param faults contents that are damaged, as far as checks have found out
 * @param read is told how many more bytes were read; in the thread that runs the check
 */
public record Wim(WimFile file, BlobFaults faults, LongConsumer read) {}
