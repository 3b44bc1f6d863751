package dev.lifeboat.formats.raw.write;

import dev.lifeboat.formats.source.write.DiskLayout;
import dev.lifeboat.formats.source.write.NewFile;
import java.io.IOException;

/** The bytes of the disk, as they are; blocks that are left out are holes of the file. */
public final class RawLayout implements DiskLayout {
    private static final int BLOCK = 1 << 16;

    private final NewFile file;
    private final long size;

    /**
     * @param file new
     * @param size of the disk in bytes
     */
    public RawLayout(NewFile file, long size) {
        this.file = file;
        this.size = size;
    }

    @Override
    public int blockSize() {
        return BLOCK;
    }

    @Override
    public long diskSize() {
        return size;
    }

    @Override
    public long place(long block) {
        return block * BLOCK;
    }

    /** The last block may reach past the end. */
    @Override
    public void finish() throws IOException {
        file.extend(size);
        file.cut(size);
    }

    @Override
    public long overhead(long blocks) {
        return 0;
    }
}
