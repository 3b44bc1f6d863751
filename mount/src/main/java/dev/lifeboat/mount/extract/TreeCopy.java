package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.NodeVisitor;
import dev.lifeboat.mount.windows.FileSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Copies from one volume, in the order of its walk: makes directories, has {@link FileCopies} copy files, notes links. */
final class TreeCopy implements NodeVisitor {
    private final Selection selection;
    private final ExtractOptions options;
    private final Counts counts;
    private final Told told;
    private final ReadAhead ahead;
    private final Places places;
    private final Levels levels;
    private final StreamCopy streams;
    private final FileCopies files;
    private final FilesInTurn inTurn;
    private final Links links;
    private final Optional<Acls> acls;
    private final Pipeline pipeline;
    private boolean internals;

    /** What all volumes have in common. */
    record Common(
            TargetFolder target,
            ExtractOptions options,
            FileWriter writer,
            Counts counts,
            Progress progress,
            Optional<AclFile> acls,
            Optional<FileSecurity> security) {}

    TreeCopy(Selection selection, String subfolder, Common common, Pipeline pipeline, ExtractListener listener)
            throws HostWriteException {
        TargetFolder target = common.target();
        this.selection = selection;
        this.options = common.options();
        this.counts = common.counts();
        this.ahead = new ReadAhead(selection.tree());
        this.pipeline = pipeline;
        this.told = new Told(target, pipeline, listener);
        this.places = new Places(target.names(), told);
        this.levels = new Levels(target, subfolder, told);
        this.acls = common.acls().map(file -> new Acls(selection.tree(), file, common.security(), counts, told));
        acls.ifPresent(file ->
                levels.root().claim(target.names().key(file.path().getFileName().toString())));
        FileWriter writer = common.writer();
        Earlier earlier = new Earlier(options.resume(), TargetFolder.fileSystem(target.path()));
        this.streams = new StreamCopy(selection.tree(), options.streams(), writer, places, earlier, counts, told);
        this.links = new Links(selection, levels.root(), places, writer, counts, told, options.resume());
        this.files = new FileCopies(common, pipeline, listener, this, earlier);
        this.inTurn = new FilesInTurn(files, levels);
    }

    void copy() throws IOException {
        for (FileNode start : selection.starts()) {
            levels.begin();
            String path = start.path();
            for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
                ancestor(path.substring(0, slash));
            }
            internals = start.internal();
            if (path.length() > 1) {
                node(start);
            } else {
                rootStreams(start);
            }
            if (start.directory()) {
                ahead.walk(start, this);
            }
            levels.end();
        }
        inTurn.copy();
        files.finish();
        links.make();
        if (acls.isPresent()) {
            acls.get().finish();
        }
    }

    private void ancestor(String path) throws IOException {
        if (!levels.enterAgain(path)) {
            internals = true; // it is not copied, only what was named in it
            node(selection.tree().find(path));
            levels.enterAncestor(path);
        }
    }

    /** The root is the target folder, which is not the image's. */
    private void rootStreams(FileNode root) throws IOException {
        details(root).ifPresent(details -> {
            for (FileDetails.Stream stream : details.streams()) {
                if (!stream.name().isEmpty()) {
                    counts.streamsLeft++;
                    told.problem(
                            Problem.Kind.STREAM, "/:" + stream.name(), "belongs to the root, which is no folder here");
                }
            }
        });
    }

    @Override
    public void node(FileNode node) throws IOException {
        if (node.internal() && !internals) {
            return;
        }
        pipeline.keepUp();
        Level level = levels.of(node.path());
        switch (node.type()) {
            case DIRECTORY -> directory(level, node);
            case FILE -> file(level, node);
            case LINK -> link(level, node);
        }
    }

    @Override
    public void damaged(String path, ImageException problem) {
        told.problem(Problem.Kind.FAILED, path, problem.problem());
    }

    private void directory(Level level, FileNode node) throws IOException {
        if (level.closed()) {
            return;
        }
        Optional<FileDetails> details = details(node);
        Optional<Places.Place> place = places.make(level, node, Files::createDirectory);
        if (place.isEmpty()) {
            level.remember(node.name(), new Level.Child(null, true));
            lost(node);
            return;
        }
        Path path = place.get().path();
        boolean existed = place.get().existed();
        if (existed && !TargetFolder.isFolder(path)) {
            level.remember(node.name(), new Level.Child(null, true));
            told.problem(
                    Problem.Kind.EXISTING, node.path(), path, "is a file or a link there; nothing below was copied");
            return;
        }
        if (existed || !path.getFileName().toString().equals(places.names().hostName(node.name()))) {
            level.remember(node.name(), new Level.Child(path, existed));
        }
        if (!existed) {
            counts.directories++;
        }
        if (details.isPresent() && (!existed || options.resume())) {
            filled(level, node, path, details.get(), existed);
        }
        done(node, path);
    }

    /** Gives a directory what it has beside its name, the times last. */
    private void filled(Level level, FileNode node, Path path, FileDetails details, boolean existed)
            throws IOException {
        if (existed) {
            streams.complete(level, node, details, path);
        } else {
            streams.copy(level, node, details, path);
        }
        if (options.attributes()) {
            DosAttributes.set(path, node.attributes())
                    .ifPresent(reason -> told.problem(Problem.Kind.ATTRIBUTES, node.path(), path, reason));
        }
        try {
            FileTimes.set(path, details);
        } catch (IOException e) {
            told.problem(Problem.Kind.TIMES, node.path(), path, HostErrors.text(e));
        }
    }

    private void file(Level level, FileNode node) throws IOException {
        OptionalLong order =
                level.closed() ? OptionalLong.empty() : selection.tree().order(node, "");
        if (order.isPresent()) {
            inTurn.add(order.getAsLong(), level, node);
        } else {
            files.copy(level, node);
        }
    }

    private void link(Level level, FileNode node) throws IOException {
        if (level.closed()) {
            return;
        }
        Optional<FileDetails> details = details(node);
        if (details.isPresent() && options.links()) {
            links.add(level, node, details.get());
        } else {
            counts.linksLeft++;
            details.ifPresent(known -> told.problem(Problem.Kind.LINK, node.path(), known.linkTarget()));
        }
    }

    /** Absent if it is damaged, which was told; what lies below a directory may be readable all the same. */
    private Optional<FileDetails> details(FileNode node) throws IOException {
        try {
            return Optional.of(selection.tree().details(node));
        } catch (ImageException e) {
            told.problem(Problem.Kind.FAILED, node.path(), e.problem());
        } catch (IOException e) {
            told.unreadable(node.path(), e);
        }
        return Optional.empty();
    }

    /** Takes note of something that is on the host now. */
    void done(FileNode node, Path path) throws IOException {
        places.renamed(node, path);
        if (options.links()) {
            links.placed(node, path);
        }
        if (acls.isPresent()) {
            acls.get().add(node, path);
        }
    }

    /** Takes note of something that is not. */
    void lost(FileNode node) {
        if (options.links()) {
            links.lost(node);
        }
    }

    ReadAhead ahead() {
        return ahead;
    }

    Places places() {
        return places;
    }

    StreamCopy streams() {
        return streams;
    }

    Told told() {
        return told;
    }
}
