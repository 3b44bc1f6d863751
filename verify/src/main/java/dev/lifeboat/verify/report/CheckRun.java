package dev.lifeboat.verify.report;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import java.io.IOException;
import java.util.List;

/** Runs checks one after the other, keeps what they find, and tells how far they are. */
final class CheckRun {
    private final Progress progress;
    private final Rule corrupt;
    private final FindingLimit findings = new FindingLimit();
    private String doing = "";
    private long bytesRead;

    /**
     * @param progress is told how far they are
     * @param corrupt of what is damaged where a check did not expect it
     */
    CheckRun(Progress progress, Rule corrupt) {
        this.progress = progress;
        this.corrupt = corrupt;
    }

    FindingLimit findings() {
        return findings;
    }

    /** What a check does not catch is at least said. */
    <S> void run(String name, List<Check<S>> checks, S subject) throws IOException {
        for (Check<S> check : checks) {
            doing = name + ": " + check.question();
            progress.at(doing, bytesRead);
            try {
                check.run(subject, findings);
            } catch (CorruptImageException e) {
                findings.accept(Finding.of(corrupt, e));
            } catch (ImageException e) {
                findings.accept(Finding.of(Verifier.UNSUPPORTED, e));
            }
        }
    }

    /** The same bytes, counted and bounded. */
    ByteSource counted(ByteSource source, String name, WorkLimit limit) {
        return new CountingSource(source, limit, n -> tell(n, name));
    }

    /** Some checks read with two threads. */
    private synchronized void tell(long bytes, String name) {
        count(bytes);
        progress.at(name, bytesRead);
    }

    /** Takes note of bytes that a check counts itself. */
    void read(long bytes) {
        tell(bytes, doing);
    }

    /** Takes note of bytes whose reader tells of them itself. */
    synchronized void count(long bytes) {
        bytesRead += bytes;
    }
}
