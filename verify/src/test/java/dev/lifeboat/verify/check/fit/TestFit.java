package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A backup of a computer with one disk of 500 GB, and a new computer with just the same; a test changes one thing. */
final class TestFit {
    static final long GB = 1_000_000_000L;

    final List<OriginalDisk> originals = new ArrayList<>();
    final List<TargetDisk> targets = new ArrayList<>();
    boolean allSeen = true;
    Optional<Firmware> before = Optional.of(Firmware.UEFI);
    Optional<Firmware> after = Optional.of(Firmware.UEFI);

    static OriginalDisk known(String name, long bytes) {
        return new OriginalDisk(
                name,
                Necessity.NEEDED,
                true,
                OptionalLong.of(bytes),
                bytes,
                bytes,
                OptionalInt.of(512),
                Optional.of(PartitionScheme.GPT));
    }

    static OriginalDisk atLeast(String name, long least, long usual) {
        return new OriginalDisk(
                name,
                Necessity.NEEDED,
                true,
                OptionalLong.empty(),
                least,
                usual,
                OptionalInt.of(512),
                Optional.of(PartitionScheme.GPT));
    }

    static TargetDisk disk(String name, long bytes) {
        return new TargetDisk(name, DiskSize.exactly(bytes), OptionalInt.of(512), Optional.of(PartitionScheme.GPT), 0);
    }

    TestFit() {
        originals.add(known("OLD", 500 * GB));
        targets.add(disk("NEW", 500 * GB));
    }

    TestFit originals(OriginalDisk... disks) {
        originals.clear();
        originals.addAll(List.of(disks));
        return this;
    }

    TestFit targets(TargetDisk... disks) {
        targets.clear();
        targets.addAll(List.of(disks));
        return this;
    }

    List<String> run(Check<Fit> check) throws IOException {
        List<Finding> findings = new ArrayList<>();
        check.run(
                new Fit(new OriginalComputer("SET", originals, allSeen, before), new Target(targets, after)),
                findings::add);
        return findings.stream()
                .map(f -> f.severity() + " " + f.rule().id() + " " + f.where() + ": " + f.message())
                .toList();
    }
}
