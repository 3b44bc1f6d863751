package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.SetDocument;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.function.Consumer;

/** Whether the XML documents of the version are there and can be read. */
final class DocumentsCheck implements Check<SetContents> {
    private static final String AGAIN =
            "If the folder was copied, copy it again from the original; else make a new image.";

    static final Rule GOOD = new Rule("document.all", Severity.GOOD, "Every document can be read.", "");
    static final Rule NO_ASR = new Rule(
            "document.no-asr",
            Severity.LOST,
            "The document that lists the volumes Windows cannot do without (the ASR writer's) is missing or damaged. With it missing,"
                    + " this is a backup of files or single volumes: they can be copied out, but a computer cannot be restored.",
            "Make a system image: 'wbadmin start backup' with -allCritical, or 'Create a system image'. " + AGAIN);
    static final Rule NO_COMPONENTS = new Rule(
            "document.no-components",
            Severity.LOST,
            "The list of what was backed up (Components.xml) is missing or damaged. Restoring a computer begins with it.",
            AGAIN);
    static final Rule NO_SPECS = new Rule(
            "document.no-specs",
            Severity.UNDECIDED,
            "BackupSpecs.xml, which says what the backup was asked to hold, is missing or damaged: whether all of it is here cannot be"
                    + " told.",
            AGAIN);
    static final Rule DAMAGED = new Rule(
            "document.damaged",
            Severity.NOTE,
            "A document that Windows needs only for single programs or services is damaged.",
            AGAIN);

    @Override
    public String question() {
        return "Are the documents of the backup there and readable?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NO_ASR, NO_COMPONENTS, NO_SPECS, DAMAGED);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        if (set.set().version().problem().isPresent()) {
            return; // not even looked into
        }
        boolean[] good = {true};
        Consumer<Finding> counted = finding -> {
            good[0] = false;
            findings.accept(finding);
        };
        for (SetDocuments.Unreadable unreadable : set.documents().unreadable()) {
            if (unreadable.problem() instanceof ImageException problem) {
                counted.accept(Finding.of(rule(unreadable.document()), problem));
            } else {
                good[0] = false; // the check of access has told
            }
        }
        missing(set, DocumentName.Kind.BACKUP_SPECS, NO_SPECS, "BackupSpecs.xml", counted);
        missing(set, DocumentName.Kind.COMPONENTS, NO_COMPONENTS, "..._Components.xml", counted);
        boolean asr = set.set().version().documents().stream().anyMatch(DocumentsCheck::isAsr);
        if (!asr) {
            counted.accept(NO_ASR.at(SetPaths.version(set), "lacks ..._Writer" + WellKnownWriter.ASR.id() + ".xml"));
        }
        if (good[0]) {
            findings.accept(GOOD.at(
                    SetPaths.version(set), set.set().version().documents().size() + " documents"));
        }
    }

    private static void missing(
            SetContents set, DocumentName.Kind kind, Rule rule, String name, Consumer<Finding> findings) {
        if (set.set().version().documents(kind).isEmpty()) {
            findings.accept(rule.at(SetPaths.version(set), "lacks " + name));
        }
    }

    private static boolean isAsr(SetDocument document) {
        return document.name().writer().filter(w -> w == WellKnownWriter.ASR).isPresent();
    }

    private static Rule rule(SetDocument document) {
        return switch (document.name().kind()) {
            case BACKUP_SPECS -> NO_SPECS;
            case COMPONENTS -> NO_COMPONENTS;
            default -> isAsr(document) ? NO_ASR : DAMAGED;
        };
    }
}
