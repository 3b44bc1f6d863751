package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.wim.Dentry;
import dev.lifeboat.formats.wim.WimMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A directory of a WIM in the order of names. Whoever writes WIMs stores them so, more or less: a directory that is in order is
 * passed on as it is read, and only one that is not is collected first.
 */
final class WimDirectory {
    /** More names than any directory of Windows has; of larger ones the order is that in which they are stored. */
    private static final int MOST_SORTED = 100_000;

    private final WimMetadata metadata;
    private final Dentry directory;
    private final UnaryOperator<String> fold;

    /** A name and its entry's place. */
    private record Name(String folded, String name, long offset) {}

    WimDirectory(WimMetadata metadata, Dentry directory, UnaryOperator<String> fold) {
        this.metadata = metadata;
        this.directory = directory;
        this.fold = fold;
    }

    void visit(WimMetadata.Visitor visitor) throws IOException {
        if (inOrder()) {
            metadata.children(directory, visitor);
            return;
        }
        List<Name> names = new ArrayList<>();
        metadata.children(
                directory, dentry -> names.add(new Name(fold.apply(dentry.name()), dentry.name(), dentry.offset())));
        names.sort(Comparator.comparing(Name::folded).thenComparing(Name::name));
        for (Name name : names) {
            visitor.dentry(metadata.dentry(name.offset()));
        }
    }

    private boolean inOrder() throws IOException {
        Order order = new Order();
        metadata.children(directory, order);
        return order.kept || order.count > MOST_SORTED;
    }

    /** Compares each name with the one before. */
    private final class Order implements WimMetadata.Visitor {
        private boolean kept = true;
        private int count;
        private String last = "";
        private String lastFolded = "";

        @Override
        public void dentry(Dentry dentry) {
            count++;
            if (kept) {
                String folded = fold.apply(dentry.name());
                int order = lastFolded.compareTo(folded);
                kept = order < 0 || (order == 0 && last.compareTo(dentry.name()) <= 0);
                last = dentry.name();
                lastFolded = folded;
            }
        }
    }
}
