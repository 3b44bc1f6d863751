package dev.lifeboat.mount.fuse;

import dev.lifeboat.mount.inode.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Files that programs have open, by the handle that the kernel was given. */
final class OpenFiles implements Closeable {
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, OpenFile> open = new ConcurrentHashMap<>();

    long add(OpenFile file) {
        long handle = last.incrementAndGet();
        open.put(handle, file);
        return handle;
    }

    OpenFile get(long handle) throws IOException {
        OpenFile file = open.get(handle);
        if (file == null) {
            throw new IOException("no file has the handle " + handle);
        }
        return file;
    }

    void remove(long handle) {
        OpenFile file = open.remove(handle);
        if (file != null) {
            file.close();
        }
    }

    @Override
    public void close() {
        open.keySet().forEach(this::remove);
    }
}
