package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which volumes have which drive letters, the key {@code MountedDevices} of SYSTEM: letters and names of volumes, each with what
 * Windows knows the volume by. Volumes of sticks and discs, which have a path of hardware there, are left out.
 *
 * @param byName in capitals: <code>\DOSDEVICES\C:</code>, <code>\??\VOLUME{...}</code>
 */
public record MountedDevices(Map<String, VolumeId> byName) {
    private static final String DRIVE = "\\DOSDEVICES\\";
    private static final String VOLUME = "\\??\\VOLUME{";
    private static final String GPT = "DMIO:ID:";
    private static final int GPT_SIZE = 24;
    private static final int MBR_SIZE = 12;

    /**
     * Reads the key.
     *
     * @param system the hive SYSTEM
     * @return what it has; nothing if there is no such key
     * @throws ImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    public static MountedDevices read(Hive system) throws IOException {
        Map<String, VolumeId> found = new LinkedHashMap<>();
        Optional<RegistryKey> key = system.find("MountedDevices");
        if (key.isPresent()) {
            for (RegistryValue value : key.get().values()) {
                if (value.size() == GPT_SIZE || value.size() == MBR_SIZE) {
                    id(value).ifPresent(id -> found.put(value.name().toUpperCase(Locale.ROOT), id));
                }
            }
        }
        return new MountedDevices(found);
    }

    private static Optional<VolumeId> id(RegistryValue value) throws IOException {
        byte[] data = value.data();
        Struct s = Struct.of(ByteSource.of(value.name(), data), 0, data, "mounted device");
        if (data.length == GPT_SIZE && s.ascii(0, GPT.length()).equals(GPT)) {
            return Optional.of(new VolumeId.Gpt(s.guid(GPT.length())));
        }
        return data.length == MBR_SIZE && s.bits64(4) > 0
                ? Optional.of(new VolumeId.Mbr(s.u32(0), s.bits64(4)))
                : Optional.empty();
    }

    /**
     * Finds the volume that has a letter.
     *
     * @param letter with its colon: {@code C:}
     * @return empty if none is noted
     */
    public Optional<VolumeId> drive(String letter) {
        return Optional.ofNullable(byName.get(DRIVE + letter.toUpperCase(Locale.ROOT)));
    }

    /**
     * Finds the volume that has a name.
     *
     * @param name the GUID in <code>\\?\Volume{...}</code>
     * @return empty if none is noted
     */
    public Optional<VolumeId> volume(UUID name) {
        return Optional.ofNullable(byName.get(VOLUME + name.toString().toUpperCase(Locale.ROOT) + "}"));
    }
}
