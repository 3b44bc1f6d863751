package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.extract.Problem;
import dev.lifeboat.mount.extract.Selection;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of which volumes is to be copied. */
final class ExtractSelections {
    private final ImageSet set;
    private final ExtractReport report;

    ExtractSelections(ImageSet set, ExtractReport report) {
        this.set = set;
        this.report = report;
    }

    /** What people named. */
    Map<NumberedVolume, Selection> named(List<String> what) throws IOException {
        Map<NumberedVolume, List<String>> paths = new LinkedHashMap<>();
        for (String text : what) {
            VolumePath path = VolumePath.parse(text);
            paths.computeIfAbsent(path.volume(set), volume -> new ArrayList<>()).add(path.path());
        }
        Map<NumberedVolume, Selection> selections = new LinkedHashMap<>();
        for (Map.Entry<NumberedVolume, List<String>> entry : paths.entrySet()) {
            selections.put(entry.getKey(), selection(entry.getKey(), entry.getValue()));
        }
        return selections;
    }

    /** Volumes that cannot be read are reported; if there is no other, the last complaint is thrown. */
    Map<NumberedVolume, Selection> everything(Iterable<? extends ImageException> damages) throws IOException {
        Map<NumberedVolume, Selection> selections = new LinkedHashMap<>();
        ImageException last = null;
        for (ImageSet.Failure failure : set.failures()) {
            report.problem(0, unreadable(failure.image().getFileName().toString(), failure.problem()));
        }
        for (ImageException damage : damages) {
            report.problem(0, unreadable(damage.where(), damage));
        }
        for (NumberedVolume volume : set.volumes()) {
            if (volume.volume().holdsVolume() && volume.volume().kind() != VolumeKind.EMPTY) {
                try {
                    selections.put(volume, selection(volume, List.of("/")));
                } catch (ImageException e) {
                    last = e;
                    report.problem(volume.number(), unreadable("/", e));
                }
            }
        }
        if (selections.isEmpty() && last != null) {
            throw last;
        }
        return selections;
    }

    private Selection selection(NumberedVolume volume, List<String> paths) throws IOException {
        Set<String> names = new HashSet<>();
        set.letter(volume).ifPresent(letter -> names.add(letter + ":"));
        volume.onDisk()
                .flatMap(DiskVolume::partition)
                .flatMap(Partition::guid)
                .ifPresent(guid -> names.add("Volume{" + guid + "}"));
        return Selection.of(FileTrees.open(volume.volume()), paths).called(names);
    }

    private static Problem unreadable(String path, ImageException problem) {
        return new Problem(Problem.Kind.FAILED, path, Optional.empty(), problem.problem());
    }
}
