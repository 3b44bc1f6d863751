package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names in a directory: file identifier descriptors, 4/14.4, one behind the other whatever the blocks. */
final class UdfDirectory {
    /** Takes 40 MB at most; Windows media has some hundred. */
    private static final int MOST_NAMES = 1 << 17;

    private static final int FIXED = 38;
    /** The longest: implementation use is 16 bits long, a name 8. */
    private static final int WINDOW = 1 << 17;

    private static final int HIDDEN = 0x01;
    private static final int DIRECTORY = 0x02;
    private static final int DELETED = 0x04;
    private static final int PARENT = 0x08;

    private UdfDirectory() {}

    static List<UdfEntry> read(ByteSource data, UdfEntry directory) throws IOException {
        List<UdfEntry> entries = new ArrayList<>();
        Struct window = window(data, 0);
        int inWindow = 0;
        int count = 0;
        while (window.position() + inWindow < data.size()) {
            if (inWindow > window.size() / 2 && window.position() + window.size() < data.size()) {
                window = window(data, window.position() + inWindow);
                inWindow = 0;
            }
            if (++count > MOST_NAMES) {
                throw new UnsupportedImageException(
                        data.name(), "a directory with more than " + MOST_NAMES + " names is not supported");
            }
            Struct s = identifier(window, inWindow);
            int flags = s.u8(18);
            if ((flags & (DELETED | PARENT)) == 0) {
                String name = OstaText.read(s, FIXED + s.u16(36), s.u8(19));
                entries.add(new UdfEntry(
                        Optional.of(directory),
                        name,
                        (flags & DIRECTORY) != 0,
                        (flags & HIDDEN) != 0,
                        BlockAddress.ofLong(s, 20)));
            }
            inWindow += s.size();
        }
        return List.copyOf(entries);
    }

    private static Struct window(ByteSource data, long at) throws IOException {
        return Struct.read(data, at, (int) Math.min(WINDOW, data.size() - at), "directory");
    }

    /**
     * With its padding, which the CRC of some writers covers; behind the last one it may be missing. The location in the tag is not
     * compared: it is to be the block of the directory, and writers put other numbers there.
     */
    private static Struct identifier(Struct window, int at) throws IOException {
        Struct fixed = window.part(at, FIXED, "file identifier");
        int length = FIXED + fixed.u8(19) + fixed.u16(36);
        window.part(at, length, "file identifier");
        Struct s = window.part(at, Math.min((length + 3) & -4, window.size() - at), "file identifier");
        DescriptorTag tag = DescriptorTag.read(s);
        s.expect(0, "tag", tag.id(), DescriptorTag.FILE_IDENTIFIER);
        return s;
    }
}
