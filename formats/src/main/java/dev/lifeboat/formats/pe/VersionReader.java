package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads VS_VERSIONINFO: blocks in blocks, each with a length, a name, a value and inner blocks, all beginning at multiples of four.
 * The lengths of values are bytes or characters as the compiler liked; a text ends at its NUL or with its block.
 */
final class VersionReader {
    private static final int HEADER = 6;
    private static final int FIXED = 52;
    private static final long FIXED_SIGNATURE = 0xfeef04bdL;

    private final Struct s;

    private VersionReader(Struct s) {
        this.s = s;
    }

    /**
     * A block.
     *
     * @param name its key
     * @param value where the value, or the first inner block, begins
     * @param end where the block ends
     * @param valueLength as it stands there
     */
    private record Block(String name, int value, int end, int valueLength) {}

    static VersionInfo read(ByteSource resource) throws IOException {
        return new VersionReader(Struct.read(resource, 0, (int) resource.size(), "version resource")).read();
    }

    private VersionInfo read() throws CorruptImageException {
        Block top = block(0, s.size());
        if (!top.name().equals("VS_VERSION_INFO")) {
            throw s.corrupt(HEADER, "name", "is '" + top.name() + "', expected VS_VERSION_INFO");
        }
        boolean fixed = top.valueLength() >= FIXED && s.u32(top.value()) == FIXED_SIGNATURE;
        List<VersionInfo.Table> tables = new ArrayList<>();
        for (Block info : inside(top, aligned(top.value() + top.valueLength()))) {
            if (info.name().equals("StringFileInfo")) {
                for (Block table : inside(info, info.value())) {
                    tables.add(new VersionInfo.Table(table.name(), texts(table)));
                }
            }
        }
        return new VersionInfo(
                fixed ? Optional.of(version(top.value() + 8)) : Optional.empty(),
                fixed ? Optional.of(version(top.value() + 16)) : Optional.empty(),
                List.copyOf(tables));
    }

    private String version(int at) throws CorruptImageException {
        return s.u16(at + 2) + "." + s.u16(at) + "." + s.u16(at + 6) + "." + s.u16(at + 4);
    }

    private Map<String, String> texts(Block table) throws CorruptImageException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Block text : inside(table, table.value())) {
            texts.putIfAbsent(text.name(), text(text.value(), text.end()));
        }
        return Collections.unmodifiableMap(texts);
    }

    private List<Block> inside(Block outer, int from) throws CorruptImageException {
        List<Block> blocks = new ArrayList<>();
        int at = from;
        while (at <= outer.end() - HEADER && s.u16(at) != 0) {
            Block block = block(at, outer.end());
            blocks.add(block);
            at = aligned(block.end());
        }
        return blocks;
    }

    private Block block(int at, int limit) throws CorruptImageException {
        int length = s.u16(at);
        if (length < HEADER || length > limit - at) {
            throw s.corrupt(at, "length of a block", "is " + length + ", expected 6 to " + (limit - at));
        }
        int end = at + length;
        String name = text(at + HEADER, end);
        int value = aligned(at + HEADER + 2 * (name.length() + 1));
        return new Block(name, Math.min(value, end), end, s.u16(at + 2));
    }

    private String text(int from, int end) throws CorruptImageException {
        String text = s.utf16(from, (end - from) / 2);
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    private static int aligned(int at) {
        return (at + 3) & -4;
    }
}
