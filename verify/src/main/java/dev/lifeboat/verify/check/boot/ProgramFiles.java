package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The programs of one Windows. Each is read once, since several checks ask for the same kernel and drivers. */
public final class ProgramFiles {
    /** What is beyond is read anew each time; no Windows has so many. */
    private static final int MOST = 1 << 14;

    private final BootVolume volume;
    private final Optional<Machine> machine;
    private final Map<String, ProgramFile> known = new HashMap<>();

    private ProgramFiles(BootVolume volume, Optional<Machine> machine) {
        this.volume = volume;
        this.machine = machine;
    }

    static ProgramFiles of(BootVolume volume) throws IOException {
        return new ProgramFiles(volume, SystemFiles.machine(volume));
    }

    /** The processor that they have to be for; absent for any. */
    Optional<Machine> machine() {
        return machine;
    }

    /**
     * Looks at a file.
     *
     * @param path from the root of the volume
     * @return the file, without its headers
     * @throws IOException if the storage cannot be read
     */
    ProgramFile read(String path) throws IOException {
        ProgramFile file = known.get(path);
        if (file == null) {
            file = ProgramFile.read(volume, path, machine).withoutContent(); // there may be many
            if (known.size() < MOST) {
                known.put(path, file);
            }
        }
        return file;
    }
}
