package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A map of each image: its file from the first byte to the last, and its disk with the volumes on it. What was found is marked
 * where the findings say that it lies.
 */
final class HtmlMaps {
    private static final int WIDTH = 900;
    private static final int MOST_MARKS = 1000;
    /** Their places are on the disk, those of all others without a partition in the file. */
    private static final String DISK_RULES = "disk.";

    private static final Pattern PLACE = Pattern.compile("(.*?)(?:/partition (\\d{1,6}))? at 0x([0-9a-f]{1,15})");

    private final Html html;
    private final ImageSet set;
    private final Report report;
    private int marks;

    private record Shown(NumberedVolume volume, VolumeFacts facts) {}

    HtmlMaps(Html html, ImageSet set, Report report) {
        this.html = html;
        this.set = set;
        this.report = report;
    }

    void write() throws IOException {
        html.raw("<h2>Where</h2>\n");
        for (Image image : set.images()) {
            if (image instanceof DiskImage disk) {
                disk(disk);
            }
        }
        html.element(
                "p",
                "Upper bar: the file, from its first byte to its last. Lower bar: the disk in it, with its volumes; dark is how"
                        + " much they use, not where. A line marks a place that a finding names, and a frame a volume in which"
                        + " something is damaged; red is what is damaged or lost.");
    }

    private void disk(DiskImage disk) throws IOException {
        String name = disk.path().getFileName().toString();
        List<Shown> volumes = new ArrayList<>();
        for (NumberedVolume volume : set.volumes()) {
            if (volume.image() == disk) {
                volumes.add(new Shown(volume, VolumeFacts.of(volume.volume())));
            }
        }
        long file = Files.isRegularFile(disk.path())
                ? Files.size(disk.path())
                : disk.disk().size();
        html.element(
                "h3",
                name + ": " + Text.size(file) + ", disk of "
                        + Text.size(disk.disk().size()));
        html.raw("<svg role=\"img\" viewBox=\"0 0 " + WIDTH + " 78\"><title>")
                .text("Map of " + name)
                .raw("</title>")
                .raw("<rect class=\"file\" x=\"0\" y=\"2\" width=\"" + WIDTH + "\" height=\"18\"/>")
                .raw("<rect class=\"disk\" x=\"0\" y=\"28\" width=\"" + WIDTH + "\" height=\"30\"/>");
        for (Shown shown : volumes) {
            volume(disk, shown.volume(), shown.facts());
        }
        for (Finding finding : report.findings()) {
            mark(disk, name, file, finding);
        }
        html.raw("</svg>\n<ul>\n");
        for (Shown shown : volumes) {
            NumberedVolume volume = shown.volume();
            VolumeFacts facts = shown.facts();
            String letter = set.letter(volume).map(l -> l + ": ").orElse("");
            OptionalLong used = facts.used();
            html.element(
                    "li",
                    volume.number() + " " + letter + (facts.label().isEmpty() ? "" : facts.label() + ", ")
                            + volume.volume().kind().label() + ", " + Text.size(facts.size())
                            + (used.isPresent() ? ", " + Text.size(used.getAsLong()) + " used" : ""));
        }
        html.raw("</ul>\n");
    }

    private void volume(DiskImage disk, NumberedVolume volume, VolumeFacts facts) {
        long start = start((DiskVolume) volume.volume());
        rectangle(hurt(disk, (DiskVolume) volume.volume()) ? "volume hurt" : "volume", disk, start, facts.size());
        if (facts.used().isPresent()) {
            rectangle("used", disk, start, Math.min(facts.used().getAsLong(), facts.size()));
        }
        html.raw(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"74\">",
                        x(start, disk.disk().size())))
                .text(set.letter(volume).map(l -> l + ":").orElse(String.valueOf(volume.number())))
                .raw("</text>");
    }

    private static long start(DiskVolume volume) {
        return volume.partition().map(Partition::offset).orElse(0L);
    }

    /** Whether a finding says that anything in the volume is damaged, wherever. */
    private boolean hurt(DiskImage disk, DiskVolume volume) {
        String name = disk.path().getFileName().toString();
        String place = volume.partition()
                .map(partition -> name + "/partition " + partition.number())
                .orElse(name);
        return report.findings().stream()
                .filter(finding -> finding.severity().compareTo(Severity.DAMAGED) >= 0)
                .map(Finding::where)
                .anyMatch(where -> where.equals(place)
                        || where.startsWith(place + "/")
                        || where.startsWith(place + " ")
                        || where.contains("/" + place + "/"));
    }

    private void rectangle(String kind, DiskImage disk, long start, long size) {
        double from = x(start, disk.disk().size());
        double to = x(start + size, disk.disk().size());
        html.raw(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.2f\" y=\"28\" width=\"%.2f\" height=\"30\"/>",
                kind,
                from,
                Math.max(1, to - from)));
    }

    /** Only where the place is one in the file, on the disk or in a volume; within a file of a volume it tells nothing here. */
    private void mark(DiskImage disk, String name, long file, Finding finding) {
        Matcher place = PLACE.matcher(finding.where());
        if (finding.severity() == Severity.GOOD
                || marks == MOST_MARKS
                || !place.matches()
                || !(place.group(1).equals(name) || place.group(1).endsWith("/" + name))) {
            return;
        }
        long at = Long.parseLong(place.group(3), 16);
        if (place.group(2) != null) {
            int number = Integer.parseInt(place.group(2));
            for (DiskVolume volume : disk.volumes()) {
                if (volume.partition().filter(p -> p.number() == number).isPresent()) {
                    line(finding, x(start(volume) + at, disk.disk().size()), 26, 60);
                }
            }
        } else if (finding.rule().id().startsWith(DISK_RULES)) {
            line(finding, x(at, disk.disk().size()), 26, 60);
        } else {
            line(finding, x(at, file), 0, 22);
        }
    }

    private void line(Finding finding, double x, int from, int to) {
        marks++;
        html.raw(String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%.2f\" y1=\"%d\" x2=\"%.2f\" y2=\"%d\"><title>",
                        finding.severity(),
                        x,
                        from,
                        x,
                        to))
                .text(finding.rule().id() + ", " + finding.where() + ": " + finding.message())
                .raw("</title></line>");
    }

    private static double x(long at, long size) {
        return size <= 0 ? 0 : WIDTH * Math.min(1.0, Math.max(0.0, (double) at / size));
    }
}
