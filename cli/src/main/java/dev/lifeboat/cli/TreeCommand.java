package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws directories. */
@Command(
        name = "tree",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Draws the directories of an image. Without VOLUME:/DIR: of every volume that can be read.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "2:wrong usage", "3:the input could not be read", "4:part of it could not be read"},
        footerHeading = "%nExamples:%n",
        footer = {"  lifeboat tree C.vhdx /Users --depth 2"})
final class TreeCommand implements Callable<Integer> {
    /** To ask whether lines still get out sends them on; for each that would take longer than drawing it. */
    private static final int LINES_BETWEEN_LOOKS = 512;

    @Mixin
    private ImageArguments image;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VOLUME:/DIR", description = "Where to begin.")
    private String where;

    @Option(
            names = {"-L", "--depth"},
            paramLabel = "N",
            description = "How many levels to draw; all if not given.")
    private int depth = Integer.MAX_VALUE;

    @Option(
            names = {"-d", "--directories"},
            description = "Leave out files.")
    private boolean directoriesOnly;

    @Option(
            names = {"-a", "--all"},
            description = "Also draw the file system's own files, such as $MFT.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    private boolean problems;
    private int drawnLines;

    /** A name to be drawn, and whether it is the last one of its directory, as each directory it lies in may be. */
    private record Line(FileNode node, String damage, String indent, boolean last) {}

    @Override
    public Integer call() throws IOException {
        if (depth < 1) {
            throw new ParameterException(spec.commandLine(), "--depth must be 1 or more, not " + depth);
        }
        try (ImageInput input = image.open()) {
            ImageSet set = input.images();
            if (where != null) {
                VolumePath path = VolumePath.parse(where);
                NumberedVolume volume = path.volume(set);
                FileTree tree = FileTrees.open(volume.volume());
                draw(volume, tree, tree.find(path.path()));
            } else {
                for (NumberedVolume volume : set.volumes()) {
                    if (FileTrees.supports(volume.volume())) {
                        volume(volume);
                    }
                }
            }
            spec.commandLine().getOut().flush();
            set.failures().forEach(failure -> complain(failure.problem()));
            input.damage().forEach(this::complain);
            return problems || !set.failures().isEmpty() || !input.damage().isEmpty() ? ExitCode.WARNINGS : ExitCode.OK;
        }
    }

    private void volume(NumberedVolume volume) throws IOException {
        try {
            FileTree tree = FileTrees.open(volume.volume());
            draw(volume, tree, tree.root());
        } catch (ImageException e) {
            problems = true;
            complain(e);
        }
    }

    private void complain(ImageException problem) {
        spec.commandLine().getErr().println("lifeboat: " + Text.safe(problem.getMessage()));
    }

    private void draw(NumberedVolume volume, FileTree tree, FileNode top) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(volume.number() + ":" + Text.safe(top.path()));
        Set<Object> drawn = new HashSet<>(Set.of(top.file()));
        Deque<Line> pending = new ArrayDeque<>();
        push(pending, inside(tree, top, ""));
        while (!pending.isEmpty()) {
            Line line = pending.pop();
            if (++drawnLines % LINES_BETWEEN_LOOKS == 0 && out.checkError()) {
                throw new OutputLostException();
            }
            String name = line.node() == null ? "(damaged: " + line.damage() + ")" : shown(tree, line.node());
            out.println(line.indent() + (line.last() ? "└── " : "├── ") + Text.safe(name));
            String indent = line.indent() + (line.last() ? "    " : "│   ");
            if (line.node() != null
                    && line.node().directory()
                    && indent.length() / 4 < depth
                    && drawn.add(line.node().file())) {
                push(pending, inside(tree, line.node(), indent));
            }
        }
    }

    private String shown(FileTree tree, FileNode node) throws IOException {
        if (node.type() != FileNode.Type.LINK) {
            return node.name() + (node.directory() ? "/" : "");
        }
        try {
            return node.name() + " -> " + tree.details(node).linkTarget();
        } catch (ImageException e) {
            problems = true;
            return node.name() + " (damaged: " + e.problem() + ")";
        }
    }

    private static void push(Deque<Line> pending, List<Line> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            pending.push(lines.get(i));
        }
    }

    private List<Line> inside(FileTree tree, FileNode directory, String indent) throws IOException {
        List<Line> lines = new ArrayList<>();
        tree.children(directory, new NodeVisitor() {
            @Override
            public void node(FileNode node) {
                if ((all || !node.internal()) && (node.directory() || !directoriesOnly)) {
                    lines.add(new Line(node, "", indent, false));
                }
            }

            @Override
            public void damaged(String path, ImageException problem) {
                problems = true;
                lines.add(new Line(null, path + ": " + problem.problem(), indent, false));
            }
        });
        if (!lines.isEmpty()) {
            Line last = lines.remove(lines.size() - 1);
            lines.add(new Line(last.node(), last.damage(), indent, true));
        }
        return lines;
    }
}
