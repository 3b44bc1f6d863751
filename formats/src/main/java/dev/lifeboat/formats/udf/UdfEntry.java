package dev.lifeboat.formats.udf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A name in a directory of a UDF volume. What it names is told by {@link UdfVolume#file}.
 *
 * <p>Names come from the image and may hold anything, path separators and nothing at all included; whoever writes files
 * judges them first.
 */
public final class UdfEntry {
    private final Optional<UdfEntry> parent;
    private final String name;
    private final boolean directory;
    private final boolean hidden;
    private final BlockAddress address;

    UdfEntry(Optional<UdfEntry> parent, String name, boolean directory, boolean hidden, BlockAddress address) {
        this.parent = parent;
        this.name = name;
        this.directory = directory;
        this.hidden = hidden;
        this.address = address;
    }

    static UdfEntry root(BlockAddress address) {
        return new UdfEntry(Optional.empty(), "", true, false, address);
    }

    /**
     * Returns the directory it is in.
     *
     * @return absent for the root
     */
    public Optional<UdfEntry> parent() {
        return parent;
    }

    /**
     * Returns the name.
     *
     * @return empty for the root
     */
    public String name() {
        return name;
    }

    public boolean directory() {
        return directory;
    }

    public boolean hidden() {
        return hidden;
    }

    /**
     * Returns a key for the file: equal for each of its names.
     *
     * @return where its file entry stands
     */
    public Object file() {
        return address;
    }

    BlockAddress address() {
        return address;
    }

    /**
     * Returns the path from the root.
     *
     * @return such as {@code /sources/boot.wim}; {@code /} for the root
     */
    public String path() {
        if (parent.isEmpty()) {
            return "/";
        }
        List<String> names = new ArrayList<>();
        for (UdfEntry e = this; e.parent.isPresent(); e = e.parent.get()) {
            names.add(e.name);
        }
        Collections.reverse(names);
        return "/" + String.join("/", names);
    }

    @Override
    public String toString() {
        return path();
    }
}
