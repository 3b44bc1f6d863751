package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows what programs of the kernel are linked with, and what that is linked with, to the end. */
final class ImportClosure {
    /** A Windows has some hundred in all. */
    private static final int MOST = 4096;
    /** Names of sets of functions, not of files: Windows knows which file has them, and does without some. */
    private static final List<String> VIRTUAL = List.of("api-ms-", "ext-ms-");

    private static final String DRIVERS = SystemFiles.SYSTEM + "drivers/";
    /** Drivers lie in the one folder, libraries and the kernel in the other; the last one is where a missing file belongs. */
    private static final List<String> DRIVERS_LAST = List.of(SystemFiles.SYSTEM, DRIVERS);

    private static final List<String> SYSTEM_LAST = List.of(DRIVERS, SystemFiles.SYSTEM);

    private final BootVolume volume;
    private final Optional<Machine> machine;
    private final Map<String, ProgramFile> read = new HashMap<>();

    ImportClosure(BootVolume volume, Optional<Machine> machine) {
        this.volume = volume;
        this.machine = machine;
    }

    /**
     * What a program needs and does not get.
     *
     * @param wanted the name by which it is linked
     * @param by path of the program that is linked with it
     * @param file itself, where it was found, or where it was looked for last
     */
    record Missing(String wanted, String by, ProgramFile file) {}

    /**
     * Follows all that a program needs.
     *
     * @param root path of the program, itself not judged here
     * @return what is missing or cannot be loaded, of each file the first time that it is met
     * @throws IOException if the storage cannot be read
     */
    List<Missing> missing(String root) throws IOException {
        List<Missing> missing = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<ProgramFile> open = new ArrayDeque<>();
        open.add(ProgramFile.read(volume, root, machine));
        while (!open.isEmpty()) {
            ProgramFile program = open.remove();
            for (String name : imports(program)) {
                if (!seen.add(name.toLowerCase(Locale.ROOT)) || seen.size() > MOST) {
                    continue;
                }
                ProgramFile wanted = find(name, program.path());
                if (wanted.sound()) {
                    open.add(wanted);
                } else {
                    missing.add(new Missing(name, program.path(), wanted));
                }
            }
        }
        return missing;
    }

    /** What cannot be read is linked with nothing: that the file is damaged is told of the file itself. */
    private static List<String> imports(ProgramFile program) throws IOException {
        Optional<PeFile> pe = program.pe();
        try {
            return pe.isEmpty()
                    ? List.of()
                    : pe.get().imports().stream()
                            .filter(name -> VIRTUAL.stream().noneMatch(name.toLowerCase(Locale.ROOT)::startsWith))
                            .toList();
        } catch (ImageException e) {
            return List.of();
        }
    }

    private ProgramFile find(String name, String importer) throws IOException {
        String own = importer.substring(0, importer.lastIndexOf('/') + 1);
        ProgramFile found = read(own + name);
        for (String folder : name.toLowerCase(Locale.ROOT).endsWith(".sys") ? DRIVERS_LAST : SYSTEM_LAST) {
            if (found.state() != ProgramFile.State.MISSING) {
                return found;
            }
            found = read(folder + name);
        }
        return found;
    }

    private ProgramFile read(String path) throws IOException {
        String key = path.toLowerCase(Locale.ROOT);
        if (!read.containsKey(key)) {
            read.put(key, ProgramFile.read(volume, path, machine));
        }
        return read.get(key);
    }
}
