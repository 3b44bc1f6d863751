package dev.lifeboat.cli;

import dev.lifeboat.formats.bcd.BcdListing;
import java.io.PrintWriter;
import java.util.Locale;

/** Boot stores as {@code bcdedit /enum all} shows them. */
final class BootText {
    private static final int NAME_WIDTH = 24;

    private final PrintWriter out;

    BootText(PrintWriter out) {
        this.out = out;
    }

    void write(BootStores stores) {
        boolean first = true;
        for (BootStores.Store store : stores.stores()) {
            if (!first) {
                out.println();
            }
            first = false;
            write(store);
        }
    }

    private void write(BootStores.Store store) {
        String where = store.volume().map(volume -> volume + ": ").orElse("");
        String state = store.recovery()
                .map(recovery -> ", " + recovery.state().name().toLowerCase(Locale.ROOT))
                .orElse("");
        out.println("Boot store " + Text.safe(where + store.path()) + state);
        store.problems().forEach(problem -> out.println("  Error: " + Text.safe(problem)));
        store.entries().forEach(this::write);
    }

    private void write(BcdListing.Entry entry) {
        out.println();
        out.println(entry.title());
        out.println("-".repeat(entry.title().length()));
        line("identifier", entry.alias().map(alias -> alias + "  " + entry.id()).orElse(entry.id()));
        for (BcdListing.Line line : entry.lines()) {
            String name = line.name();
            for (String value : line.values()) {
                line(name, value);
                name = "";
            }
            if (line.values().isEmpty()) {
                line(name, "(none)");
            }
            line.problem().ifPresent(problem -> line("", "Error: " + problem));
        }
        entry.problems().forEach(problem -> line("", "Error: " + problem));
    }

    private void line(String name, String value) {
        StringBuilder line = new StringBuilder(Text.safe(name));
        do {
            line.append(' ');
        } while (line.length() < NAME_WIDTH);
        out.println(line.append(Text.safe(value)).toString().stripTrailing());
    }
}
