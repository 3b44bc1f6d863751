package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimHeader;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether the header is that of a finished file, and leads to the image that it says. */
final class WimHeaderCheck implements Check<Wim> {
    private static final Rule UNFINISHED = new Rule(
            "wim.unfinished",
            Severity.DAMAGED,
            "A program has begun to change this WIM and has not finished: it still runs, or was cut off. What it was to add is"
                    + " not there; what was there before usually is.",
            "If no program is working on it, make or copy the WIM again.");
    private static final Rule BOOT = new Rule(
            "wim.boot-image",
            Severity.DAMAGED,
            "The WIM is marked as one to start a computer from, but the place of the image to start differs from that of the"
                    + " image it names. Windows' boot manager may not start it; its files can be read.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule GOOD = new Rule("wim.header", Severity.GOOD, "The header is in order.", "");

    @Override
    public String question() {
        return "Is the WIM finished, and is its image to start from there?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(UNFINISHED, BOOT, GOOD);
    }

    @Override
    public void run(Wim wim, Consumer<Finding> findings) throws IOException {
        WimFile file = wim.file();
        WimHeader header = file.header();
        boolean good = true;
        if (header.writeInProgress()) {
            good = false;
            findings.accept(UNFINISHED.at(file.name() + " at 0x10", "the flag for a write in progress is set"));
        }
        long boot = header.bootImage();
        if (boot > file.images().size()) {
            good = false;
            findings.accept(BOOT.at(
                    file.name() + " at 0x78",
                    "the image to start from is " + boot + ", but there are "
                            + file.images().size()));
        } else if (boot > 0
                && header.bootMetadata().offset()
                        != file.images().get((int) boot - 1).blob().resource().offset()) {
            good = false;
            findings.accept(BOOT.at(
                    file.name() + " at 0x60",
                    "the metadata of the image to start from is at 0x"
                            + Long.toHexString(header.bootMetadata().offset()) + ", that of image " + boot + " at 0x"
                            + Long.toHexString(file.images()
                                    .get((int) boot - 1)
                                    .blob()
                                    .resource()
                                    .offset())));
        }
        if (good) {
            findings.accept(GOOD.at(
                    file.name(),
                    "images: " + file.images().size()
                            + (boot == 0 ? ", none to start from" : ", to start from: " + boot)));
        }
    }
}
