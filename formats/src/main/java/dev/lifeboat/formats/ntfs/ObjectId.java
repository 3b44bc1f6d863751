package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.Optional;
import java.util.UUID;

/**
 * $OBJECT_ID: by what shortcuts find a file again that was moved, FILE_OBJECTID_BUFFER of [MS-FSCC] 2.1.3.
 *
 * @param id of the file on this volume
 * @param birthVolume where it was made
 * @param birthId what it had there
 * @param domain not used by Windows: zeros
 */
public record ObjectId(UUID id, Optional<UUID> birthVolume, Optional<UUID> birthId, Optional<UUID> domain) {
    private static final int GUID_SIZE = 16;

    /**
     * Reads one.
     *
     * @param s the attribute's value: one to four GUIDs
     * @return what it says
     * @throws CorruptImageException if it is too short
     */
    static ObjectId read(Struct s) throws CorruptImageException {
        return new ObjectId(s.guid(0), guid(s, 1), guid(s, 2), guid(s, 3));
    }

    private static Optional<UUID> guid(Struct s, int index) throws CorruptImageException {
        int at = index * GUID_SIZE;
        return s.size() < at + GUID_SIZE ? Optional.empty() : Optional.of(s.guid(at));
    }
}
