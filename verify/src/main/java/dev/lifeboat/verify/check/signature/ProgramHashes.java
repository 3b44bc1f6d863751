package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.Trust;
import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.Signature;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What one program tells, before the catalogs are asked.
 *
 * @param path from the root of the volume
 * @param hashes of the image, SHA-1 and SHA-256, by which catalogs know it; none if it is no program
 * @param state by the signatures in it
 * @param detail whose signature, or what is wrong
 */
record ProgramHashes(String path, List<byte[]> hashes, SignedProgram.State state, String detail) {
    static final List<HashAlgorithm> ALGORITHMS = List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256);

    /**
     * Reads a program.
     *
     * @param path from the root of the volume
     * @param bytes of the file
     * @param roots that are believed
     * @param now for signatures without a timestamp
     * @return what it tells
     * @throws IOException if the storage cannot be read
     */
    static ProgramHashes read(String path, ByteSource bytes, TrustedRoots roots, Instant now) throws IOException {
        try {
            PeFile pe = PeFile.read(bytes);
            List<byte[]> hashes = pe.imageHashes(ALGORITHMS);
            SignedProgram.State state = SignedProgram.State.UNSIGNED;
            String detail = "";
            for (Signature signature : signatures(pe)) {
                Trust trust = roots.judge(signature.signed(), now);
                if (!signature.hashMatches() || trust.state() == Trust.State.BROKEN) {
                    state = SignedProgram.State.CHANGED;
                    detail = "is not what '" + trust.signer() + "' signed";
                } else if (trust.trusted()) {
                    return new ProgramHashes(path, hashes, SignedProgram.State.EMBEDDED, trust.signer());
                } else if (state == SignedProgram.State.UNSIGNED) {
                    state = SignedProgram.State.OTHER_SIGNER;
                    detail = "is signed by '" + trust.signer() + "', who " + trust.detail();
                }
            }
            return new ProgramHashes(path, hashes, state, detail);
        } catch (ImageException e) {
            return notJudged(path, e);
        }
    }

    static ProgramHashes notJudged(String path, ImageException e) {
        return new ProgramHashes(path, List.of(), SignedProgram.State.NOT_JUDGED, e.problem());
    }

    /** Where the signatures cannot be read, the hash can still be in a catalog. */
    private static List<Signature> signatures(PeFile pe) throws IOException {
        try {
            return pe.signatures();
        } catch (ImageException e) {
            return List.of();
        }
    }
}
