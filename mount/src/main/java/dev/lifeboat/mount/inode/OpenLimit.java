package dev.lifeboat.mount.inode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps few versions of a backup open at a time: those that were used last, and those that are in use. */
public final class OpenLimit {
    private final int most;
    private final List<OpenImages> open = new ArrayList<>();

    /**
     * @param most versions that stay open while nobody uses them, at least 1
     */
    public OpenLimit(int most) {
        this.most = most;
    }

    synchronized void opened(OpenImages images) throws IOException {
        if (!open.contains(images)) {
            open.add(images);
        }
        open.sort(Comparator.comparingLong(OpenImages::used));
        for (int i = 0; open.size() > most && i < open.size(); ) {
            if (open.get(i) != images && open.get(i).closeIfIdle()) {
                open.remove(i);
            } else {
                i++;
            }
        }
    }
}
