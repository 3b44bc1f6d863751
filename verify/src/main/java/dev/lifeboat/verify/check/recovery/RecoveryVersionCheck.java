package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks whether the recovery environment is for the same processor, new enough, and none of those that are known to be faulty. */
final class RecoveryVersionCheck implements Check<RecoveryCandidate> {
    static final Rule GOOD = new Rule(
            "recovery.version",
            Severity.GOOD,
            "The recovery environment is for the same processor as Windows, and not older.",
            "");
    static final Rule OTHER_PROCESSOR = new Rule(
            "recovery.other-processor",
            Severity.NOTE,
            "The recovery environment is for another kind of processor than the Windows in the backup. It does not serve to restore it.",
            RecoveryRemedies.OTHER_MEDIA);
    static final Rule OLDER = new Rule(
            "recovery.older",
            Severity.NOTE,
            "The recovery environment is of an older version than the Windows in the backup. It usually restores it all the same, but may not"
                    + " know newer forms of disks, volumes or drivers.",
            "To be on the safe side keep an installation stick of the version of Windows that is in the backup, too.");
    static final Rule UNKNOWN = new Rule(
            "recovery.version-unknown",
            Severity.NOTE,
            "The recovery environment does not say of which version it is, so that it could not be compared with the Windows in the backup.",
            "Start the computer from it once, as far as System Image Recovery, and see whether it finds the backup.");
    static final Rule WITHOUT_USB = new Rule(
            "recovery.usb-dead",
            Severity.NOTE,
            "In recovery environments of this version keyboards and mice on USB are reported not to work (KB5066835, October 2025), so that"
                    + " nothing can be chosen in them on most computers.",
            "Install the updates of Windows since then (KB5070773 mends it) and make a new image and new recovery media. Until then, keep an"
                    + " installation stick of Windows of another version.");

    @Override
    public String question() {
        return "Does the recovery environment fit the Windows in the backup?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(OTHER_PROCESSOR, OLDER, UNKNOWN, WITHOUT_USB, GOOD);
    }

    @Override
    public void run(RecoveryCandidate candidate, Consumer<Finding> findings) {
        RecoveryImage image = candidate.image();
        RecoveryNeed need = candidate.need();
        String where = candidate.where();
        boolean good = true;
        Optional<Machine> other = otherProcessor(image, need);
        if (other.isPresent()) {
            good = false;
            findings.accept(OTHER_PROCESSOR.at(
                    where,
                    "is for " + other.get().label() + ", Windows for "
                            + need.machine().orElseThrow().label()));
        }
        if (image.build().isEmpty()) {
            findings.accept(UNKNOWN.at(where, "neither its XML nor its registry nor its loader tells the build"));
            return;
        }
        long build = image.build().getAsLong();
        OptionalLong wanted = need.build();
        if (wanted.isPresent() && WindowsBuild.base(build) < WindowsBuild.base(wanted.getAsLong())) {
            good = false;
            findings.accept(OLDER.at(where, "is of build " + image.fullBuild() + ", Windows of " + wanted.getAsLong()));
        }
        OptionalLong update = image.updateRevision();
        if (update.isPresent() && WindowsBuild.withoutUsb(build, update.getAsLong())) {
            good = false;
            findings.accept(WITHOUT_USB.at(where, "is of build " + image.fullBuild()));
        }
        if (good) {
            findings.accept(GOOD.at(
                    where,
                    "build " + image.fullBuild()
                            + image.machine().map(m -> " for " + m.label()).orElse("")));
        }
    }

    /** By the XML, or by a loader that the XML does not fit. */
    private static Optional<Machine> otherProcessor(RecoveryImage image, RecoveryNeed need) {
        if (need.machine().isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(image.machine().stream(), image.programs().stream().flatMap(p -> p.machine().stream()))
                .filter(machine -> machine != need.machine().get())
                .findFirst();
    }
}
