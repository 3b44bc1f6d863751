package dev.lifeboat.verify.check.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A backup and the computer that it is to be restored to, the subject of these checks.
 *
 * @param original the computer that was backed up
 * @param target the new one
 */
public record Fit(OriginalComputer original, Target target) {
    /**
     * A disk, and the one that takes its place.
     *
     * @param original of the old computer
     * @param target of the new one; empty if none is left
     */
    record Pair(OriginalDisk original, Optional<TargetDisk> target) {}

    /**
     * Gives the largest disk of the new computer to the largest of the old one, and so on; first to those without which a restore
     * fails. If any order makes all fit, this one does.
     */
    List<Pair> pairs() {
        List<OriginalDisk> originals = original.disks().stream()
                .sorted(Comparator.comparing(OriginalDisk::necessity)
                        .thenComparing(OriginalDisk::least)
                        .thenComparing(OriginalDisk::usual)
                        .reversed())
                .toList();
        List<TargetDisk> targets = target.disks().stream()
                .sorted(Comparator.comparing((TargetDisk disk) -> disk.size().most())
                        .thenComparing(disk -> disk.size().least())
                        .reversed())
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < originals.size(); i++) {
            pairs.add(new Pair(originals.get(i), i < targets.size() ? Optional.of(targets.get(i)) : Optional.empty()));
        }
        return pairs;
    }
}
