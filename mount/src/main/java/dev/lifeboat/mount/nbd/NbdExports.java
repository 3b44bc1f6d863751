package dev.lifeboat.mount.nbd;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.raw.RawSet;
import dev.lifeboat.mount.raw.RawView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The views of some sets under names that clients use: {@code C}, {@code disk-1}; where there are several sets, with computer and
 * version before that, and slashes between. The empty name, which clients take where none is given, means the disk, if there is
 * one set with one disk. For any thread.
 */
public final class NbdExports {
    private final List<RawSet> sets;

    /**
     * @param sets in the order in which clients see them; the caller closes them after the server
     */
    public NbdExports(List<RawSet> sets) {
        this.sets = List.copyOf(sets);
    }

    /**
     * Returns the name of a view.
     *
     * @param set of the view
     * @param view in it
     * @return such as {@code C} or {@code OFFICE-PC/Backup 2026-01-31 120000/C}
     */
    public String name(RawSet set, RawView view) {
        return prefix(set) + view.name();
    }

    private String prefix(RawSet set) {
        return sets.size() == 1 || set.folder().isEmpty() ? "" : String.join("/", set.folder()) + "/";
    }

    /**
     * Lists what can be read.
     *
     * @param complaints receives why a set cannot be opened
     * @return the exports, by set
     */
    List<NbdExport> list(Consumer<String> complaints) {
        List<NbdExport> found = new ArrayList<>();
        for (RawSet set : sets) {
            try {
                for (RawView view : set.views()) {
                    view.source()
                            .ifPresent(source -> found.add(new NbdExport(name(set, view), description(view), source)));
                }
            } catch (IOException e) {
                complaints.accept(String.join("/", set.folder()) + " cannot be opened: " + e.getMessage());
            }
        }
        return found;
    }

    /**
     * Finds what a client asks for.
     *
     * @param name as it came; letters in whatever case
     * @return empty if there is nothing of that name
     * @throws ImageException if it is there, and cannot be read
     * @throws IOException if the images cannot be opened
     */
    Optional<NbdExport> find(String name) throws IOException {
        for (RawSet set : sets) {
            String prefix = prefix(set);
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                String rest = name.substring(prefix.length());
                Optional<RawView> view = rest.isEmpty() ? onlyDisk(set) : set.find(rest);
                if (view.isPresent()) {
                    return Optional.of(new NbdExport(
                            name(set, view.get()),
                            description(view.get()),
                            view.get().open()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<RawView> onlyDisk(RawSet set) throws IOException {
        List<RawView> disks = set.views().stream()
                .filter(view -> view.kind() == RawView.Kind.DISK)
                .toList();
        return sets.size() == 1 && disks.size() == 1 ? Optional.of(disks.get(0)) : Optional.empty();
    }

    private static String description(RawView view) {
        return (view.kind() == RawView.Kind.DISK ? "disk in " : "volume, ") + view.description();
    }
}
