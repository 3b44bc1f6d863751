package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.DeletedNode;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileExtras;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;

/** Files on their way to the screen: with streams and hashes as asked for, and what could not be read. */
final class Listing implements AutoCloseable {
    private final CommandLine line;
    private final LineQueue lines;
    private final boolean streams;
    private final boolean hash;
    private final boolean internal;
    private final ProgressLine progress;
    private long hashed;
    private boolean problems;

    /** What is written. */
    sealed interface Line permits Entry, Damage, Deleted {}

    /**
     * A file or stream.
     *
     * @param volume number
     * @param node the file
     * @param stream empty for the main data
     * @param size of the stream in bytes
     * @param target of a link, or empty
     * @param reparse what stands in the file's place, if anything does
     * @param result hash or error, if one was asked for
     */
    record Entry(
            int volume,
            FileNode node,
            String stream,
            long size,
            String target,
            Optional<FileExtras.Reparse> reparse,
            Optional<Hash> result)
            implements Line {}

    /**
     * Something that could not be listed.
     *
     * @param volume number
     * @param path what is affected
     * @param problem why
     */
    record Damage(int volume, String path, String problem) implements Line {}

    /**
     * A file that was deleted.
     *
     * @param volume number
     * @param file what is known of it
     */
    record Deleted(int volume, DeletedNode file) implements Line {}

    /** How lines are written. */
    interface Format {
        void write(Entry entry);

        void write(Damage damage);

        void write(Deleted deleted);

        /**
         * Sends on what was written.
         *
         * @return whether it, or anything before, did not get out
         */
        boolean lost();
    }

    /**
     * The answer to a question for a hash.
     *
     * @param sha256 in hexadecimal, or null
     * @param error why there is none, or null
     */
    record Hash(String sha256, String error) {}

    Listing(CommandLine line, Format format, boolean streams, boolean hash, boolean internal) {
        this.line = line;
        this.lines = new LineQueue(format);
        this.streams = streams;
        this.hash = hash;
        this.internal = internal;
        this.progress = ProgressLine.besideResults(line);
    }

    /** Meets files. */
    interface Walk {
        void with(NodeVisitor visitor) throws IOException;
    }

    /**
     * Lists files.
     *
     * @param volume that they are in
     * @param tree of the volume
     * @param walk meets them, always the same ones; it may be gone twice
     * @throws IOException if the storage cannot be read
     */
    void list(NumberedVolume volume, FileTree tree, Walk walk) throws IOException {
        HashesInTurn ready = new HashesInTurn(tree, streams, (node, stream) -> read(tree, node, stream));
        if (hash && tree.ordered()) {
            walk.with(ready);
            ready.finish();
        }
        walk.with(new NodeVisitor() {
            @Override
            public void node(FileNode node) throws IOException {
                lines.proceed();
                if (internal || !node.internal()) {
                    list(volume.number(), tree, ready, node);
                }
            }

            @Override
            public void damaged(String path, ImageException problem) {
                problems = true;
                lines.add(new Damage(volume.number(), path, problem.getMessage()));
            }
        });
    }

    /**
     * Lists deleted files.
     *
     * @param volume number
     * @param tree of the volume
     * @param directory path of the directory that they were in or below
     * @throws IOException if the storage cannot be read
     */
    void deleted(int volume, FileTree tree, String directory) throws IOException {
        String below = directory.equals("/") ? "" : directory + "/";
        tree.deleted(file -> {
            lines.proceed();
            if (file.node().path().startsWith(below)) {
                lines.add(new Deleted(volume, file));
            }
        });
    }

    private void list(int volume, FileTree tree, HashesInTurn ready, FileNode node) throws IOException {
        boolean replaced =
                node.type() == FileNode.Type.LINK || (node.attributes() & FileNode.Attribute.REPARSE_POINT.bit()) != 0;
        if (!streams && !replaced) {
            lines.add(new Entry(volume, node, "", node.size(), "", Optional.empty(), hash(ready, tree, node, "")));
            return;
        }
        FileDetails details;
        try {
            details = tree.details(node);
        } catch (ImageException e) {
            problems = true;
            lines.add(new Damage(volume, node.path(), e.getMessage()));
            return;
        }
        Optional<FileExtras.Reparse> reparse = replaced ? reparse(volume, tree, node) : Optional.empty();
        lines.add(new Entry(volume, node, "", node.size(), details.linkTarget(), reparse, hash(ready, tree, node, "")));
        for (FileDetails.Stream stream : details.streams()) {
            if (streams && !stream.name().isEmpty()) {
                lines.add(new Entry(
                        volume,
                        node,
                        stream.name(),
                        stream.size(),
                        "",
                        Optional.empty(),
                        hash(ready, tree, node, stream.name())));
            }
        }
    }

    /** What is damaged beside the content is told in a line of its own; the file is there all the same. */
    private Optional<FileExtras.Reparse> reparse(int volume, FileTree tree, FileNode node) throws IOException {
        try {
            return tree.extras(node).reparse();
        } catch (ImageException e) {
            problems = true;
            lines.add(new Damage(volume, node.path(), e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Hash> hash(HashesInTurn ready, FileTree tree, FileNode node, String stream) throws IOException {
        if (!hash || (stream.isEmpty() && node.type() != FileNode.Type.FILE)) {
            return Optional.empty();
        }
        Optional<Hash> made = ready.of(node, stream);
        Hash result = made.isPresent() ? made.get() : read(tree, node, stream);
        problems |= result.error() != null;
        return Optional.of(result);
    }

    private Hash read(FileTree tree, FileNode node, String stream) throws IOException {
        try {
            ByteSource content = tree.open(node, stream);
            String hex = Sha256.of(content, done -> progress.checking(node.path(), hashed + done));
            hashed += content.size();
            return new Hash(hex, null);
        } catch (ImageException e) {
            return new Hash(null, e.problem());
        }
    }

    /**
     * Tells the person about a volume whose files are not listed.
     *
     * @param volume of a kind that is not read
     */
    void leftOut(NumberedVolume volume) {
        lines.finish();
        line.getErr()
                .println("Volume " + volume.number() + " is left out: "
                        + volume.volume().kind().label() + " cannot be listed.");
    }

    /** To be told now and then by those who find nothing to list for long. */
    void proceed() {
        lines.proceed();
    }

    void unreadable(ImageException problem) {
        problems = true;
        lines.finish();
        line.getOut().flush();
        line.getErr().println("lifeboat: " + Text.safe(problem.getMessage()));
    }

    /**
     * Ends the listing.
     *
     * @return the exit code
     */
    int finish() {
        return problems ? ExitCode.WARNINGS : ExitCode.OK;
    }

    /** Writes what is still on its way. */
    @Override
    public void close() {
        progress.close();
        lines.finish();
    }
}
