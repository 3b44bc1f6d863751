package dev.lifeboat.cli;

import dev.lifeboat.mount.nbd.NbdExports;
import dev.lifeboat.mount.raw.RawSet;
import dev.lifeboat.mount.raw.RawView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A view and the name under which it is served.
 *
 * @param name of the export
 * @param view what it shows
 */
record ServedView(String name, RawView view) {
    /**
     * Lists the views of a set.
     *
     * @param exports that name them
     * @param set is opened
     * @return those that can be read, and those that cannot
     * @throws IOException if nothing can be opened
     */
    static List<ServedView> of(NbdExports exports, RawSet set) throws IOException {
        List<ServedView> views = new ArrayList<>();
        for (RawView view : set.views()) {
            views.add(new ServedView(exports.name(set, view), view));
        }
        return views;
    }

    String what() {
        return (view.kind() == RawView.Kind.DISK ? "disk in " : "volume, ") + view.description();
    }
}
