package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.ReAgent;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.boot.BootVolume;
import dev.lifeboat.verify.check.boot.StoredFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks whether a recovery environment that can restore the backup is in it or beside it, and says which media are needed if none is. Looks
 * where Windows and its boot store say, where Windows keeps it while it is switched off, and in Lifeboat's own files.
 */
final class RecoveryEnvironmentCheck implements Check<RecoverySubject> {
    private static final String ENABLED = "/Recovery/WindowsRE/" + ReAgentFile.WIM;
    private static final String DISABLED = "/Windows/System32/Recovery/" + ReAgentFile.WIM;

    /** A backup has one or two; each costs up to a second. */
    private static final int MOST = 16;

    static final Rule USABLE = new Rule(
            "recovery.usable",
            Severity.GOOD,
            "A recovery environment that can restore this backup, as far as its file can show, is in the backup or beside it. Media can be made"
                    + " from it.",
            "");
    static final Rule MEDIA_NEEDED = new Rule(
            "recovery.media-needed",
            Severity.NOTE,
            "Backups are restored from a recovery environment, which the computer is started from. None in this backup or beside it will do."
                    + " The backup itself is not affected.",
            "Make a recovery drive now, while the computer runs, or an installation stick with Microsoft's Media Creation Tool (which any other"
                    + " computer can make later, too). Start the computer from it once, as far as System Image Recovery, and keep it"
                    + " with the backup.");

    static final Rule KEPT_DAMAGED = new Rule(
            "recovery.kept-damaged",
            Severity.NOTE,
            "The file of a recovery environment that is kept beside the backup, among Lifeboat's own files, is damaged: media made from it"
                    + " may not start, or may fail in the middle of a restore. It is no part of the backup, which is not affected. But the"
                    + " drive may have lost bytes.",
            "Do not make media from this file; put a sound copy in its place, or delete it. Look at the health of this drive.");

    @Override
    public String question() {
        return "Is a recovery environment there that can restore the backup?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(MEDIA_NEEDED, RecoveryJudge.DAMAGED, KEPT_DAMAGED, RecoveryJudge.NOT_JUDGED, USABLE);
    }

    @Override
    public void run(RecoverySubject subject, Consumer<Finding> findings) throws IOException {
        if (subject.hasWindows()) {
            new Search(subject, findings).run();
        }
    }

    /** All of one backup. */
    private static final class Search {
        private final RecoverySubject subject;
        private final Consumer<Finding> findings;
        private RecoveryNeed need;
        private int judged;
        private int usable;

        Search(RecoverySubject subject, Consumer<Finding> findings) throws IOException {
            this.subject = subject;
            this.findings = findings;
            this.need = RecoveryNeed.of(subject.computer());
        }

        void run() throws IOException {
            Map<String, StoredFile> found = inVolumes();
            for (StoredFile file : found.values()) {
                if (judged == MOST) {
                    findings.accept(RecoveryJudge.NOT_JUDGED.at(
                            subject.computer().where(),
                            (found.size() - MOST) + " more files " + ReAgentFile.WIM + " were not looked at"));
                    break;
                }
                inVolume(file);
            }
            for (Path file : subject.beside()) {
                beside(file);
            }
            if (usable == 0 && subject.computer().complete()) { // else it may lie in what could not be seen
                String none = judged == 0 ? "there is none here" : "none of those found here (" + judged + ") will do";
                findings.accept(MEDIA_NEEDED.at(subject.computer().where(), none + "; needed: " + need.media()));
            }
        }

        /** By volume and path, each once. */
        private Map<String, StoredFile> inVolumes() throws IOException {
            Map<String, StoredFile> found = new LinkedHashMap<>();
            for (ReAgentFile settings : ReAgentFile.of(subject.computer())) {
                Optional<ReAgent.Location> location = settings.settings().flatMap(ReAgent::location);
                Optional<StoredFile> named =
                        location.isPresent() ? ReAgentFile.find(subject.computer(), location.get()) : Optional.empty();
                if (named.isPresent()) {
                    add(named.get(), found);
                }
            }
            for (StoredFile file : subject.computer().recoveryImages()) {
                add(file, found);
            }
            for (BootVolume volume : subject.computer().volumes()) {
                for (String path : List.of(ENABLED, DISABLED)) {
                    add(new StoredFile(volume, path), found);
                }
            }
            return found;
        }

        private void inVolume(StoredFile file) throws IOException {
            Optional<ByteSource> bytes;
            try {
                bytes = file.volume().files().open(file.path());
            } catch (ImageException e) {
                judged++;
                findings.accept(RecoveryJudge.of(e, file.where()));
                return;
            }
            if (bytes.isPresent()) {
                judge(bytes.get().named(file.where()), findings);
            }
        }

        /** What lies beside the backup is no part of it: that it cannot be read is no reason to say nothing of the rest. */
        private void beside(Path path) throws IOException {
            try (FileSource file = FileSource.open(path)) {
                judge(subject.counted().apply(file).named(path.toString()), this::ofKept);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (ImageException e) {
                ofKept(RecoveryJudge.of(e, path.toString()));
            } catch (FileSystemException e) {
                findings.accept(RecoveryJudge.NOT_JUDGED.at(path.toString(), String.valueOf(e)));
            }
        }

        private void ofKept(Finding finding) {
            findings.accept(
                    finding.rule().equals(RecoveryJudge.DAMAGED)
                            ? KEPT_DAMAGED.at(finding.where(), finding.message())
                            : finding);
        }

        private void judge(ByteSource wim, Consumer<Finding> told) throws IOException {
            judged++;
            RecoveryJudge.Judgement judgement = RecoveryJudge.judge(wim, need, subject.full(), read -> {}, told);
            judgement.image().ifPresent(image -> need = need.orIn(image.languages()));
            if (judgement.usable()) {
                usable++;
                String build = judgement.image().map(RecoveryImage::fullBuild).orElse("");
                findings.accept(USABLE.at(wim.name(), build.isEmpty() ? "of an unknown build" : "of build " + build));
            }
        }

        /** In the spelling of the volume; empty if it is not there, or what leads to it is damaged, which others tell. */
        private static Optional<StoredFile> present(StoredFile file) throws IOException {
            try {
                return file.volume()
                        .files()
                        .find(file.path())
                        .filter(node -> node.type() == FileNode.Type.FILE && node.size() > 0)
                        .map(node -> new StoredFile(file.volume(), node.path()));
            } catch (ImageException e) {
                return Optional.empty();
            }
        }

        private static void add(StoredFile file, Map<String, StoredFile> found) throws IOException {
            present(file).ifPresent(there -> found.put(there.where(), there));
        }
    }
}
