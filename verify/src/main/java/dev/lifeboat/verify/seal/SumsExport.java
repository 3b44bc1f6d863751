package dev.lifeboat.verify.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Writes the checksums of whole files as {@code sha256sum -c} takes them, in the folder that was sealed. */
public final class SumsExport {
    private static final int LONGEST_LINE = 1 << 17;

    private SumsExport() {}

    /**
     * Tells whether a seal has them.
     *
     * @param seal any
     * @return false if it was made without
     */
    public static boolean isPossible(Seal seal) {
        return seal.files().stream().allMatch(file -> file.sha256().isPresent());
    }

    /**
     * Refuses a file whose replacement would destroy something. To be asked before the work begins.
     *
     * @param file to be written
     * @param files that are sealed
     * @throws SealRefusedException if it is one of these, or is there and is no list of checksums
     * @throws IOException if it cannot be looked at
     */
    public static void requireHarmless(Path file, SetFiles files) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (SetFile sealed : files.files()) {
            if (Files.exists(file) && Files.exists(sealed.path()) && Files.isSameFile(file, sealed.path())) {
                throw new SealRefusedException(file + " is what is sealed; name another file for the checksums");
            }
        }
        if (!Files.isRegularFile(file) || !isEmptyOrList(file)) {
            throw new SealRefusedException(
                    file + " is there and is no list of checksums; name another file, or delete it");
        }
    }

    private static boolean isEmptyOrList(Path file) throws IOException {
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(LONGEST_LINE);
        }
        String line = new String(begin, StandardCharsets.UTF_8).split("\\R", 2)[0];
        return begin.length == 0
                || SumLine.parse(line, "")
                        .filter(sum -> sum.algorithm().equals("SHA-256"))
                        .isPresent();
    }

    /**
     * Writes them.
     *
     * @param seal with hashes of whole files
     * @param file to be written, whole or not at all
     * @throws IOException if it cannot be written
     */
    public static void write(Seal seal, Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (SealedFile sealed : seal.files()) {
            lines.append(SumLine.format(sealed.sha256().orElseThrow(), sealed.name()));
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeAmongOthers(file, channel -> AtomicFile.put(channel, text));
    }
}
