package dev.lifeboat.verify.check.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.Blob;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.formats.wim.WimPart;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ParallelWork;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Asks whether every content can be expanded, and has its SHA-1. Which files a damaged one hits is told by another check. */
final class WimContentCheck implements Check<Wim> {
    /** A file of nothing but zeros is stored in a thousandth. */
    private static final int MOST_EXPANSION = 2000;

    private static final long ALLOWANCE = 64L << 30;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int BATCH_BLOBS = 256;
    private static final Rule TOO_MUCH = new Rule(
            "wim.too-much-to-read",
            Severity.UNDECIDED,
            "The contents of this WIM are said to be thousands of times as large as the file. No program writes such a WIM. They"
                    + " were not read.",
            "Do not rely on this WIM. " + WimRemedies.ANOTHER_COPY);
    private static final Rule GOOD =
            new Rule("wim.contents", Severity.GOOD, "Every content can be read and has its SHA-1.", "");

    @Override
    public String question() {
        return "Has every content its SHA-1?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(TOO_MUCH, GOOD);
    }

    /** Contents that one thread reads, one behind the other. */
    private record Batch(BlobOrder order, int from, int to) {}

    @Override
    public void run(Wim wim, Consumer<Finding> findings) throws IOException {
        WimFile file = wim.file();
        List<Batch> batches = new ArrayList<>();
        long stored = 0;
        double expanded = 0;
        for (WimPart part : file.parts()) {
            stored += part.bytes().size();
            for (boolean solid : new boolean[] {false, true}) {
                BlobOrder order = BlobOrder.of(
                        file.blobs(),
                        blob -> blob.part().number() == part.number()
                                && blob.resource().solid() == solid
                                && !blob.resource().solidWhole()
                                && !blob.resource().metadata()
                                && !wim.faults().has(blob));
                expanded += split(order, solid, batches);
            }
        }
        if (expanded > ALLOWANCE + (double) stored * MOST_EXPANSION) {
            findings.accept(TOO_MUCH.at(file.name(), String.format("%.0f bytes in a file of %d", expanded, stored)));
            return;
        }
        AtomicLong bad = new AtomicLong();
        ParallelWork.run(
                batches.size(),
                ParallelWork.BUFFER,
                (index, buffer, done) -> {
                    Batch batch = batches.get(index);
                    for (int i = batch.from(); i < batch.to(); i++) {
                        if (!read(wim, batch.order().blob(i), buffer, done)) {
                            bad.incrementAndGet();
                        }
                    }
                },
                wim.read());
        if (bad.get() == 0 && wim.faults().all().isEmpty()) {
            findings.accept(GOOD.at(file.name(), String.format("%.0f bytes", expanded)));
        }
    }

    /**
     * Makes batches; of solid resources one, since two threads would each have to expand chunks that the other has just
     * expanded, and there is room for one chunk of 64 MiB only.
     *
     * @return how many bytes there are in all
     */
    private static double split(BlobOrder order, boolean solid, List<Batch> batches) throws IOException {
        double all = 0;
        long bytes = 0;
        int from = 0;
        for (int i = 0; i < order.count(); i++) {
            long size = order.blob(i).size();
            all += size;
            bytes += Math.min(size, BATCH_BYTES);
            boolean full = !solid && (bytes >= BATCH_BYTES || i + 1 - from == BATCH_BLOBS);
            if (full || i + 1 == order.count()) {
                batches.add(new Batch(order, from, i + 1));
                from = i + 1;
                bytes = 0;
            }
        }
        return all;
    }

    private static boolean read(Wim wim, Blob blob, byte[] buffer, LongConsumer done) throws IOException {
        try {
            ByteSource content = wim.file().open(blob, "content");
            for (long at = 0; at < content.size(); ) {
                int n = (int) Math.min(buffer.length, content.size() - at);
                content.read(at, ByteBuffer.wrap(buffer, 0, n)); // compares the SHA-1 at the end
                done.accept(n);
                at += n;
            }
            return true;
        } catch (ImageException e) {
            wim.faults().add(blob, e);
            return false;
        }
    }
}
