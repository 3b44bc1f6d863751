package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.WimDescription;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether the XML describes the images that are there. */
final class WimDescriptionCheck implements Check<Wim> {
    private static final Rule DAMAGED = new Rule(
            "wim.xml",
            Severity.DAMAGED,
            "The description of the images, which gives them their names, cannot be read. The files can be; but other programs,"
                    + " those of Windows among them, refuse a WIM without it.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule OTHERS = new Rule(
            "wim.xml-images",
            Severity.DAMAGED,
            "The description does not speak of the images that are there. The files can be read; but other programs, those of"
                    + " Windows among them, may refuse the WIM.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule GOOD = new Rule("wim.description", Severity.GOOD, "The description can be read.", "");

    @Override
    public String question() {
        return "Does the description fit the images?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(DAMAGED, OTHERS, GOOD);
    }

    @Override
    public void run(Wim wim, Consumer<Finding> findings) throws IOException {
        WimFile file = wim.file();
        Optional<ImageException> problem = file.descriptionProblem();
        if (problem.isPresent()) {
            findings.accept(Finding.of(DAMAGED, problem.get()));
            return;
        }
        Optional<WimDescription> description = file.description();
        if (description.isEmpty()) {
            findings.accept(DAMAGED.at(file.name() + " at 0x48", "there is no XML"));
            return;
        }
        int images = file.images().size();
        List<Long> numbers = description.get().images().stream()
                .map(WimDescription.Image::index)
                .sorted()
                .toList();
        boolean each = numbers.size() == images;
        for (int i = 0; each && i < images; i++) {
            each = numbers.get(i) == i + 1;
        }
        if (each) {
            findings.accept(GOOD.at(file.name(), "images: " + images));
        } else {
            findings.accept(OTHERS.at(
                    file.name() + " at 0x"
                            + Long.toHexString(file.header().xml().offset()),
                    "images are described: " + numbers.size() + ", there are " + images));
        }
    }
}
