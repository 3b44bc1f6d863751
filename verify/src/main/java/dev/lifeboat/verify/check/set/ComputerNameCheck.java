package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the computer's folder still has the computer's name, as far as the text in the catalogs shows. */
final class ComputerNameCheck implements Check<SetContents> {
    static final Rule GOOD =
            new Rule("set.computer-name", Severity.GOOD, "The name of the folder stands in the catalogs, too.", "");
    static final Rule RENAMED = new Rule(
            "set.computer-renamed",
            Severity.NOTE,
            "The catalogs do not mention the name of this folder. If somebody renamed it, Windows may not find the backup; what the"
                    + " catalogs mean is not public, so this is only a hint.",
            "If you renamed the folder, give it the computer's name back before a restore.");

    @Override
    public String question() {
        return "Does the folder have the computer's name?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, RENAMED);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        String name = SetPaths.computer(set);
        boolean mentioned = false;
        boolean anyText = false;
        for (String catalog : CatalogCheck.NAMES) {
            Optional<OpaqueFile> file = set.set().computer().catalog(catalog);
            try {
                mentioned |= file.isPresent() && file.get().mentions(name);
                anyText |= file.isPresent() && !file.get().texts().isEmpty();
            } catch (IOException e) {
                return; // the check of access has told
            }
        }
        if (mentioned) {
            findings.accept(GOOD.at(SetPaths.computer(set), "stands in the catalogs"));
        } else if (anyText) {
            findings.accept(RENAMED.at(SetPaths.computer(set), "does not stand in the catalogs"));
        }
    }
}
