package dev.lifeboat.cli;

import dev.lifeboat.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The files that a report is written to, if anybody asks for them. */
final class ReportFiles {
    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Also write the report as a page for a browser, with a map of each image and the steps of a restore.")
    private Path html;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Also write the report as JUnit's XML, for build servers and monitors.")
    private Path junit;

    /** Before the work begins: whether they may be written. */
    void check() throws IOException {
        if (html != null) {
            ReportFile.check(html, "--html", ReportHtml.BEGINNING);
        }
        if (junit != null) {
            ReportFile.check(junit, "--junit", ReportJunit.BEGINNING);
        }
    }

    /** Refuses what can hold one report only. */
    void requireOneReport(CommandLine line) {
        if (html != null) {
            throw new ParameterException(line, "--html is the report of one computer; choose it with --machine NAME");
        }
    }

    /** Writes what can hold several reports; also of what could not be verified, so that no older file is taken for its. */
    void write(List<Report> reports, Map<String, String> failures) {
        if (junit != null) {
            ReportFile.write(junit, ReportJunit.write(reports, failures, Instant.now()));
        }
    }

    void writeHtml(Report report, ImageArguments image) throws IOException {
        if (html == null) {
            return;
        }
        Instant now = Instant.now();
        ReportFile.write(html, page(report, image, now));
    }

    /** Without maps where the images cannot be opened or read again: the report says why. */
    private static String page(Report report, ImageArguments image, Instant now) throws IOException {
        try (ImageInput input = image.open()) {
            return new ReportHtml(report, Optional.of(input.images()), now).page();
        } catch (IOException e) {
            return new ReportHtml(report, Optional.empty(), now).page();
        }
    }
}
