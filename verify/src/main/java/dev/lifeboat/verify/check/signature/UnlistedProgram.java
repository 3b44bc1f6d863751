package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.VersionInfo;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.signature.SignedProgram.Checksum;
import java.io.IOException;
import java.util.Optional;

/** What a program that Microsoft did not sign says of itself. Few are left for this, since it reads them once more. */
final class UnlistedProgram {
    private UnlistedProgram() {}

    /**
     * Looks at one.
     *
     * @param program by its hashes
     * @param bytes of the file
     * @param state whose it is
     * @param detail the same in words, or what is wrong
     * @return all that is known
     * @throws IOException if the storage cannot be read
     */
    static SignedProgram read(ProgramHashes program, ByteSource bytes, SignedProgram.State state, String detail)
            throws IOException {
        PeFile pe = PeFile.read(bytes);
        Checksum checksum = pe.checksum() == 0
                ? Checksum.NONE
                : pe.checksum() == pe.computeChecksum() ? Checksum.RIGHT : Checksum.WRONG;
        return new SignedProgram(program.path(), state, program.byMicrosoft() || isWindows(pe), checksum, detail);
    }

    /** By the version resource that every part of Windows has. Damage to that is no reason to look away. */
    private static boolean isWindows(PeFile pe) throws IOException {
        try {
            Optional<VersionInfo> version = pe.version();
            return version.flatMap(v -> v.text("CompanyName"))
                            .filter("Microsoft Corporation"::equals)
                            .isPresent()
                    && version.flatMap(v -> v.text("ProductName"))
                            .filter(name -> name.contains("Windows") && name.contains("Operating System"))
                            .isPresent();
        } catch (ImageException e) {
            return true;
        }
    }
}
