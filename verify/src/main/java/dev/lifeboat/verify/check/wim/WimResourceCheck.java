package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.Blob;
import dev.lifeboat.formats.wim.BlobTable;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimHeader;
import dev.lifeboat.formats.wim.WimPart;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether each content lies in the file, and where no other does. Which files that hits is told by another check. */
final class WimResourceCheck implements Check<Wim> {
    private static final Rule OVERLAP = new Rule(
            "wim.overlap",
            Severity.DAMAGED,
            "Two contents of the WIM share bytes, as no program writes them. At least one of them is wrong.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule PART = new Rule(
            "wim.part-number",
            Severity.DAMAGED,
            "The table of contents says of a content that it lies in another part than the one it is in. Here it can be read; other"
                    + " programs do not find it.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule GOOD =
            new Rule("wim.resources", Severity.GOOD, "Each content lies in the file, and where no other does.", "");

    @Override
    public String question() {
        return "Do all contents lie in the file, and none in another?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(OVERLAP, PART, GOOD);
    }

    @Override
    public void run(Wim wim, Consumer<Finding> findings) throws IOException {
        WimFile file = wim.file();
        BlobTable table = file.blobs();
        int bad = 0;
        for (int i = 0; i < table.count(); i++) {
            Blob blob = table.blob(i);
            if (blob.statedPart() != blob.part().number()) {
                bad++;
                findings.accept(PART.at(
                        blob.part().bytes().name(),
                        "the content with the SHA-1 " + blob.sha1() + " is said to lie in part " + blob.statedPart()
                                + ", not " + blob.part().number()));
            }
            if (!blob.resource().solidWhole()) {
                try {
                    file.open(blob, file.name());
                } catch (ImageException e) {
                    bad++;
                    wim.faults().add(blob, e);
                }
            }
        }
        int overlaps = 0;
        for (WimPart part : file.parts()) {
            overlaps += overlaps(wim, part, findings);
        }
        if (bad + overlaps == 0) {
            findings.accept(GOOD.at(file.name(), "entries of the blob table: " + table.count()));
        }
    }

    private static int overlaps(Wim wim, WimPart part, Consumer<Finding> findings) throws IOException {
        BlobOrder order = BlobOrder.of(
                wim.file().blobs(),
                blob -> blob.part().number() == part.number()
                        && blob.resource().stored() > 0
                        && (!blob.resource().solid() || blob.resource().solidWhole()));
        long end = WimHeader.SIZE;
        String before = "the header";
        int overlaps = 0;
        for (int i = 0; i < order.count(); i++) {
            Blob blob = order.blob(i);
            if (blob.resource().offset() < end) {
                overlaps++;
                findings.accept(OVERLAP.at(
                        part.bytes().name() + " at 0x"
                                + Long.toHexString(blob.resource().offset()),
                        "the content with the SHA-1 " + blob.sha1() + " begins in " + before + ", which ends at 0x"
                                + Long.toHexString(end)));
            }
            if (BlobOrder.end(blob.resource()) > end) {
                end = BlobOrder.end(blob.resource());
                before = "the content with the SHA-1 " + blob.sha1();
            }
        }
        return overlaps;
    }
}
