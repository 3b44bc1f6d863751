package dev.lifeboat.verify.report;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.util.List;

/** Runs checks one after the other, keeps what they find, and tells how far they are. */
final class CheckRun {
    private final Progress progress;
    private final FindingLimit findings = new FindingLimit();
    private long bytesRead;

    CheckRun(Progress progress) {
        this.progress = progress;
    }

    FindingLimit findings() {
        return findings;
    }

    /** What a check does not catch is at least said. */
    <S> void run(String name, List<Check<S>> checks, S subject) throws IOException {
        for (Check<S> check : checks) {
            progress.at(name + ": " + check.question(), bytesRead);
            try {
                check.run(subject, findings);
            } catch (CorruptImageException e) {
                findings.accept(Finding.of(Verifier.UNREADABLE, e));
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

    /** Takes note of bytes whose reader tells of them itself. */
    synchronized void count(long bytes) {
        bytesRead += bytes;
    }
}
