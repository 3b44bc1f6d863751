package dev.lifeboat.cli;

import dev.lifeboat.mount.contained.ContainedBackup;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.report.Report;
import java.io.PrintWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A report as one JSON object, by docs/verify.schema.json. */
final class ReportJson {
    private ReportJson() {}

    static void write(Report report, Optional<ContainedBackup> container, PrintWriter out) {
        JsonLine.write(out, json -> content(report, container, json));
    }

    private static void content(Report report, Optional<ContainedBackup> container, JsonGenerator json) {
        json.writeStringProperty("verdict", report.label());
        json.writeStringProperty("sentence", report.sentence());
        json.writeStringProperty("level", report.level().label());
        json.writeNumberProperty("exitCode", report.verdict().exitCode());
        container.ifPresent(inside -> ListJson.container(json, inside));
        report.location().computer().ifPresent(name -> json.writeStringProperty("computer", name));
        report.location().backup().ifPresent(name -> json.writeStringProperty("backup", name));
        json.writeArrayPropertyStart("images");
        report.location().images().forEach(image -> json.writeString(image.toString()));
        json.writeEndArray();
        json.writeNumberProperty("volumes", report.volumes());
        json.writeArrayPropertyStart("findings");
        for (Finding finding : report.findings()) {
            json.writeStartObject();
            json.writeStringProperty("severity", finding.severity().name());
            json.writeStringProperty("id", finding.rule().id());
            json.writeStringProperty("where", finding.where());
            json.writeStringProperty("message", finding.message());
            json.writeStringProperty("meaning", finding.rule().meaning());
            json.writeStringProperty("remedy", finding.rule().remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("omitted");
        report.omitted().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeArrayPropertyStart("notChecked");
        report.notChecked().forEach(json::writeString);
        json.writeEndArray();
    }
}
