package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.Access;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whether every file and folder of the set opens to this user. What does not is no fault of the backup. */
final class AccessCheck implements Check<SetContents> {
    static final Rule DENIED = new Rule(
            "set.access-denied",
            Severity.UNDECIDED,
            "The rights of this user do not reach far enough to look. It says nothing about the backup itself: Windows closes"
                    + " these folders to all but administrators.",
            "Run Lifeboat as administrator (on other systems as root), then verify again.");
    static final Rule IN_USE = new Rule(
            "set.in-use",
            Severity.UNDECIDED,
            "Another program holds a file of the backup open and lets nobody else read it: a running backup, or an attached"
                    + " image.",
            "Wait until the backup has ended, or detach the image in Disk Management; then verify again.");
    static final Rule FAILED = new Rule(
            "set.unreadable",
            Severity.UNDECIDED,
            "The drive or the share did not give what was asked of it. If it goes on, the drive may be failing.",
            "Try another cable or port, or connect again. If it fails again, copy the backup to another drive.");

    @Override
    public String question() {
        return "Can every file of the set be read by this user?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(DENIED, IN_USE, FAILED);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        set.set().store().ifPresent(store -> store.problem().ifPresent(e -> report(set, store.folder(), e, findings)));
        set.set()
                .computer()
                .problem()
                .ifPresent(e -> report(set, set.set().computer().folder(), e, findings));
        set.set()
                .version()
                .problem()
                .ifPresent(e -> report(set, set.set().version().folder(), e, findings));
        for (UnreadImage unread : set.unread()) {
            unread.problem()
                    .filter(e ->
                            Access.of(e) == Access.DENIED || Access.of(e) == Access.IN_USE) // others have been told
                    .ifPresent(e -> report(set, unread.image(), e, findings));
        }
        for (OpaqueFile file : opaque(set)) {
            file.problem().ifPresent(e -> report(set, file.file(), e, findings));
        }
        for (SetDocuments.Unreadable unreadable : set.documents().unreadable()) {
            if (!(unreadable.problem() instanceof ImageException)) {
                report(set, unreadable.document().file(), unreadable.problem(), findings);
            }
        }
    }

    private static List<OpaqueFile> opaque(SetContents set) {
        List<OpaqueFile> files = new ArrayList<>(set.set().computer().catalogs());
        files.addAll(set.set().computer().metadataCache());
        set.set().computer().mediaId().ifPresent(files::add);
        return files;
    }

    private static void report(SetContents set, Path asked, IOException problem, Consumer<Finding> findings) {
        Access access = Access.of(problem);
        Path file = told(asked, problem);
        Rule rule =
                switch (access) {
                    case DENIED -> DENIED;
                    case IN_USE -> IN_USE;
                    default -> FAILED;
                };
        String detail = access == Access.FAILED ? " (" + problem.getMessage() + ")" : "";
        findings.accept(rule.at(SetPaths.inSet(set, file), access.words() + detail));
    }

    /** The file that the system complained of: a folder's problem may be that of a folder in it. */
    private static Path told(Path asked, IOException problem) {
        if (problem instanceof FileSystemException system && system.getFile() != null) {
            try {
                return asked.getFileSystem().getPath(system.getFile());
            } catch (InvalidPathException e) {
                return asked; // a name that is no text
            }
        }
        return asked;
    }
}
