package dev.lifeboat.verify.check.set;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** How long ago the backup was made, and whether that is longer than it may be. */
public final class AgeCheck implements Check<BackupAge> {
    /** The clocks of two computers are seldom further apart. */
    private static final Duration CLOCKS = Duration.ofDays(1);

    private static final Rule GOOD =
            new Rule("set.age", Severity.GOOD, "What the computer was when the backup was made is in it.", "");
    private static final Rule TOO_OLD = new Rule(
            "set.too-old",
            Severity.DAMAGED,
            "The backup is older than it may be. What was changed or made since then is not in it: a restore loses that.",
            "Make a new backup, and find out why none was made: look at the schedule, and at the drive.");
    private static final Rule FUTURE = new Rule(
            "set.time-to-come",
            Severity.NOTE,
            "By this computer's clock the backup was made in the future. One of the two clocks was wrong, so its age is not known.",
            "Set the clock of the computer that makes the backups.");
    private static final Rule UNKNOWN = new Rule(
            "set.age-unknown",
            Severity.UNDECIDED,
            "Nothing tells when the backup was made, so it may be older than it may be.",
            "Name the folder of the backup rather than an image in it.");

    @Override
    public String question() {
        return "Is the backup recent enough?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, TOO_OLD, FUTURE, UNKNOWN);
    }

    @Override
    public void run(BackupAge backup, Consumer<Finding> findings) {
        if (backup.time().isEmpty()) {
            if (backup.most().isPresent()) {
                findings.accept(UNKNOWN.at(backup.where(), "has no time in its name"));
            }
            return;
        }
        Instant made = backup.time().get();
        Duration age = Duration.between(made, backup.now());
        if (age.compareTo(CLOCKS.negated()) < 0) {
            findings.accept(FUTURE.at(backup.where(), "was made at " + made + ", and now it is " + backup.now()));
        } else if (backup.most().filter(most -> age.compareTo(most) > 0).isPresent()) {
            findings.accept(TOO_OLD.at(
                    backup.where(),
                    "was made at " + made + ", " + text(age) + " ago, and may be no older than "
                            + text(backup.most().get())));
        } else {
            findings.accept(GOOD.at(backup.where(), "is " + text(age.isNegative() ? Duration.ZERO : age) + " old"));
        }
    }

    private static String text(Duration age) {
        long hours = age.toHours();
        return hours < 48 ? hours + (hours == 1 ? " hour" : " hours") : age.toDays() + " days";
    }
}
