package dev.lifeboat.cli;

import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.mount.raw.RawSet;
import dev.lifeboat.mount.raw.RawView;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** What is served and how to use it: for a person, or for a program. */
final class ServeText {
    private final PrintWriter out;
    private final NbdAddress address;

    ServeText(PrintWriter out, NbdAddress address) {
        this.out = out;
        this.address = address;
    }

    /** Shows the views of the only set, and commands for the first of them. */
    void views(List<ServedView> views) {
        out.println("Serving these, read-only, until Ctrl-C:");
        Table table = new Table("Name", ">Size", "What");
        for (ServedView served : views) {
            if (served.view().source().isPresent()) {
                table.row(served.name(), Text.size(served.view().size()), served.what());
            }
        }
        table.print(out);
        for (ServedView served : views) {
            served.view()
                    .problem()
                    .ifPresent(problem -> out.println("Not " + Text.safe(served.name() + ": " + problem.getMessage())));
        }
        commands(example(views));
    }

    /** Shows sets that are opened only when a client asks for them. */
    void sets(List<RawSet> sets) {
        out.println("Serving the volumes and disks of these, read-only, until Ctrl-C:");
        sets.forEach(set -> out.println("  " + Text.safe(String.join("/", set.folder()))));
        out.println("Their names, such as '"
                + Text.safe(String.join("/", sets.get(0).folder())) + "/C':");
        out.println("  nbdinfo --list '" + address.uri("") + "'");
        out.flush();
    }

    /** A volume with a drive letter, else one of NTFS, else the first there is. */
    private static Optional<ServedView> example(List<ServedView> views) {
        List<ServedView> usable = views.stream()
                .filter(served -> served.view().source().isPresent())
                .toList();
        return usable.stream()
                .filter(served -> served.view().kind() == RawView.Kind.VOLUME
                        && Character.isLetter(served.view().name().charAt(0))
                        && served.view().name().length() == 1)
                .findFirst()
                .or(() -> usable.stream().filter(ServeText::isNtfs).findFirst())
                .or(() -> usable.stream().findFirst());
    }

    private static boolean isNtfs(ServedView served) {
        return served.view().kind() == RawView.Kind.VOLUME
                && served.view().description().startsWith(VolumeKind.NTFS.label());
    }

    private void commands(Optional<ServedView> example) {
        if (example.isEmpty()) {
            return;
        }
        String uri = "'" + address.uri(example.get().name()) + "'";
        String file = Text.safe(example.get().name()) + ".raw";
        out.println("For example:");
        out.println("  nbdinfo " + uri);
        out.println("  nbdcopy " + uri + " " + file);
        out.println("  mkdir -p raw files && nbdfuse -r raw/" + file + " " + uri + " &");
        if (isNtfs(example.get())) {
            out.println("  ntfs-3g -o ro raw/" + file + " files");
        } else if (example.get().view().kind() == RawView.Kind.VOLUME) {
            out.println("  mount -o ro,loop raw/" + file + " files      (as root)");
        }
        out.println("  qemu-nbd -r -f raw -c /dev/nbd0 " + uri + "      (as root, after 'modprobe nbd')");
        out.flush();
    }

    /** One line that says that clients can connect. */
    void json(List<ServedView> views) {
        JsonLine.write(out, json -> {
            json.writeStringProperty("uri", address.uri(""));
            json.writeArrayPropertyStart("exports");
            for (ServedView served : views) {
                RawView view = served.view();
                json.writeStartObject();
                json.writeStringProperty("name", served.name());
                json.writeStringProperty("uri", address.uri(served.name()));
                json.writeStringProperty("kind", view.kind().name().toLowerCase(java.util.Locale.ROOT));
                json.writeStringProperty("description", view.description());
                if (view.problem().isPresent()) {
                    json.writeStringProperty("error", view.problem().get().getMessage());
                } else {
                    json.writeNumberProperty("size", view.size());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        out.flush();
    }
}
