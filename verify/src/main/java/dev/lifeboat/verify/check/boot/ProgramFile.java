package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.pe.Section;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Optional;

/**
 * A program, library or driver of an image, and whether it can be loaded.
 *
 * @param path from the root of the volume
 * @param state what is wrong with it
 * @param detail the same in words; empty where it is sound
 * @param pe the file itself; absent if its headers cannot be read, or are not kept
 */
record ProgramFile(String path, State state, String detail, Optional<PeFile> pe) {
    /** From sound to gone. */
    enum State {
        SOUND,
        /** The checksum that its maker put in is not that of its bytes. */
        CHANGED,
        /** It, or what leads to it, is in a form that is not supported here. */
        NOT_JUDGED,
        /** No program, or cut off, or for another processor: it cannot be loaded. */
        UNUSABLE,
        /** Not there, empty, or its folder is damaged. */
        MISSING
    }

    /**
     * Looks at a file.
     *
     * @param volume that it is on
     * @param path from the root
     * @param machine that it has to be for; absent for any
     * @return the file
     * @throws IOException if the storage cannot be read
     */
    static ProgramFile read(BootVolume volume, String path, Optional<Machine> machine) throws IOException {
        try {
            Optional<ByteSource> bytes = volume.open(path);
            return bytes.isEmpty()
                    ? new ProgramFile(path, State.MISSING, "is missing or empty", Optional.empty())
                    : judge(path, PeFile.read(bytes.get()), machine);
        } catch (UnsupportedImageException e) {
            return new ProgramFile(path, State.NOT_JUDGED, "cannot be read: " + e.problem(), Optional.empty());
        } catch (ImageException e) {
            return new ProgramFile(path, State.UNUSABLE, "cannot be read: " + e.problem(), Optional.empty());
        }
    }

    private static ProgramFile judge(String path, PeFile pe, Optional<Machine> machine) throws IOException {
        long size = pe.bytes().size();
        for (Section section : pe.sections()) {
            if (section.size() > 0 && section.offset() + section.size() > size) {
                String detail = "is cut off: its part " + section.name() + " ends at byte "
                        + (section.offset() + section.size()) + ", the file at " + size;
                return new ProgramFile(path, State.UNUSABLE, detail, Optional.of(pe));
            }
        }
        if (machine.isPresent() && pe.machine() != machine.get()) {
            String detail = "is for " + pe.machine().label() + ", expected "
                    + machine.get().label();
            return new ProgramFile(path, State.UNUSABLE, detail, Optional.of(pe));
        }
        // None is stated by programs that Windows need not check.
        if (pe.checksum() != 0) {
            long computed = pe.computeChecksum();
            if (computed != pe.checksum()) {
                String detail = String.format("states the checksum %08x, but has %08x", pe.checksum(), computed);
                return new ProgramFile(path, State.CHANGED, detail, Optional.of(pe));
            }
        }
        return new ProgramFile(path, State.SOUND, "", Optional.of(pe));
    }

    /** The same without what its headers take of memory. */
    ProgramFile withoutContent() {
        return new ProgramFile(path, state, detail, Optional.empty());
    }

    boolean sound() {
        return state == State.SOUND;
    }
}
