package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.cms.Trust;
import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.Signature;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.signature.SignedProgram.State;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What one program tells, before the catalogs are asked.
 *
 * @param path from the root of the volume
 * @param hashes of the image, SHA-1 and SHA-256, by which catalogs know it; none if it is no program
 * @param state by the signatures in it
 * @param byMicrosoft whether the signature, good or not, is Microsoft's
 * @param detail whose signature, or what is wrong
 */
record ProgramHashes(String path, List<byte[]> hashes, State state, boolean byMicrosoft, String detail) {
    static final List<HashAlgorithm> ALGORITHMS = List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256);

    /** The format counts bytes in 32 bits. */
    private static final long LARGEST = 1L << 32;

    private static final int BEGINNING = 4096;

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
        if (bytes.size() > LARGEST) {
            return new ProgramHashes(path, List.of(), State.NOT_JUDGED, false, "is larger than a program can be");
        }
        try {
            PeFile pe = PeFile.read(bytes);
            return signed(path, pe, pe.imageHashes(ALGORITHMS), roots, now);
        } catch (CorruptImageException e) {
            return unreadable(path, bytes, e);
        } catch (ImageException e) {
            return notJudged(path, e);
        }
    }

    private static ProgramHashes signed(String path, PeFile pe, List<byte[]> hashes, TrustedRoots roots, Instant now)
            throws IOException {
        ProgramHashes told = new ProgramHashes(path, hashes, State.UNSIGNED, false, "");
        try {
            for (Signature signature : pe.signatures()) {
                Trust trust = roots.judge(signature.signed(), now);
                ProgramHashes next = told.with(signature, trust);
                if (next.state == State.EMBEDDED) {
                    return next;
                }
                told = told.state == State.UNSIGNED || next.state == State.CHANGED ? next : told;
            }
            return told;
        } catch (ImageException e) { // the hash can still be in a catalog
            return new ProgramHashes(
                    path, hashes, State.UNKNOWN, false, "has a signature that cannot be read: " + e.problem());
        }
    }

    private ProgramHashes with(Signature signature, Trust trust) {
        boolean microsoft = trust.trusted() || trust.state() == Trust.State.NOT_VALID;
        String signer = "'" + trust.signer() + "'";
        if (!signature.hashMatches() || trust.state() == Trust.State.BROKEN) {
            return new ProgramHashes(path, hashes, State.CHANGED, microsoft, "is not what " + signer + " signed");
        }
        State state = trust.trusted() ? State.EMBEDDED : State.of(trust.state());
        String detail = trust.trusted() ? trust.signer() : "is signed by " + signer + ", who " + trust.detail();
        return new ProgramHashes(path, hashes, state, microsoft, detail);
    }

    /** Programs for DOS and for Windows of 16 bits, which Windows still has, begin with MZ only. */
    private static ProgramHashes unreadable(String path, ByteSource bytes, CorruptImageException problem)
            throws IOException {
        byte[] beginning = bytes.bytes(0, (int) Math.min(BEGINNING, bytes.size()));
        boolean zeros = true;
        for (byte b : beginning) {
            zeros &= b == 0;
        }
        if (zeros) {
            return new ProgramHashes(path, List.of(), State.RUINED, false, "begins with nothing but zeros");
        }
        return PeFile.hasSignature(bytes)
                ? new ProgramHashes(path, List.of(), State.RUINED, false, "cannot be loaded: " + problem.problem())
                : notJudged(path, problem);
    }

    static ProgramHashes notJudged(String path, ImageException e) {
        return new ProgramHashes(path, List.of(), State.NOT_JUDGED, false, e.problem());
    }
}
