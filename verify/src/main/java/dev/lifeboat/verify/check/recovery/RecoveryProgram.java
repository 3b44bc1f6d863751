package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.VersionInfo;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.StoredFiles;
import java.io.IOException;
import java.util.Optional;

/**
 * A program of a recovery environment, by its headers and its version resource; the rest of it is not read.
 *
 * @param path from the root of the image
 * @param machine the processor that it is for; absent if it is no program
 * @param maker the name of a company in its version resource, {@code Microsoft Corporation}; absent without one
 * @param description what it says it is, likewise
 * @param fileVersion such as {@code 10.0.26100.1742}, likewise
 * @param problem why it is no program; absent if it is one
 */
public record RecoveryProgram(
        String path,
        Optional<Machine> machine,
        Optional<String> maker,
        Optional<String> description,
        Optional<String> fileVersion,
        Optional<String> problem) {
    private static final String MICROSOFT = "Microsoft Corporation";

    /** Empty if the file is not there. */
    static Optional<RecoveryProgram> read(StoredFiles files, String path) throws IOException {
        try {
            Optional<ByteSource> bytes = files.open(path);
            return bytes.isEmpty() ? Optional.empty() : Optional.of(of(path, PeFile.read(bytes.get())));
        } catch (ImageException e) {
            return Optional.of(new RecoveryProgram(
                    path,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(e.problem())));
        }
    }

    private static RecoveryProgram of(String path, PeFile pe) throws IOException {
        Optional<VersionInfo> version = pe.version();
        return new RecoveryProgram(
                path,
                Optional.of(pe.machine()),
                version.flatMap(v -> v.text("CompanyName")).map(String::strip),
                version.flatMap(v -> v.text("FileDescription")).map(String::strip),
                version.flatMap(VersionInfo::fileVersion),
                Optional.empty());
    }

    /** Whether it names a maker, and another than that of Windows: then it is none of Windows' own programs. */
    boolean madeByOthers() {
        return maker.filter(name -> !name.equals(MICROSOFT)).isPresent();
    }
}
