package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Parent locator, 2.6.2.6: which file holds what a differencing disk does not.
 *
 * @param linkages what the parent's {@link VhdxHeader#dataWriteGuid} has to be, any one of them; at least one
 * @param paths where the parent was when the child was made, as Windows paths and in the order in which they are tried
 */
public record ParentLocator(List<UUID> linkages, List<String> paths) {
    private static final UUID VHDX_PARENT = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");
    private static final int HEADER = 20;
    private static final int ENTRY = 12;
    private static final int MOST_ENTRIES = 256;

    static ParentLocator read(Struct s, String file) throws CorruptImageException, UnsupportedImageException {
        UUID type = s.guid(0);
        if (!type.equals(VHDX_PARENT)) {
            throw new UnsupportedImageException(
                    file, "a parent of the kind " + Guids.braced(type) + " is not supported");
        }
        int count = s.u16(18);
        if (count > MOST_ENTRIES) {
            throw s.corrupt(18, "entry count", "is " + count + ", expected at most " + MOST_ENTRIES);
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Struct entry = s.part(HEADER + (long) i * ENTRY, ENTRY, "entry " + i);
            String key = s.utf16(entry.u32(0), entry.u16(8) / 2);
            if (values.put(key, s.utf16(entry.u32(4), entry.u16(10) / 2)) != null) {
                throw entry.corrupt(0, "key", "stands in the locator twice");
            }
        }
        List<UUID> linkages = new ArrayList<>();
        for (String key : List.of("parent_linkage", "parent_linkage2")) {
            Optional.ofNullable(values.get(key)).flatMap(Guids::parse).ifPresent(linkages::add);
        }
        if (linkages.isEmpty()) {
            throw s.corrupt(HEADER, "", "has no parent_linkage");
        }
        List<String> paths = new ArrayList<>();
        for (String key : List.of("relative_path", "volume_path", "absolute_win32_path")) {
            Optional.ofNullable(values.get(key)).ifPresent(paths::add);
        }
        return new ParentLocator(List.copyOf(linkages), List.copyOf(paths));
    }

    /** The parent's identity, for messages. */
    String parentText() {
        return "parent " + Guids.braced(linkages.get(0));
    }
}
