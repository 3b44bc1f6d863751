package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a file's bytes to the standard output. */
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Writes the bytes of one file, or of one of its streams, to the standard output.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "2:wrong usage", "3:the file could not be read", "5:the output could not be written"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat cat C.vhdx /Users/me/letter.txt",
            "  lifeboat cat C.vhdx 1:/Users/me/setup.exe:Zone.Identifier"
        })
final class CatCommand implements Callable<Integer> {
    private static final int CHUNK = 1 << 18;

    @Mixin
    private ImageArguments image;

    @Parameters(index = "1", paramLabel = "VOLUME:/FILE[:STREAM]", description = "The file.")
    private String where;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (ImageInput input = image.open()) {
            ImageSet set = input.images();
            VolumePath path = VolumePath.parse(where);
            FileTree tree = FileTrees.open(path.volume(set).volume());
            ByteSource source = open(tree, path.path());
            try (ProgressLine progress = ProgressLine.besideResults(spec.commandLine())) {
                return copy(source, StandardOutput.bytes(), done -> progress.copying(where, done, source.size()))
                        ? ExitCode.OK
                        : ExitCode.FAILED;
            }
        }
    }

    /** A colon may be part of a name made by other systems, so the whole text is tried as a name first. */
    private static ByteSource open(FileTree tree, String path) throws IOException {
        int colon = path.lastIndexOf(':');
        try {
            return whole(tree, path);
        } catch (NoSuchFileException e) {
            if (colon <= path.lastIndexOf('/')) {
                throw e;
            }
            return tree.open(tree.find(path.substring(0, colon)), path.substring(colon + 1));
        }
    }

    private static ByteSource whole(FileTree tree, String path) throws IOException {
        FileNode node = tree.find(path);
        if (node.type() == FileNode.Type.LINK) {
            throw new FailedException(
                    ExitCode.UNREADABLE,
                    node.path() + " is a link to '" + tree.details(node).linkTarget()
                            + "' and has no content of its own");
        }
        return tree.open(node, "");
    }

    /** False if nobody reads any more, as behind {@code | head}: that is no error to complain about. */
    private static boolean copy(ByteSource source, OutputStream out, LongConsumer progress) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, source.size())];
        for (long at = 0; at < source.size(); ) {
            int n = (int) Math.min(chunk.length, source.size() - at);
            source.read(at, ByteBuffer.wrap(chunk, 0, n));
            try {
                out.write(chunk, 0, n);
            } catch (IOException e) {
                if (StandardOutput.isClosedPipe(e)) {
                    return false;
                }
                throw new FailedException(ExitCode.FAILED, StandardOutput.complaint(e));
            }
            at += n;
            progress.accept(at);
        }
        return true;
    }
}
