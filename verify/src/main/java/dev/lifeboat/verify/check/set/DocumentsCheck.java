package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.SetDocument;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
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
            "The document that lists the volumes Windows cannot do without (the ASR writer's) is missing or damaged. By"
                    + " Microsoft's description a computer is not restored without it. Backups of files or single volumes do not have"
                    + " it: they can be copied out.",
            "Make a system image: 'wbadmin start backup' with -allCritical, or 'Create a system image'. " + AGAIN);
    static final Rule NO_COMPONENTS = new Rule(
            "document.no-components",
            Severity.LOST,
            "The list of what was backed up (Components.xml) is missing or damaged. By Microsoft's description, restoring a computer"
                    + " begins with it. Files can still be copied out with Lifeboat.",
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
            "A document of a single program or service is damaged. The volumes are restored without it, as far as is known; restoring"
                    + " that program's data by itself may fail.",
            AGAIN);

    static final Rule REPEATED = new Rule(
            "document.two-of-a-kind",
            Severity.UNDECIDED,
            "The folder holds two documents of which a backup has one, as if two backups had been copied into one folder. Nobody can"
                    + " tell which of them Windows would go by.",
            "Copy the folder again from the original into an empty one; then verify again.");
    static final Rule UNSUPPORTED = new Rule(
            "document.unsupported",
            Severity.UNDECIDED,
            "A document is far larger than those of Windows are, or there are far more of them. It was not read.",
            "Verify the original, if this is a copy; else make a new image.");

    @Override
    public String question() {
        return "Are the documents of the backup there and readable?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NO_ASR, NO_COMPONENTS, NO_SPECS, DAMAGED, REPEATED, UNSUPPORTED);
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
            if (unreadable.problem() instanceof UnsupportedImageException problem) {
                counted.accept(
                        UNSUPPORTED.at(SetPaths.inSet(set, unreadable.document().file()), problem.problem()));
            } else if (unreadable.problem() instanceof ImageException problem) {
                counted.accept(Finding.of(rule(unreadable.document()), problem));
            } else {
                good[0] = false; // the check of access has told
            }
        }
        for (SetDocument document : set.documents().repeated()) {
            counted.accept(REPEATED.at(SetPaths.inSet(set, document.file()), "is the second of its kind"));
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
