package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.windows.FileSecurity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Keeps the security descriptors of one volume: in a file, and on Windows with what they belong to as well. */
final class Acls {
    private final FileTree tree;
    private final AclFile file;
    private final Optional<FileSecurity> security;
    private final Counts counts;
    private final Told told;
    /** Set last, the innermost first: they may forbid to write there, or to give a file a second name. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(FileNode node, Path path) {}

    Acls(FileTree tree, AclFile file, Optional<FileSecurity> security, Counts counts, Told told) {
        this.tree = tree;
        this.file = file;
        this.security = security;
        this.counts = counts;
        this.told = told;
    }

    /** Where they are written. */
    Path path() {
        return file.path();
    }

    /** Takes note of something that is on the host now. */
    void add(FileNode node, Path path) throws IOException {
        Optional<SecurityDescriptor> descriptor = descriptor(node);
        if (descriptor.isEmpty()) {
            return;
        }
        write(node, path, descriptor.get());
        if (security.isEmpty()) {
            return;
        }
        if (node.type() == FileNode.Type.FILE && tree.details(node).names() == 1) {
            set(security.get(), node, path, descriptor.get());
        } else {
            waiting.push(new Waiting(node, path));
        }
    }

    private Optional<SecurityDescriptor> descriptor(FileNode node) throws IOException {
        try {
            return tree.security(node);
        } catch (ImageException e) {
            failed(node, e);
        } catch (IOException e) {
            told.unreadable(node.path(), e);
        }
        return Optional.empty();
    }

    private void write(FileNode node, Path path, SecurityDescriptor descriptor) throws IOException {
        try {
            file.add(path, node.path(), descriptor.sddl());
            counts.acls++;
        } catch (ImageException e) {
            failed(node, e);
        }
    }

    private void failed(FileNode node, ImageException problem) {
        told.problem(Problem.Kind.FAILED, node.path(), "who may do what with it: " + problem.problem());
    }

    private void set(FileSecurity setter, FileNode node, Path path, SecurityDescriptor descriptor) {
        setter.set(path, descriptor)
                .ifPresent(reason -> told.problem(Problem.Kind.SECURITY, node.path(), path, reason));
    }

    /** Sets those that had to wait until all is written. */
    void finish() throws IOException {
        while (!waiting.isEmpty()) {
            Waiting next = waiting.pop();
            Optional<SecurityDescriptor> descriptor = descriptor(next.node());
            if (descriptor.isPresent()) {
                set(security.get(), next.node(), next.path(), descriptor.get());
            }
        }
    }
}
