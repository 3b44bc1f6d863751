package dev.lifeboat.verify.check.set;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Whether the set lay still while it was checked. */
final class StillnessCheck implements Check<SetContents> {
    static final Rule WRITTEN = new Rule(
            "set.being-written",
            Severity.UNDECIDED,
            "The backup is being written right now, or was a moment ago, so nothing can be said about it yet, whatever else was found.",
            "Wait until the backup has ended, then verify again.");

    @Override
    public String question() {
        return "Is nobody writing the backup right now?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(WRITTEN);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        for (Path file : set.changed()) {
            findings.accept(WRITTEN.at(SetPaths.inSet(set, file), "changed while it was checked"));
        }
        if (!set.writer().isEmpty()) {
            findings.accept(WRITTEN.at(
                    SetPaths.version(set),
                    set.writer() + " runs on this computer, and the newest file is minutes old"));
        }
    }
}
