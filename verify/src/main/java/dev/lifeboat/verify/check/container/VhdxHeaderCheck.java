package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.FileIdentifier;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether the file says that it is a VHDX, and whether both copies of its header are intact. */
final class VhdxHeaderCheck implements Check<ImageFile> {
    private static final Rule IDENTIFIER = new Rule(
            "vhdx.identifier",
            Severity.LOST,
            "The first bytes of the file do not say that it is a VHDX. Windows refuses to open it.",
            Remedies.ANOTHER_COPY);
    private static final Rule HEADERS = new Rule(
            "vhdx.header",
            Severity.LOST,
            "Neither of the two headers of the file can be used. Windows refuses to open it.",
            Remedies.ANOTHER_COPY);
    private static final Rule UNKNOWN = new Rule(
            "vhdx.header-unknown",
            Severity.UNDECIDED,
            "The file is of a version of VHDX that this program does not know. Windows may know it.",
            "Make a new backup, and verify that.");
    private static final Rule COPY = new Rule(
            "vhdx.header-copy",
            Severity.NOTE,
            "One of the two headers of the file is damaged. Windows uses the other one, so a restore is not affected. A power"
                    + " cut can do this; so can a drive that is about to fail.",
            Remedies.COPY_NOW);
    private static final Rule GOOD =
            new Rule("vhdx.headers", Severity.GOOD, "Both headers of the file are intact.", "");

    @Override
    public String question() {
        return "Are both headers of the VHDX intact?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(IDENTIFIER, HEADERS, UNKNOWN, COPY, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        ByteSource file = image.bytes();
        try {
            FileIdentifier.read(file);
        } catch (CorruptImageException e) {
            findings.accept(Finding.of(IDENTIFIER, e));
        }
        try {
            VhdxHeader.readCurrent(file);
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNKNOWN, e));
            return;
        } catch (ImageException e) {
            findings.accept(Finding.of(HEADERS, e));
            return;
        }
        boolean good = true;
        for (long at : List.of(VhdxHeader.FIRST_AT, VhdxHeader.SECOND_AT)) {
            try {
                VhdxHeader.read(file, at);
            } catch (ImageException e) {
                findings.accept(Finding.of(COPY, e));
                good = false;
            }
        }
        if (good) {
            findings.accept(GOOD.at(file.name(), "two headers"));
        }
    }
}
