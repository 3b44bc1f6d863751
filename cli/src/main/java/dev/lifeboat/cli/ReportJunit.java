package dev.lifeboat.cli;

import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.FindingKind;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import jakarta.xml.bind.JAXB;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlValue;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reports as build servers and monitors read it: the verdict is a test, and each kind of finding another. What is damaged or lost
 * is a failure, what could not be decided an error; the rest has passed.
 */
final class ReportJunit {
    static final String BEGINNING = "<?xml version";

    private ReportJunit() {}

    @XmlRootElement(name = "testsuites")
    static final class Suites {
        @XmlElement(name = "testsuite")
        List<Suite> suites = new ArrayList<>();
    }

    static final class Suite {
        @XmlAttribute
        String name;

        @XmlAttribute
        String timestamp;

        @XmlAttribute
        int tests;

        @XmlAttribute
        int failures;

        @XmlAttribute
        int errors;

        @XmlAttribute
        int skipped;

        @XmlElement(name = "testcase")
        List<Case> cases = new ArrayList<>();
    }

    static final class Case {
        @XmlAttribute
        String classname;

        @XmlAttribute
        String name;

        @XmlElement
        Outcome failure;

        @XmlElement
        Outcome error;

        @XmlElement(name = "system-out")
        String output;
    }

    static final class Outcome {
        @XmlAttribute
        String type;

        @XmlAttribute
        String message;

        @XmlValue
        String places;
    }

    /**
     * Writes them.
     *
     * @param reports to be shown, one or of several computers
     * @param failures what could not be verified at all: why, by the computer or path
     * @param now the present
     * @return an XML document
     */
    static String write(List<Report> reports, Map<String, String> failures, Instant now) {
        Suites all = new Suites();
        reports.forEach(report -> all.suites.add(suite(report, now)));
        failures.forEach((name, problem) -> {
            Suite suite = suite(name, now);
            add(suite, "lifeboat", "verdict", Severity.UNDECIDED, Text.safe(problem), "UNDECIDED");
            all.suites.add(suite);
        });
        StringWriter out = new StringWriter();
        JAXB.marshal(all, out);
        return out.toString();
    }

    private static Suite suite(String name, Instant now) {
        Suite suite = new Suite();
        suite.name = Text.safe("lifeboat verify " + name);
        suite.timestamp = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return suite;
    }

    private static Suite suite(Report report, Instant now) {
        Suite suite = suite(
                report.location().computer().map(name -> name + " ").orElse("")
                        + report.location()
                                .backup()
                                .orElse(report.location()
                                        .images()
                                        .get(0)
                                        .getFileName()
                                        .toString()),
                now);
        add(
                suite,
                "lifeboat",
                "verdict",
                severity(report.verdict()),
                report.label() + ". " + report.sentence(),
                report.label());
        report.kinds().forEach(kind -> add(suite, kind));
        return suite;
    }

    private static void add(Suite suite, FindingKind kind) {
        Rule rule = kind.rule();
        List<String> places = new ArrayList<>();
        kind.findings().forEach(finding -> places.add(Text.safe(finding.where() + ": " + finding.message())));
        if (kind.omitted() > 0) {
            places.add("... and " + kind.omitted() + " more of this kind");
        }
        add(
                suite,
                "lifeboat." + rule.id().substring(0, Math.max(0, rule.id().indexOf('.'))),
                rule.id(),
                rule.severity(),
                (rule.meaning() + " " + rule.remedy()).strip(),
                String.join("\n", places));
    }

    private static Severity severity(Verdict verdict) {
        return switch (verdict) {
            case NO_FAULT -> Severity.GOOD;
            case WITH_LOSS -> Severity.DAMAGED;
            case UNDECIDED -> Severity.UNDECIDED;
            case NOT_RESTORABLE -> Severity.LOST;
        };
    }

    private static void add(
            Suite suite, String classname, String name, Severity severity, String message, String places) {
        Case test = new Case();
        test.classname = classname;
        test.name = name;
        Outcome outcome = new Outcome();
        outcome.type = severity.name();
        outcome.message = message;
        outcome.places = places;
        switch (severity) {
            case LOST, DAMAGED -> {
                test.failure = outcome;
                suite.failures++;
            }
            case UNDECIDED -> {
                test.error = outcome;
                suite.errors++;
            }
            default -> test.output = places;
        }
        suite.tests++;
        suite.cases.add(test);
    }
}
