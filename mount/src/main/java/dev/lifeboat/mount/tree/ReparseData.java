package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.Dentry;
import dev.lifeboat.formats.wim.Sha1;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimImage;
import dev.lifeboat.formats.wim.WimStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What links and other reparse points of an image of a WIM consist of: a few hundred bytes each, stored like contents of files.
 * Where contents are compressed together each would cost a chunk of many megabytes, thus when more than a few are asked for, all are
 * read in the order in which they lie, and kept.
 */
final class ReparseData {
    /** Of a reparse point, [MS-FSCC] 2.1.2. */
    private static final int LARGEST = 0xffff;

    private static final int FEW = 4;
    private static final int MOST_KEPT = 1 << 16;
    private static final int MOST_BYTES = 8 << 20;

    private final WimImage image;
    private final WimFile wim;
    private final Map<Sha1, byte[]> kept = new HashMap<>();
    private int asked;

    ReparseData(WimImage image) {
        this.image = image;
        this.wim = image.wim();
    }

    /** What is stored for a reparse point: without tag and length. */
    static Optional<WimStream> stream(Dentry dentry) {
        return dentry.streams().stream()
                .filter(s -> s.kind() == WimStream.Kind.REPARSE_POINT)
                .findFirst();
    }

    /**
     * Reads it.
     *
     * @param stream of a reparse point
     * @param name for messages
     * @return at most 65,535 bytes
     * @throws CorruptImageException if there are more
     * @throws ImageException if it cannot be read
     * @throws IOException if the storage cannot be read
     */
    synchronized byte[] read(WimStream stream, String name) throws IOException {
        if (wim.solidOrder(stream.sha1()).isPresent() && ++asked == FEW) {
            keepAll();
        }
        byte[] known = kept.get(stream.sha1());
        return known != null ? known : load(stream.sha1(), name);
    }

    private byte[] load(Sha1 sha1, String name) throws IOException {
        ByteSource data = wim.open(sha1, name);
        if (data.size() > LARGEST) {
            throw new CorruptImageException(
                    data, 0, "reparse point", "has " + data.size() + " bytes, more than one can have");
        }
        return data.bytes(0, (int) data.size());
    }

    private void keepAll() throws IOException {
        Map<Long, Sha1> order = new TreeMap<>();
        image.metadata().walk((dentry, path) -> {
            Optional<WimStream> stream = stream(dentry);
            OptionalLong place =
                    stream.isPresent() ? wim.solidOrder(stream.get().sha1()) : OptionalLong.empty();
            if (place.isPresent() && order.size() < MOST_KEPT) {
                order.put(place.getAsLong(), stream.get().sha1());
            }
        });
        int bytes = 0;
        for (Sha1 sha1 : order.values()) {
            try {
                byte[] data = load(sha1, image.name() + " (reparse point)");
                bytes += data.length;
                if (bytes > MOST_BYTES) {
                    return;
                }
                kept.put(sha1, data);
            } catch (ImageException e) {
                // whoever asks for it will be told
            }
        }
    }
}
