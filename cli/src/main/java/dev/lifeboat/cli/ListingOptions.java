package dev.lifeboat.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How files are listed; the same for each command that lists them. */
final class ListingOptions {
    @Option(names = "--streams", description = "Also list alternate data streams.")
    private boolean streams;

    @Option(names = "--hash", description = "Read every file and show the SHA-256 of its content.")
    private boolean hash;

    @Option(names = "--json", description = "Write one JSON object a line.")
    private boolean json;

    @Option(
            names = {"-a", "--all"},
            description = "Also list the file system's own files, such as $MFT.")
    private boolean all;

    Listing listing(CommandLine line, boolean fullPaths) {
        return new Listing(
                line,
                json ? new JsonLines(line.getOut()) : new TextLines(line.getOut(), fullPaths, hash),
                streams,
                hash,
                all || json);
    }
}
