package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.IntegrityTable;
import dev.lifeboat.formats.wim.WimPart;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether there is an integrity table, and whether it fits the file. What it says is another question. */
final class WimIntegrityCheck implements Check<Wim> {
    private static final Rule DAMAGED = new Rule(
            "wim.integrity-table",
            Severity.DAMAGED,
            "The table of checksums over the whole file is damaged itself. Programs that are told to check the file's integrity"
                    + " will refuse it; the contents have checksums of their own.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule NONE = new Rule(
            "wim.no-integrity-table",
            Severity.GOOD,
            "There is no table of checksums over the whole file, as in most WIMs. The contents have checksums of their own.",
            "");
    private static final Rule GOOD =
            new Rule("wim.integrity", Severity.GOOD, "The table of checksums over the whole file fits it.", "");

    @Override
    public String question() {
        return "Does the integrity table fit the file?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(DAMAGED, NONE, GOOD);
    }

    @Override
    public void run(Wim wim, Consumer<Finding> findings) throws IOException {
        for (WimPart part : wim.file().parts()) {
            String name = part.bytes().name();
            if (!part.header().integrity().present()) {
                findings.accept(NONE.at(name, "no integrity table"));
                continue;
            }
            try {
                findings.accept(
                        GOOD.at(name, "pieces: " + IntegrityTable.read(part).count()));
            } catch (ImageException e) {
                findings.accept(Finding.of(DAMAGED, e));
            }
        }
    }
}
