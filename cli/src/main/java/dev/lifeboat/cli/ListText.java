package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.image.WimArchive;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimPart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The listing of one version, or of a single image, as text. */
final class ListText {
    private final ImageInput input;
    private final ImageSet set;
    private final PrintWriter out;
    private boolean complete = true;

    ListText(ImageInput input, PrintWriter out) {
        this.input = input;
        this.set = input.images();
        this.out = out;
    }

    /**
     * Writes it.
     *
     * @param now the present
     * @return whether all could be read
     */
    boolean write(Instant now) throws IOException {
        input.container()
                .ifPresent(inside -> line(
                        "Inside",
                        inside.image() + ", volume " + inside.volume() + " (--outer shows that image itself)"));
        Optional<BackupSet> backup = set.location().set();
        if (backup.filter(Missing::isFolderOfImages).isPresent()) {
            line("Folder", backup.get().version().folder().toString());
        } else {
            backup.ifPresent(b -> head(b, now));
        }
        for (Image image : set.images()) {
            image(image, backup.isPresent());
        }
        backup.ifPresent(this::missing);
        return complete;
    }

    private void line(String head, String text) {
        out.println(String.format("%-10s", head) + Text.safe(text));
    }

    private void head(BackupSet backup, Instant now) {
        BackupVersion version = backup.version();
        line("Computer", backup.computer().name());
        line(
                "Backup",
                version.time()
                        .map(t -> Age.local(t) + " by this computer's clock, " + Age.ago(t, now))
                        .orElse(version.name()));
        version.identifier().ifPresent(id -> line("Version", id + " (as wbadmin names it; UTC)"));
        line("Folder", version.folder().toString());
        int others = backup.computer().versions().size() - 1;
        if (others > 0) {
            line(
                    "Others",
                    others
                            + (others == 1 ? " more version: " : " more versions: ")
                            + String.join(", ", otherNames(backup)));
        }
    }

    private static List<String> otherNames(BackupSet backup) {
        return backup.computer().versions().stream()
                .map(BackupVersion::name)
                .filter(name -> !name.equals(backup.version().name()))
                .toList();
    }

    private void image(Image image, boolean inSet) throws IOException {
        String name =
                inSet ? image.path().getFileName().toString() : image.path().toString();
        String what = image instanceof WimArchive wim ? wim(wim.wim()) : disk((DiskImage) image);
        line("Image", name + ": " + image.container().label() + ", " + what);
        String last = image instanceof WimArchive ? "Windows" : "Partition";
        Table table = inSet
                ? new Table("No", "Drive", "Label", "File system", ">Size", ">Used", last)
                : new Table("No", "Label", "File system", ">Size", ">Used", last);
        for (NumberedVolume volume : set.volumes()) {
            if (volume.image() == image) {
                table.row(row(volume, inSet));
            }
        }
        table.print(out);
    }

    private static String disk(DiskImage disk) throws IOException {
        String file = Files.isRegularFile(disk.path()) ? Text.size(Files.size(disk.path())) + " file, " : "";
        String scheme = disk.table().scheme() == PartitionScheme.NONE
                ? "no partition table"
                : disk.table().scheme().name();
        return scheme + ", " + file + "disk of " + Text.size(disk.disk().size());
    }

    private String wim(WimFile wim) {
        int images = wim.images().size();
        long size = 0;
        for (WimPart part : wim.parts()) {
            size += part.bytes().size();
        }
        complete &= wim.missing().isEmpty();
        return (images == 1 ? "1 image" : images + " images") + ", "
                + wim.header().codec().map(Codec::label).orElse("not compressed") + ", " + Text.size(size)
                + (wim.header().parts() == 1
                        ? " file"
                        : " in " + wim.parts().size() + " of " + wim.header().parts() + " parts")
                + (wim.missing().isEmpty() ? "" : "; " + wim.missing().get(0));
    }

    private String[] row(NumberedVolume volume, boolean inSet) throws IOException {
        VolumeFacts facts = VolumeFacts.of(volume.volume());
        complete &= facts.problem().isEmpty();
        OptionalLong used = facts.used();
        List<String> cells = new ArrayList<>(List.of(
                String.valueOf(volume.number()),
                facts.label(),
                volume.volume().kind().label(),
                Text.size(facts.size()),
                used.isPresent() ? Text.size(used.getAsLong()) : "",
                facts.problem().orElse(facts.partition())));
        if (inSet) {
            cells.add(1, set.letter(volume).map(letter -> letter + ":").orElse(""));
        }
        return cells.toArray(String[]::new);
    }

    private void missing(BackupSet backup) {
        if (Missing.isFolderOfImages(backup)) {
            return;
        }
        List<String> missing = Missing.of(backup, set.documents().orElseThrow());
        if (!missing.isEmpty()) {
            line("Missing", String.join(", ", missing) + " ('lifeboat verify' says what that means)");
        }
    }
}
