package dev.lifeboat.cli;

import dev.lifeboat.mount.export.ExportFormat;
import dev.lifeboat.mount.export.ExportResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What became of an export, for a person or a program.
 *
 * @param what was exported
 * @param format of the file
 * @param size of the disk in bytes
 * @param to the file
 * @param verified whether it was read again
 * @param result what became of it
 * @param time it took
 */
record ExportReport(
        String what, ExportFormat format, long size, Path to, boolean verified, ExportResult result, Duration time) {
    private static final int SHOWN = 20;

    void text(PrintWriter out) {
        out.println(Text.safe(String.format(
                Locale.ROOT,
                "Exported %s (%s, of which %s are not zeros) to %s as %s in %s.",
                what,
                Text.size(size),
                Text.size(result.written()),
                to,
                format == ExportFormat.QCOW2 ? "qcow2" : format == ExportFormat.RAW ? "raw bytes" : format.name(),
                ProgressLine.duration(time.toSeconds()))));
        if (result.resumed() > 0) {
            out.println(Text.size(result.resumed()) + " were there from the run before, and were compared.");
        }
        out.println(
                verified
                        ? "The file was brought to the disk, read again and compared by checksums: it holds what was written."
                        : "It was not read again (--no-verify).");
        if (!result.damage().isEmpty()) {
            out.println("Zeros stand for what could not be read:");
            result.damage().stream()
                    .limit(SHOWN)
                    .forEach(place -> out.println("  "
                            + Text.safe(String.format(
                                    Locale.ROOT,
                                    "at %d, %d bytes: %s",
                                    place.offset(),
                                    place.length(),
                                    place.reason()))));
            long more = result.moreDamage() + Math.max(0, result.damage().size() - SHOWN);
            if (more > 0) {
                out.println("  and " + more + " more places" + (result.moreDamage() == 0 ? "; --json lists them" : ""));
            }
        }
        out.flush();
    }

    void json(PrintWriter out) {
        JsonLine.write(out, json -> {
            json.writeStringProperty("file", to.toString());
            json.writeStringProperty("format", format.name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("size", size);
            json.writeNumberProperty("written", result.written());
            json.writeNumberProperty("resumed", result.resumed());
            json.writeBooleanProperty("verified", verified);
            json.writeArrayPropertyStart("unreadable");
            for (ExportResult.Damaged place : result.damage()) {
                json.writeStartObject();
                json.writeNumberProperty("offset", place.offset());
                json.writeNumberProperty("length", place.length());
                json.writeStringProperty("error", place.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (result.moreDamage() > 0) {
                json.writeNumberProperty("moreUnreadable", result.moreDamage());
            }
        });
        out.flush();
    }
}
