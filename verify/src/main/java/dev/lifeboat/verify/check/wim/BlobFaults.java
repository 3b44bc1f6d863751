package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.Blob;
import dev.lifeboat.formats.wim.Sha1;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Damaged contents, by SHA-1, and the files that have them. Threads may add to it. */
public final class BlobFaults {
    /** Of more no one would read; they are counted. */
    private static final int MOST = 10_000;

    private static final int PATHS_SHOWN = 3;

    private final Map<Sha1, Fault> faults = new LinkedHashMap<>();
    private long others;

    /** A damaged content. */
    static final class Fault {
        private final String where;
        private final String problem;
        private final List<String> paths = new ArrayList<>();
        private int more;

        Fault(String where, String problem) {
            this.where = where;
            this.problem = problem;
        }

        String where() {
            return where;
        }

        String problem() {
            return problem;
        }

        void usedBy(String path) {
            if (paths.size() < PATHS_SHOWN) {
                paths.add(path);
            } else {
                more++;
            }
        }

        boolean used() {
            return !paths.isEmpty();
        }

        /** Such as {@code 1:/a.txt, 1:/b.txt}. */
        String users() {
            return String.join(", ", paths) + (more == 0 ? "" : " and " + more + " more");
        }
    }

    /** Makes a collection without any. */
    public BlobFaults() {}

    synchronized void add(Blob blob, ImageException problem) {
        if (faults.containsKey(blob.sha1())) {
            return;
        }
        if (faults.size() == MOST) {
            others++;
            return;
        }
        String file = blob.part().bytes().name();
        boolean solid = blob.resource().solid();
        faults.put(
                blob.sha1(),
                new Fault(
                        solid
                                ? file
                                : file + " at 0x"
                                        + Long.toHexString(blob.resource().offset()),
                        problem.problem()));
    }

    synchronized Fault find(Sha1 sha1) {
        return faults.isEmpty() ? null : faults.get(sha1);
    }

    synchronized boolean has(Blob blob) {
        return faults.containsKey(blob.sha1());
    }

    synchronized List<Fault> all() {
        return List.copyOf(faults.values());
    }

    /** How many more were found than are known here. */
    synchronized long others() {
        return others;
    }
}
