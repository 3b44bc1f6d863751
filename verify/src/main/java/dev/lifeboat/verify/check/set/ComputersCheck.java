package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether the folder holds the backups of one computer only. */
final class ComputersCheck implements Check<SetContents> {
    private static final int NAMED = 10;

    static final Rule SEVERAL = new Rule(
            "set.several-computers",
            Severity.NOTE,
            "Backups of several computers lie here. wbadmin then refuses every command that does not name one, and a computer that"
                    + " was renamed appears twice.",
            "At the restore choose the computer, or add -machine:NAME to each wbadmin command.");

    @Override
    public String question() {
        return "Is this the only computer here?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(SEVERAL);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        set.set().store().ifPresent(store -> {
            List<ComputerBackups> computers = store.computers();
            if (computers.size() > 1) {
                String names = computers.stream()
                        .limit(NAMED)
                        .map(ComputerBackups::name)
                        .collect(Collectors.joining(", "));
                findings.accept(SEVERAL.at(
                        store.name(),
                        "holds " + computers.size() + " computers: " + names
                                + (computers.size() > NAMED ? ", ..." : "")));
            }
        });
    }
}
