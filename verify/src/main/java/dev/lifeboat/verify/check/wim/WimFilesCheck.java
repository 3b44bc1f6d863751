package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.Dentry;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimImage;
import dev.lifeboat.formats.wim.WimMetadata;
import dev.lifeboat.formats.wim.WimStream;
import dev.lifeboat.mount.tree.Names;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether every image can be read, and every file in it has its contents. */
final class WimFilesCheck implements Check<Wim> {
    /** Fifty images of the largest kind. */
    private static final long MOST_METADATA = 8L << 30;

    private static final Rule METADATA = new Rule(
            "wim.metadata",
            Severity.LOST,
            "The list of all files of an image is damaged. Nothing of this image can be had back.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule UNKNOWN = new Rule(
            "wim.metadata-unknown",
            Severity.UNDECIDED,
            "The list of all files of an image is stored in a way that this program does not know, or is too large for it.",
            "Check the WIM on Windows, or with a newer Lifeboat.");
    private static final Rule REFERENCES = new Rule(
            "wim.metadata-references",
            Severity.DAMAGED,
            "The list of all files of an image is said to be that of several images. Here it can be read; other programs refuse the"
                    + " WIM.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule MISSING = new Rule(
            "wim.content-missing",
            Severity.DAMAGED,
            "The content of a file is not in the WIM. This file cannot be had back, and programs that apply the image may stop at"
                    + " it.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule DAMAGED = new Rule(
            "wim.content",
            Severity.DAMAGED,
            "The content of the files that are named is damaged. They cannot be had back as they were, and programs that apply"
                    + " the image may stop at them.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule UNUSED = new Rule(
            "wim.content-unused",
            Severity.NOTE,
            "A content is damaged that no file of any image has.",
            "Nothing is lost; but look after the drive, and copy the WIM anew.");
    private static final Rule NAME = new Rule(
            "wim.name",
            Severity.DAMAGED,
            "A file has a name that no file can have, and is left out by every program. Somebody may have made the WIM to write"
                    + " where he should not.",
            "Do not trust this WIM unless you know where it comes from.");
    private static final Rule SECURITY = new Rule(
            "wim.security",
            Severity.DAMAGED,
            "The permissions of a file are not in the WIM. Its content can be had back; programs that apply the image may refuse"
                    + " it.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule GOOD = new Rule("wim.files", Severity.GOOD, "Every file has its contents.", "");

    @Override
    public String question() {
        return "Can every image be read, and has every file its content?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(METADATA, UNKNOWN, REFERENCES, MISSING, DAMAGED, UNUSED, NAME, SECURITY, GOOD);
    }

    @Override
    public void run(Wim wim, Consumer<Finding> findings) throws IOException {
        long left = MOST_METADATA;
        for (WimImage image : wim.file().images()) {
            left -= image.blob().size();
            if (left < 0) {
                findings.accept(
                        UNKNOWN.at(image.name(), "more than " + MOST_METADATA + " bytes of metadata are not read"));
                break;
            }
            try {
                image(wim, image, findings);
            } catch (ImageException e) {
                boolean corrupt = e instanceof CorruptImageException;
                findings.accept(Finding.of(corrupt ? METADATA : UNKNOWN, e));
            }
        }
        for (BlobFaults.Fault fault : wim.faults().all()) {
            if (fault.used()) {
                findings.accept(DAMAGED.at(fault.where(), fault.problem() + "; files: " + fault.users()));
            } else {
                findings.accept(UNUSED.at(fault.where(), fault.problem()));
            }
        }
        if (wim.faults().others() > 0) {
            findings.accept(DAMAGED.at(wim.file().name(), wim.faults().others() + " more contents are damaged"));
        }
    }

    private static void image(Wim wim, WimImage image, Consumer<Finding> findings) throws IOException {
        WimMetadata metadata = image.metadata();
        wim.read().accept(image.blob().size());
        FilesOfImage files = new FilesOfImage(wim, image, metadata, findings);
        metadata.walk(files::look);
        if (image.blob().references() != 1) {
            findings.accept(
                    REFERENCES.at(image.name(), "is referred to " + image.blob().references() + " times"));
        } else if (files.good) {
            findings.accept(GOOD.at(
                    image.name(), "directories: " + metadata.directories() + ", other names: " + metadata.files()));
        }
    }

    /** Looks at one image. */
    private static final class FilesOfImage {
        private final WimFile file;
        private final BlobFaults faults;
        private final WimImage image;
        private final WimMetadata metadata;
        private final Consumer<Finding> findings;
        private boolean good = true;

        FilesOfImage(Wim wim, WimImage image, WimMetadata metadata, Consumer<Finding> findings) {
            this.file = wim.file();
            this.faults = wim.faults();
            this.image = image;
            this.metadata = metadata;
            this.findings = findings;
        }

        void look(Dentry dentry, CharSequence path) {
            if (path.length() > 1 && Names.isImpossible(dentry.name())) {
                bad(NAME, path, "is an impossible name");
            }
            if (dentry.securityId() < -1 || dentry.securityId() >= metadata.securityDescriptors()) {
                bad(
                        SECURITY,
                        path,
                        "has the security descriptor " + dentry.securityId() + " of " + metadata.securityDescriptors());
            }
            for (WimStream stream : dentry.streams()) {
                stream(stream, path);
            }
        }

        private void stream(WimStream stream, CharSequence path) {
            if (stream.sha1().isZero()) {
                return;
            }
            BlobFaults.Fault fault = faults.find(stream.sha1());
            if (fault != null) {
                good = false;
                fault.usedBy(image.number() + ":" + path + (stream.name().isEmpty() ? "" : ":" + stream.name()));
                return;
            }
            try {
                file.size(stream.sha1(), "this file");
            } catch (ImageException e) {
                bad(
                        MISSING,
                        stream.name().isEmpty() ? path : path + ":" + stream.name(),
                        "has the content with the SHA-1 " + stream.sha1() + ", which is not there");
            }
        }

        private void bad(Rule rule, CharSequence path, String problem) {
            good = false;
            findings.accept(rule.at(image.name() + ":" + path, problem));
        }
    }
}
