package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.IntegrityTable;
import dev.lifeboat.formats.wim.Sha1;
import dev.lifeboat.formats.wim.WimPart;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ParallelWork;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Asks whether the file has the checksums of its integrity table. */
final class WimPieceCheck implements Check<Wim> {
    private static final Rule CHANGED = new Rule(
            "wim.integrity-changed",
            Severity.DAMAGED,
            "A piece of the file is not what it was when the file was made. Which files that hits is said by another finding; if"
                    + " there is none, the change is in a place that no file uses. Programs that are told to check the file's"
                    + " integrity refuse it.",
            WimRemedies.ANOTHER_COPY);
    private static final Rule GOOD =
            new Rule("wim.integrity-kept", Severity.GOOD, "The file has the checksums of its integrity table.", "");

    @Override
    public String question() {
        return "Has the file the checksums of its integrity table?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(CHANGED, GOOD);
    }

    @Override
    public void run(Wim wim, Consumer<Finding> findings) throws IOException {
        for (WimPart part : wim.file().parts()) {
            if (part.header().integrity().present()) {
                try {
                    run(IntegrityTable.read(part), wim, findings);
                } catch (ImageException e) {
                    // another check has said so
                }
            }
        }
    }

    private static void run(IntegrityTable table, Wim wim, Consumer<Finding> findings) throws IOException {
        ByteSource file = table.part().bytes();
        SortedMap<Integer, Sha1> changed = new TreeMap<>();
        ParallelWork.run(
                table.count(),
                ParallelWork.BUFFER,
                (piece, buffer, done) -> {
                    Sha1 found = hash(file, table.start(piece), table.start(piece + 1), buffer, done);
                    if (!found.equals(table.expected(piece))) {
                        synchronized (changed) {
                            changed.put(piece, found);
                        }
                    }
                },
                wim.read());
        changed.forEach((piece, found) -> findings.accept(CHANGED.at(
                file.name() + " at 0x" + Long.toHexString(table.start(piece)),
                (table.start(piece + 1) - table.start(piece)) + " bytes have the SHA-1 " + found
                        + ", another than in the integrity table")));
        if (changed.isEmpty()) {
            findings.accept(GOOD.at(file.name(), "pieces: " + table.count()));
        }
    }

    private static Sha1 hash(ByteSource file, long start, long end, byte[] buffer, LongConsumer done)
            throws IOException {
        MessageDigest digest = Sha1.digest();
        for (long at = start; at < end; ) {
            int n = (int) Math.min(buffer.length, end - at);
            file.read(at, ByteBuffer.wrap(buffer, 0, n));
            digest.update(buffer, 0, n);
            done.accept(n);
            at += n;
        }
        return Sha1.of(digest);
    }
}
