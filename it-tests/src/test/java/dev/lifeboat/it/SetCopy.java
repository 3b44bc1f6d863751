package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/** A copy of the sample backup that may be broken. Its images are links: they are replaced, never written to. */
final class SetCopy {
    static final String COMPUTER = "OFFICE-PC";
    static final String VERSION = "Backup 2026-01-31 120000";
    static final String C = "5d1f0c2e-3b44-4c55-9a66-0718293a4b5c";
    static final String RECOVERY = "9e8d7c6b-5a49-4f38-8e27-16f5e4d3c2b1";
    static final String ESP = "1f6f2f6a-7c1d-4a8e-9b52-5e0a6c3d1b21";
    static final String PREFIX = "2b7c9f30-6d1e-4e5a-b8c4-93a1f0e7d625";
    static final String ASR = PREFIX + "_Writerbe000cbe-11fe-4426-9c58-531aa6355fc4.xml";
    static final String WMI = PREFIX + "_Writera6ad56c2-b509-4e6c-bb19-49d8f43532f0.xml";
    static final String COMPONENTS = PREFIX + "_Components.xml";
    static final String SPECS = "BackupSpecs.xml";

    private final Path top;

    private SetCopy(Path top) {
        this.top = top;
    }

    /** The sample itself, once in the folder: what other copies link to. */
    static Path original(Path folder) throws IOException {
        Path original = Files.createDirectories(folder.resolve("original"));
        PathUtils.copyDirectory(
                Checkout.top().resolve("samples/WindowsImageBackup"), original.resolve("WindowsImageBackup"));
        return original;
    }

    static SetCopy of(Path original, Path top) throws IOException {
        Files.walkFileTree(original, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) throws IOException {
                Files.createDirectories(top.resolve(original.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                Path copy = top.resolve(original.relativize(file));
                boolean sameDisk = Files.getFileStore(file).equals(Files.getFileStore(copy.getParent()));
                if (file.toString().endsWith(".vhdx") && sameDisk) {
                    Files.createLink(copy, file);
                } else {
                    Files.copy(file, copy);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new SetCopy(top);
    }

    Path top() {
        return top;
    }

    Path store() {
        return top.resolve("WindowsImageBackup");
    }

    Path computer() {
        return store().resolve(COMPUTER);
    }

    Path version() {
        return computer().resolve(VERSION);
    }

    Path file(String name) {
        return version().resolve(name);
    }

    Path image(String volume) {
        return file(volume + ".vhdx");
    }

    void delete(Path path) {
        try {
            PathUtils.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts another image in the place of one. */
    void replace(Path image, Path by) throws IOException {
        Files.deleteIfExists(image);
        Files.createLink(image, by);
    }

    String text(String document) throws IOException {
        String text = Files.readString(file(document), UTF_16LE);
        return text.substring(0, text.length() - 1);
    }

    /** Changes a document's text, which must be there exactly once, or everywhere. */
    void edit(String document, String from, String to) throws IOException {
        String text = text(document);
        if (!text.contains(from)) {
            throw new IOException(document + " does not hold " + from);
        }
        write(document, text.replace(from, to));
    }

    /** As Windows writes: UTF-16LE, one NUL behind it. */
    void write(String document, String text) throws IOException {
        Files.write(file(document), (text + "\0").getBytes(UTF_16LE));
    }

    Report verify() throws IOException {
        return verify(top, Progress.NONE);
    }

    static Report verify(Path path, Progress progress) throws IOException {
        return Verifier.verify(BackupLocation.find(path, Optional.of(COMPUTER), Optional.empty()), progress);
    }

    /**
     * All findings but the good ones, and those that the sample has unbroken, as its recovery environment is a stand-in:
     * {@code SEVERITY id: where: message}, places shortened.
     */
    Stream<String> findings(Report report) {
        return allFindings(report).filter(line -> !isOfStandIn(line));
    }

    /** What is said of the recovery environment of the sample as it is; RecoveryInSetTest shows both in full. */
    static boolean isOfStandIn(String finding) {
        return finding.matches(
                "NOTE recovery\\.(not-of-windows: .*|media-needed: [^:]*: none of those found here \\(\\d\\) will do; .*)");
    }

    static boolean isOfStandIn(Finding finding) {
        return isOfStandIn(line(finding));
    }

    private static String line(Finding f) {
        return f.severity() + " " + f.rule().id() + ": " + f.where() + ": " + f.message();
    }

    /** The same with those of the stand-in. */
    Stream<String> allFindings(Report report) {
        return report.findings().stream()
                .filter(f -> f.severity() != Severity.GOOD)
                .map(SetCopy::line)
                .map(line -> line.replace(top.toString(), "TOP")
                        .replace("lies in '" + top.getFileName() + "', not", "lies in 'TOP', not")
                        .replace(COMPUTER + "/" + VERSION, "VERSION"));
    }
}
