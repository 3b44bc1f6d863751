package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileContent;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Walks a tree and reads small files in a thread of its own, while the files before are being written: the disk of the
 * image and that of the target then work at the same time. Large files are left to the visitor, since the system itself
 * reads ahead in them.
 */
final class ReadAhead {
    static final int SMALL = 1 << 17;
    /** Handed over together: to wake a thread for each costs more than to read a small file. */
    private static final int BATCH = 16;

    private static final int BATCHES = 4;
    private static final int WAKE_UP_MILLIS = 100;

    private final FileTree tree;
    private final BlockingQueue<List<Step>> batches = new ArrayBlockingQueue<>(BATCHES);
    /** Of the thread that reads. */
    private List<Step> batch = new ArrayList<>(BATCH);

    private volatile boolean cancelled;
    private Name current;

    /** What the walk meets. */
    private sealed interface Step permits Name, Damage, End {}

    /** A name; its content is null where reading it is left to the visitor. */
    private record Name(FileNode node, FileContent content) implements Step {}

    private record Damage(String path, ImageException problem) implements Step {}

    /** Nothing more; the failure is null if the walk came to its end. */
    private record End(Throwable failure) implements Step {}

    /** Ends the walk when nobody wants to know any more. */
    private static final class CancelledException extends IOException {}

    ReadAhead(FileTree tree) {
        this.tree = tree;
    }

    /**
     * Visits all that lies below a directory, as {@link FileTree#walk} does. The visitor is called in this thread.
     *
     * @param directory where to begin
     * @param visitor receives each name; it may ask {@link #content} for it
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    void walk(FileNode directory, NodeVisitor visitor) throws IOException {
        cancelled = false;
        batch = new ArrayList<>(BATCH);
        // Never interrupted: that would close the channel of the image.
        Thread reader = new Thread(() -> read(directory), "read ahead");
        reader.setDaemon(true);
        reader.start();
        try {
            while (!visit(batches.take(), visitor)) {
                // there is more
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            current = null;
            cancelled = true;
            batches.clear();
            join(reader);
        }
    }

    private boolean visit(List<Step> steps, NodeVisitor visitor) throws IOException {
        for (Step step : steps) {
            if (step instanceof Name name) {
                current = name;
                visitor.node(name.node());
            } else if (step instanceof Damage damage) {
                visitor.damaged(damage.path(), damage.problem());
            } else if (ended(step)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ended(Step step) throws IOException {
        if (!(step instanceof End end)) {
            return false;
        }
        if (end.failure() instanceof IOException failure) {
            throw failure;
        }
        if (end.failure() instanceof Error failure) {
            throw failure;
        }
        if (end.failure() instanceof RuntimeException failure) {
            throw failure;
        }
        return true;
    }

    private static void join(Thread reader) throws IOException {
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private void read(FileNode directory) {
        Throwable failure = null;
        try {
            tree.walk(directory, new NodeVisitor() {
                @Override
                public void node(FileNode node) throws IOException {
                    pass(new Name(node, node.type() == FileNode.Type.FILE ? contentAhead(node) : null));
                }

                @Override
                public void damaged(String path, ImageException problem) throws IOException {
                    pass(new Damage(path, problem));
                }
            });
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        try {
            batch.add(new End(failure));
            hand();
        } catch (IOException e) {
            // nobody wants to know
        }
    }

    /** Passes on a step at once where somebody waits for it. */
    private void pass(Step step) throws IOException {
        batch.add(step);
        if (batch.size() == BATCH || batches.isEmpty()) {
            hand();
        }
    }

    private void hand() throws IOException {
        try {
            while (!cancelled) {
                if (batches.offer(batch, WAKE_UP_MILLIS, TimeUnit.MILLISECONDS)) {
                    batch = new ArrayList<>(BATCH);
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        throw new CancelledException();
    }

    /** Null if the file is large or cannot be read: the visitor will try for itself, and meet what is wrong. */
    private FileContent contentAhead(FileNode node) {
        try {
            if (tree.order(node, "").isPresent()) {
                return null; // the visitor will read it later
            }
            FileContent content = tree.content(node);
            // Of a file with several names the data is read once only, when the visitor asks for it.
            boolean once = content.details().names() == 1 && !Holes.in(content.main());
            return once ? new FileContent(content.details(), loaded(content.main(), SMALL)) : content;
        } catch (IOException e) {
            return null;
        }
    }

    /** A content in memory, or as it is if it has more bytes than that. */
    static ByteSource loaded(ByteSource content, int most) throws IOException {
        return content.size() > most ? content : ByteSource.of(content.name(), content.bytes(0, (int) content.size()));
    }

    /**
     * Opens a file.
     *
     * @param node that is being visited, or any other
     * @return as {@link FileTree#content}
     * @throws IOException as {@link FileTree#content}
     */
    FileContent content(FileNode node) throws IOException {
        boolean read = current != null && current.node().equals(node) && current.content() != null;
        return read ? current.content() : tree.content(node);
    }
}
