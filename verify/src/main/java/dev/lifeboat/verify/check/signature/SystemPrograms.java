package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import dev.lifeboat.verify.check.StoredFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The programs and the catalogs of a Windows. */
final class SystemPrograms {
    /** Where the programs of Windows lie that it starts with; not what is below, which is languages and data. */
    private static final List<String> FOLDERS = List.of(
            "Windows", "Windows/System32", "Windows/System32/Boot", "Windows/System32/drivers", "Windows/SysWOW64");

    /** Each with a folder a subsystem, named by its GUID. */
    private static final String CATALOGS = "Windows/System32/CatRoot";

    private static final Set<String> PROGRAMS = Set.of("exe", "dll", "sys", "efi", "drv", "ocx", "cpl", "scr", "ax");
    private static final Set<String> CATALOG = Set.of("cat");
    private static final int MOST = 1 << 16;

    /** Bytes of programs; Windows has a few GB. Files that are mostly holes are cheap to make, and not to read. */
    private static final long MOST_BYTES = 64L << 30;

    private final StoredFiles files;
    private long bytes;
    private boolean all = true;

    SystemPrograms(FileTree tree) {
        this.files = new StoredFiles(tree);
    }

    /** The programs, by folder and name; a folder that is damaged, which others tell, is left out. */
    List<FileNode> programs() throws IOException {
        List<FileNode> found = new ArrayList<>();
        for (String folder : FOLDERS) {
            add(folder, PROGRAMS, found);
        }
        return found;
    }

    /** Those that are installed. */
    List<FileNode> catalogs() throws IOException {
        List<FileNode> found = new ArrayList<>();
        List<FileNode> folders = new ArrayList<>();
        Optional<FileNode> root = directory(CATALOGS);
        if (root.isPresent()) {
            children(root.get(), node -> {
                if (node.directory() && folders.size() < MOST) {
                    folders.add(node);
                }
            });
        }
        for (FileNode folder : folders) {
            add(folder, CATALOG, found);
        }
        return found;
    }

    private void add(String folder, Set<String> kinds, List<FileNode> found) throws IOException {
        Optional<FileNode> directory = directory(folder);
        if (directory.isPresent()) {
            add(directory.get(), kinds, found);
        }
    }

    private void add(FileNode directory, Set<String> kinds, List<FileNode> found) throws IOException {
        children(directory, node -> {
            if (node.type() == FileNode.Type.FILE && node.size() > 0 && kinds.contains(kind(node.name()))) {
                take(node, found);
            }
        });
    }

    private void take(FileNode node, List<FileNode> found) {
        if (found.size() < MOST && node.size() <= MOST_BYTES - bytes) {
            bytes += node.size();
            found.add(node);
        } else {
            all = false;
        }
    }

    /** Whether nothing was left out because there is so much. */
    boolean all() {
        return all;
    }

    private interface Visitor {
        void visit(FileNode node);
    }

    private void children(FileNode directory, Visitor visitor) throws IOException {
        files.tree().children(directory, new NodeVisitor() {
            @Override
            public void node(FileNode node) {
                visitor.visit(node);
            }

            @Override
            public void damaged(String path, ImageException problem) {
                // what could be read is judged; the checks of the file system tell of the folder
            }
        });
    }

    private Optional<FileNode> directory(String path) throws IOException {
        try {
            return files.find(path).filter(FileNode::directory);
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private static String kind(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
