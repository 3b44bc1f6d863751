package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.wim.MissingPart;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether all parts of a split WIM are there. */
final class WimPartsCheck implements Check<Wim> {
    private static final Rule MISSING = new Rule(
            "wim.part",
            Severity.LOST,
            "A part of a split WIM is missing or cannot be used. The files whose contents lie in it cannot be read, and no image"
                    + " can be applied as a whole.",
            "Put all parts into one folder, under the names that they had: a.swm, a2.swm, a3.swm and so on.");
    private static final Rule GOOD = new Rule("wim.parts", Severity.GOOD, "All parts are there.", "");

    @Override
    public String question() {
        return "Are all parts of the WIM there?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(MISSING, GOOD);
    }

    @Override
    public void run(Wim wim, Consumer<Finding> findings) {
        WimFile file = wim.file();
        for (MissingPart part : file.missing()) {
            findings.accept(MISSING.at(part.file(), "part " + part.number() + " " + part.problem()));
        }
        if (file.missing().isEmpty() && file.header().parts() > 1) {
            findings.accept(GOOD.at(file.name(), file.header().parts() + " parts"));
        }
    }
}
