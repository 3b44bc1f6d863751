package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks, of a differencing disk, whether all the files it is made on are there and fit. */
final class VhdParentCheck implements Check<ImageFile> {
    private static final Rule LOST = new Rule(
            "vhd.parent",
            Severity.LOST,
            "The file holds only what changed against another file, and that file is missing, damaged or not the one that is"
                    + " meant. Without it the disk cannot be put together.",
            "Put the file that is missing into the same folder, unchanged since this one was made. If there is none, use another"
                    + " version of the backup.");
    private static final Rule GOOD =
            new Rule("vhd.parents", Severity.GOOD, "All the files that this one is made on are there and fit.", "");

    @Override
    public String question() {
        return "Are the parents of the VHD there?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(LOST, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        Optional<VhdFooter> footer = VhdParts.footer(image);
        if (footer.isEmpty()
                || footer.get().kind() != VhdFooter.Kind.DIFFERENCING
                || VhdParts.header(image).isEmpty()) {
            return;
        }
        try (VhdDisk disk = VhdDisk.open(image.path())) {
            int parents = 0;
            boolean sound = true;
            for (Optional<VhdDisk> below = disk.parent();
                    below.isPresent();
                    below = below.get().parent()) {
                parents++;
                sound &= hasSoundBlocks(image, below.get(), findings);
            }
            if (!sound) {
                return;
            }
            findings.accept(GOOD.at(image.bytes().name(), "parents: " + parents));
        } catch (ImageException e) {
            findings.accept(Finding.of(LOST, e));
        }
    }

    /** What is wrong with a parent is wrong with the disk, and it may not be among the images that are verified. */
    private static boolean hasSoundBlocks(ImageFile image, VhdDisk parent, Consumer<Finding> findings)
            throws IOException {
        boolean[] sound = {true};
        new VhdBlockCheck().run(new ImageFile(image.path(), parent.container()), finding -> {
            if (finding.severity() == Severity.LOST) {
                sound[0] = false;
                findings.accept(LOST.at(finding.where(), finding.message()));
            }
        });
        return sound[0];
    }
}
