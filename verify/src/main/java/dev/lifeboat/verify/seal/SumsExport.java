package dev.lifeboat.verify.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes the checksums of whole files as {@code sha256sum -c} takes them, in the folder that was sealed. */
public final class SumsExport {
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
        AtomicFile.write(file, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }
}
