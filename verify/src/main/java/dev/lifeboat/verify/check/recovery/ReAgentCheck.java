package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.windows.ReAgent;
import dev.lifeboat.formats.xml.ElementXml;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.boot.StoredFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether Windows' own note of where its recovery environment is leads to one. */
final class ReAgentCheck implements Check<RecoverySubject> {
    private static final String ENABLE =
            "On the computer, open a command prompt as administrator and type 'reagentc /enable'. If it says that the image was not found, the"
                    + " file Winre.wim is gone: recovery media do the same.";

    static final Rule GOOD = new Rule(
            "recovery.settings",
            Severity.GOOD,
            "The settings of Windows (ReAgent.xml) lead to a recovery environment in the backup.",
            "");
    static final Rule DISABLED = new Rule(
            "recovery.disabled",
            Severity.NOTE,
            "The recovery environment is switched off in the settings of Windows (ReAgent.xml). The restored computer starts; but when it does"
                    + " not one day, it does not offer to repair itself.",
            ENABLE);
    static final Rule ELSEWHERE = new Rule(
            "recovery.elsewhere",
            Severity.NOTE,
            "The settings of Windows (ReAgent.xml) name a place for the recovery environment where none of the volumes in this backup has one."
                    + " The restored computer starts; but it may have no recovery environment.",
            "See with 'reagentc /info' on the computer whether it has one. After a restore, 'reagentc /enable' sets it up again.");
    static final Rule UNREADABLE = new Rule(
            "recovery.settings-unreadable",
            Severity.NOTE,
            "The settings of Windows for its recovery environment (ReAgent.xml) cannot be read. The restored computer starts; but it may have no"
                    + " recovery environment.",
            ENABLE);

    @Override
    public String question() {
        return "Do the settings of Windows lead to its recovery environment?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(DISABLED, ELSEWHERE, UNREADABLE, GOOD);
    }

    @Override
    public void run(RecoverySubject subject, Consumer<Finding> findings) throws IOException {
        for (ReAgentFile file : ReAgentFile.of(subject.computer())) {
            if (file.problem().isPresent()) {
                findings.accept(UNREADABLE.at(file.where(), file.problem().get().problem()));
            } else {
                look(subject, file.where(), file.settings().orElseThrow(), findings);
            }
        }
    }

    private static void look(RecoverySubject subject, String where, ReAgent settings, Consumer<Finding> findings)
            throws IOException {
        Optional<ReAgent.Location> location = settings.location();
        if (!settings.enabled().orElse(true)) {
            findings.accept(DISABLED.at(where, "InstallState is 0"));
        } else if (location.isEmpty()) {
            findings.accept(ELSEWHERE.at(where, "it names no place (WinreLocation)"));
        } else {
            Optional<StoredFile> found = ReAgentFile.find(subject.computer(), location.get());
            String built = settings.build()
                    .map(build -> ", set up for build " + ElementXml.quoted(build))
                    .orElse("");
            if (found.isEmpty()
                    && (!subject.computer().complete() || subject.computer().lacksNamedRecovery())) {
                return; // it may lie in what could not be seen, or the check of the boot store has told the same
            }
            findings.accept(
                    found.isPresent()
                            ? GOOD.at(where, "it leads to " + found.get().where() + built)
                            : ELSEWHERE.at(
                                    where,
                                    "it names the folder "
                                            + location.get().path() + " on "
                                            + location.get().words()));
        }
    }
}
