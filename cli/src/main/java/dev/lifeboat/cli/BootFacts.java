package dev.lifeboat.cli;

import dev.lifeboat.formats.bcd.BcdListing;
import java.util.List;

/** Boot stores for scripts: names and words as {@link BootText} has them. */
final class BootFacts {
    private BootFacts() {}

    static Facts of(BootStores stores) {
        return new Facts()
                .add("stores", stores.stores().stream().map(BootFacts::store).toList());
    }

    private static Facts store(BootStores.Store store) {
        Facts facts = new Facts().add("volume", store.volume()).add("path", store.path());
        store.recovery().ifPresent(recovery -> WindowsFacts.addState(facts, recovery));
        addProblems(facts, store.problems());
        return facts.add(
                "entries", store.entries().stream().map(BootFacts::entry).toList());
    }

    private static Facts entry(BcdListing.Entry entry) {
        Facts facts =
                new Facts().add("title", entry.title()).add("id", entry.id()).add("alias", entry.alias());
        addProblems(facts, entry.problems());
        return facts.add(
                "elements", entry.lines().stream().map(BootFacts::element).toList());
    }

    private static Facts element(BcdListing.Line line) {
        return new Facts()
                .add("name", line.name())
                .add("type", line.type().hex())
                .add("values", line.values())
                .add("error", line.problem());
    }

    private static void addProblems(Facts facts, List<String> problems) {
        if (!problems.isEmpty()) {
            facts.add("errors", problems);
        }
    }
}
