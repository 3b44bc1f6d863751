package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
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

/**
 * Follows what programs of the kernel are linked with, and what that is linked with, to the end. Each file is looked at once, for
 * the first program that leads to it.
 */
final class ImportClosure {
    /** A Windows looks for some hundred in all. */
    private static final int MOST = 1 << 16;
    /** Names of sets of functions, not of files: Windows knows which file has them, and does without some. */
    private static final List<String> VIRTUAL = List.of("api-ms-", "ext-ms-");

    private static final String DRIVERS = SystemFiles.SYSTEM + "drivers/";
    /** Drivers lie in the one folder, libraries and the kernel in the other; the last one is where a missing file belongs. */
    private static final List<String> DRIVERS_LAST = List.of(SystemFiles.SYSTEM, DRIVERS);

    private static final List<String> SYSTEM_LAST = List.of(DRIVERS, SystemFiles.SYSTEM);

    private final BootVolume volume;
    private final ProgramFiles programs;
    private final Map<String, ProgramFile> read = new HashMap<>();
    private final Set<String> met = new HashSet<>();

    ImportClosure(BootVolume volume, ProgramFiles programs) {
        this.volume = volume;
        this.programs = programs;
    }

    /**
     * What a program needs and does not get.
     *
     * @param wanted the name by which it is linked
     * @param by path of the program that is linked with it
     * @param file itself, where it was found, or where it was looked for last
     */
    record Missing(String wanted, String by, ProgramFile file) {}

    /** Whether a program is there and whole. */
    boolean loads(String path) throws IOException {
        return read(path).sound();
    }

    /**
     * Follows all that a program needs, as far as it was not followed before.
     *
     * @param root path of the program, itself not judged here
     * @return what is missing or cannot be loaded, each file once
     * @throws UnsupportedImageException if programs are linked with more than 65536 files
     * @throws IOException if the storage cannot be read
     */
    List<Missing> missing(String root) throws IOException {
        List<Missing> missing = new ArrayList<>();
        Deque<ProgramFile> open = new ArrayDeque<>();
        if (met.add(key(root))) {
            open.add(read(root));
        }
        while (!open.isEmpty()) {
            ProgramFile program = open.remove();
            for (String name : imports(program.path())) {
                ProgramFile wanted = find(name, program.path());
                if (met.add(key(wanted.path()))) {
                    if (wanted.sound()) {
                        open.add(wanted);
                    } else {
                        missing.add(new Missing(name, program.path(), wanted));
                    }
                }
            }
        }
        return missing;
    }

    /** What cannot be read is linked with nothing: that the file is damaged is told of the file itself. */
    private List<String> imports(String path) throws IOException {
        try {
            Optional<ByteSource> bytes = volume.open(path);
            return bytes.isEmpty()
                    ? List.of()
                    : PeFile.read(bytes.get()).imports().stream()
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
        String key = key(path);
        ProgramFile known = read.get(key);
        if (known == null) {
            if (read.size() == MOST) {
                throw new UnsupportedImageException(
                        volume.name(), "programs that are linked with more than " + MOST + " files are not supported");
            }
            known = programs.read(path);
            read.put(key, known);
        }
        return known;
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
