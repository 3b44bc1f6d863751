package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The seal that a new one is to replace: damage that came since must not be sealed as if it belonged there. */
final class OldSeal {
    private OldSeal() {}

    /**
     * Compares what was found now with an older seal, for files that say that nobody wrote to them since.
     *
     * @param old the file of the older seal
     * @param now the new one
     * @param files that it is of, in the same order
     * @param part has its digests
     * @throws SealRefusedException if a chunk is another
     * @throws IOException if the storage cannot be read; a damaged old seal is passed over
     */
    static void requireSame(Path old, Seal now, SetFiles files, SealPart part) throws IOException {
        try (FileSource file = FileSource.open(old)) {
            SealReader reader = SealReader.read(file);
            List<SealedFile> before = reader.seal().files();
            for (int i = 0; i < before.size(); i++) {
                SealedFile then = before.get(i);
                int today = index(now, files, then);
                if (today >= 0 && !then.chunks().equals(now.files().get(today).chunks())) {
                    reader.check(i);
                    requireSame(reader, i, part, today, then);
                }
            }
        } catch (ImageException e) {
            // it cannot be compared with; verify says so
        }
    }

    private static int index(Seal now, SetFiles files, SealedFile then) throws IOException {
        for (int i = 0; i < now.files().size(); i++) {
            if (now.files().get(i).name().equals(then.name())
                    && Standing.kind(
                                    then,
                                    now.files().get(i),
                                    files.files().get(i).path())
                            == Standing.Kind.COMPARABLE) {
                return i;
            }
        }
        return -1;
    }

    private static void requireSame(SealReader reader, int i, SealPart part, int today, SealedFile then)
            throws IOException {
        for (long chunk = 0; chunk < then.chunkCount(); chunk++) {
            Optional<byte[]> found = part.get(today, chunk);
            if (found.isEmpty() || !Arrays.equals(found.get(), reader.digest(i, chunk))) {
                throw new SealRefusedException(then.name() + " is damaged at 0x" + Long.toHexString(chunk * Seal.CHUNK)
                        + ": it is not as it was when it was sealed, at "
                        + reader.seal().sealed()
                        + ", and nobody wrote to it since. The old seal is kept, and 'lifeboat verify --full' names what is hit."
                        + " To seal it as it is now, delete the old seal first.");
            }
        }
    }
}
