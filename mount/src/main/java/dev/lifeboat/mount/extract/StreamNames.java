package dev.lifeboat.mount.extract;

import java.nio.file.Path;

/** The rules for a file that holds a stream: its name and the stream's with a colon between them, which is always escaped. */
final class StreamNames implements HostNames {
    private final HostNames names;
    private final int colon;

    /**
     * @param names of the host
     * @param colon where it stands
     */
    StreamNames(HostNames names, int colon) {
        this.names = names;
        this.colon = colon;
    }

    @Override
    public boolean keeps(String name, int at) {
        return at != colon && names.keeps(name, at);
    }

    @Override
    public int length(String name) {
        return names.length(name);
    }

    @Override
    public String key(String name) {
        return names.key(name);
    }

    @Override
    public boolean reaches(Path path) {
        return names.reaches(path);
    }
}
