package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.wim.BlobFaults;
import dev.lifeboat.verify.check.wim.Wim;
import dev.lifeboat.verify.check.wim.WimChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Runs every check over a WIM. */
final class WimVerifier {
    static final Rule UNREADABLE = new Rule(
            "wim.unreadable",
            Severity.LOST,
            "The WIM cannot be opened: what leads to everything in it, its header or the table of its contents, is damaged.",
            "Copy or download the file again; of a WIM that you captured, use another copy or capture it anew.");

    private static final Set<String> EXTENSIONS = Set.of("wim", "esd", "swm", "ppkg");

    private final Level level;
    private final CheckRun checks;
    private int images;

    private WimVerifier(Level level, Progress progress) {
        this.level = level;
        this.checks = new CheckRun(progress, UNREADABLE);
    }

    /** Tells whether a location is that of a WIM: by its first bytes, or, where these are those of nothing, by its name. */
    static boolean isMeant(BackupLocation location) throws IOException {
        if (location.set().isPresent() || location.images().size() != 1) {
            return false;
        }
        Path path = location.images().get(0);
        try (FileSource file = FileSource.open(path)) {
            Container container = Container.of(file);
            String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
            return container == Container.WIM
                    || (container == Container.RAW && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1)));
        }
    }

    static Report verify(BackupLocation location, VerifyOptions options, Progress progress) throws IOException {
        WimVerifier verifier = new WimVerifier(options.level(), progress);
        verifier.verify(location.images().get(0));
        ContentVerifier.run(location, true, options, verifier.checks.findings(), progress, verifier.checks::count);
        FindingLimit found = verifier.checks.findings();
        return new Report(location, found.findings(), found.omitted(), verifier.images, Subject.WIM, options.level());
    }

    private void verify(Path path) throws IOException {
        try (WimFile file = WimFile.open(path)) {
            images = file.images().size();
            Wim wim = new Wim(file, new BlobFaults(), checks::read);
            checks.run(file.name(), level == Level.FULL ? WimChecks.full() : WimChecks.quick(), wim);
        } catch (CorruptImageException e) {
            checks.findings().accept(Finding.of(UNREADABLE, e));
        } catch (UnsupportedImageException e) {
            checks.findings().accept(Finding.of(Verifier.UNSUPPORTED, e));
        }
    }
}
