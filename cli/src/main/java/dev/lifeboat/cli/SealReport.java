package dev.lifeboat.cli;

import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.seal.Seal;
import dev.lifeboat.verify.seal.SealFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sealing came to.
 *
 * @param seal that is there now
 * @param folder where it is
 * @param sealed the folder that was sealed
 * @param before whether it was there before
 * @param resumed bytes that a run before had read
 * @param verdict of a quick verification; absent if there was none
 */
record SealReport(Seal seal, SealFolder folder, Path sealed, boolean before, long resumed, Optional<Verdict> verdict) {
    void text(PrintWriter out, Optional<Path> export) {
        String what = ExtractText.number(seal.files().size(), "file", "files") + ", " + Text.size(seal.size());
        out.println(
                before ? "Sealed already, " + Age.local(seal.sealed()) + ": " + what + "." : "Sealed: " + what + ".");
        if (resumed > 0) {
            out.println("Of that, " + Text.size(resumed) + " had been read before.");
        }
        out.println("Seal: " + Text.safe(folder.seal().toString()));
        out.println("Root: " + seal.root());
        export.ifPresent(file -> {
            out.println("Checksums: " + Text.safe(file.toString()));
            out.println("Compare with: cd \"" + Text.safe(sealed.toString()) + "\" && sha256sum -c \""
                    + Text.safe(file.toAbsolutePath().toString()) + "\"");
        });
        verdict.filter(v -> v != Verdict.NO_FAULT)
                .ifPresent(v -> out.println("But 'lifeboat verify' says " + v.label(Level.QUICK)
                        + " of it. The seal keeps it as it is; it makes nothing better."));
        out.println(
                before
                        ? "Nothing was read. 'lifeboat verify --full' compares every byte with it."
                        : "'lifeboat verify --full' compares every byte with it from now on.");
        out.flush();
    }

    void json(PrintWriter out, Optional<Path> export) {
        JsonLine.write(out, json -> {
            json.writeStringProperty("seal", folder.seal().toString());
            json.writeStringProperty("root", seal.root());
            json.writeStringProperty("sealed", seal.sealed().toString());
            seal.computer().ifPresent(name -> json.writeStringProperty("computer", name));
            seal.backup().ifPresent(name -> json.writeStringProperty("backup", name));
            json.writeStringProperty("folder", sealed.toString());
            json.writeNumberProperty("files", seal.files().size());
            json.writeNumberProperty("bytes", seal.size());
            json.writeNumberProperty("chunks", seal.chunkCount());
            json.writeBooleanProperty("before", before);
            json.writeNumberProperty("resumed", resumed);
            verdict.ifPresent(v -> json.writeStringProperty("verdict", v.label(Level.QUICK)));
            export.ifPresent(file -> json.writeStringProperty("export", file.toString()));
        });
    }
}
