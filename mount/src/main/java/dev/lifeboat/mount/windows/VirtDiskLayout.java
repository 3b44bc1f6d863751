package dev.lifeboat.mount.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The structures of virtdisk.h on 64-bit Windows, as offsets into memory. A union that holds a 64-bit number begins at a multiple of 8,
 * the one of the parameters for opening at 4. Sizes and offsets were taken from the definitions that Microsoft publishes for Rust, with a C
 * compiler.
 */
final class VirtDiskLayout {
    static final int STORAGE_TYPE = 20;
    static final int OPEN_PARAMETERS = 44;
    static final int ATTACH_PARAMETERS = 24;
    static final int CREATE_PARAMETERS = 128;
    static final int INFORMATION = 32;

    /** GET_VIRTUAL_DISK_INFO_SIZE. */
    private static final int INFORMATION_SIZE = 1;

    /** STORAGE_DEPENDENCY_INFO without its entries, and a STORAGE_DEPENDENCY_INFO_TYPE_2. */
    static final int DEPENDENCIES = 8;

    static final int DEPENDENCY = 64;

    private static final int VERSION_1 = 1;
    private static final int VERSION_2 = 2;

    // OPEN_VIRTUAL_DISK_PARAMETERS, Version2
    private static final int OPEN_READ_ONLY = 8;

    // CREATE_VIRTUAL_DISK_PARAMETERS, Version2
    private static final int CREATE_PARENT_PATH = 48;

    // STORAGE_DEPENDENCY_INFO_TYPE_2
    private static final int ANCESTOR_LEVEL = 28;
    private static final int HOST_VOLUME_NAME = 40;
    private static final int RELATIVE_PATH = 56;

    /** VIRTUAL_STORAGE_TYPE_VENDOR_MICROSOFT, EC984AEC-A0F9-47E9-901F-71415A66345B, as its 16 bytes lie in memory. */
    private static final byte[] MICROSOFT = {
        (byte) 0xec,
        0x4a,
        (byte) 0x98,
        (byte) 0xec,
        (byte) 0xf9,
        (byte) 0xa0,
        (byte) 0xe9,
        0x47,
        (byte) 0x90,
        0x1f,
        0x71,
        0x41,
        0x5a,
        0x66,
        0x34,
        0x5b
    };

    private VirtDiskLayout() {}

    /** VIRTUAL_STORAGE_TYPE_DEVICE_. */
    enum Device {
        VHD(2),
        VHDX(3);

        private final int id;

        Device(int id) {
            this.id = id;
        }

        /** By the name, as Windows itself goes; what a file is has been seen before. */
        static Device of(String path) {
            return path.toLowerCase(Locale.ROOT).endsWith(".vhd") ? VHD : VHDX;
        }
    }

    private static Memory cleared(int size) {
        Memory memory = new Memory(size);
        memory.clear();
        return memory;
    }

    static Memory storageType(Device device) {
        Memory type = cleared(STORAGE_TYPE);
        type.setInt(0, device.id);
        type.write(4, MICROSOFT, 0, MICROSOFT.length);
        return type;
    }

    /** Version 2, in which a flag says whether it is opened for reading only. */
    static Memory openParameters(boolean readOnly) {
        Memory parameters = cleared(OPEN_PARAMETERS);
        parameters.setInt(0, VERSION_2);
        parameters.setInt(OPEN_READ_ONLY, readOnly ? 1 : 0);
        return parameters;
    }

    /** Version 1, with the access mask saying all; its only field, the depth of writing, is 0. */
    static Memory openParametersForDetaching() {
        Memory parameters = cleared(OPEN_PARAMETERS);
        parameters.setInt(0, VERSION_1);
        return parameters;
    }

    static Memory attachParameters() {
        Memory parameters = cleared(ATTACH_PARAMETERS);
        parameters.setInt(0, VERSION_1);
        return parameters;
    }

    /**
     * Of a differencing child: its sizes are the parent's.
     *
     * @param parent path, which the caller keeps until the call is over
     */
    static Memory createParameters(Memory parent) {
        Memory parameters = cleared(CREATE_PARAMETERS);
        parameters.setInt(0, VERSION_2);
        parameters.setPointer(CREATE_PARENT_PATH, parent);
        return parameters;
    }

    /** GET_VIRTUAL_DISK_INFO that asks for the sizes; the union begins at 8. */
    static Memory sizeInformation() {
        Memory information = cleared(INFORMATION);
        information.setInt(0, INFORMATION_SIZE);
        return information;
    }

    static long virtualSize(Memory information) {
        return information.getLong(8);
    }

    static int sectorSize(Memory information) {
        return information.getInt(28);
    }

    /** UTF-16 with a zero at the end, whatever the size of a wide character is on this system. */
    static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        Memory memory = cleared(bytes.length + 2);
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }

    /**
     * Reads text that ends with a zero.
     *
     * @param at where it begins
     * @param room bytes that may be read at most
     */
    static String text(Pointer at, long room) {
        StringBuilder text = new StringBuilder();
        for (long i = 0; i + 2 <= room; i += 2) {
            char c = (char) at.getShort(i);
            if (c == 0) {
                break;
            }
            text.append(c);
        }
        return text.toString();
    }

    /** Reads texts of which each ends with a zero, and the last with two. */
    static List<String> texts(Pointer at, long room) {
        List<String> texts = new ArrayList<>();
        for (long i = 0; i + 2 <= room; ) {
            String text = text(at.share(i), room - i);
            if (text.isEmpty()) {
                break;
            }
            texts.add(text);
            i += 2L * (text.length() + 1);
        }
        return texts;
    }

    /** STORAGE_DEPENDENCY_INFO of version 2 to be filled. */
    static Memory dependencies(int size) {
        Memory information = cleared(size);
        information.setInt(0, VERSION_2);
        return information;
    }

    /**
     * The image file that a disk is made of.
     *
     * @param volume that holds the file: <code>\\?\Volume{...}\</code>, or empty
     * @param path of it, from the root of the volume
     */
    record Backing(String volume, String path) {}

    /** Reads the nearest of the files that a disk is made of. */
    static Optional<Backing> backing(Memory information) {
        int entries = information.getInt(4);
        int room = (int) ((information.size() - DEPENDENCIES) / DEPENDENCY);
        for (int i = 0; i < Math.min(entries, room); i++) {
            Pointer entry = information.share(DEPENDENCIES + (long) i * DEPENDENCY, DEPENDENCY);
            if (entry.getInt(ANCESTOR_LEVEL) <= 1) {
                return Optional.of(new Backing(
                        referenced(entry.getPointer(HOST_VOLUME_NAME)), referenced(entry.getPointer(RELATIVE_PATH))));
            }
        }
        return Optional.empty();
    }

    private static String referenced(Pointer text) {
        return text == null ? "" : text(text, Short.MAX_VALUE * 2L);
    }
}
