package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists files. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists files in an image. Without VOLUME:/DIR: the top of every volume that can be read.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "2:wrong usage", "3:the input could not be read", "4:part of it could not be read"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat ls C.vhdx /Users",
            "  lifeboat ls E:\\WindowsImageBackup 2:/Users/me -R",
            "  lifeboat ls C.vhdx -R --hash --json > before.jsonl",
            "  lifeboat ls C.vhdx --deleted"
        })
final class LsCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VOLUME:/DIR", description = "A directory or a file.")
    private String where;

    @Option(
            names = {"-R", "--recursive"},
            description = "Also list all that lies below.")
    private boolean recursive;

    @Option(
            names = "--deleted",
            description = {
                "List only files that were deleted, all that the file system (NTFS) still tells of: where each was, and"
                        + " whether its place on the disk is still free. A path that begins with ? is not complete."
            })
    private boolean deleted;

    @Mixin
    private ListingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        boolean fullPaths = recursive || where == null;
        try (ImageInput input = image.open();
                Listing listing = options.listing(spec.commandLine(), fullPaths)) {
            ImageSet set = input.images();
            if (where == null) {
                for (NumberedVolume volume : set.volumes()) {
                    if (FileTrees.supports(volume.volume())) {
                        all(volume, listing);
                    } else if (volume.volume().holdsVolume()) {
                        listing.leftOut(volume);
                    }
                }
                set.failures().forEach(failure -> listing.unreadable(failure.problem()));
                input.damage().forEach(listing::unreadable);
            } else {
                VolumePath path = VolumePath.parse(where);
                NumberedVolume volume = path.volume(set);
                FileTree tree = FileTrees.open(volume.volume());
                list(volume, tree, tree.find(path.path()), listing);
            }
            return listing.finish();
        }
    }

    private void all(NumberedVolume volume, Listing listing) throws IOException {
        try {
            FileTree tree = FileTrees.open(volume.volume());
            list(volume, tree, tree.root(), listing);
        } catch (ImageException e) {
            listing.unreadable(e);
        }
    }

    private void list(NumberedVolume volume, FileTree tree, FileNode node, Listing listing) throws IOException {
        if (deleted) {
            listing.deleted(volume.number(), tree, node.path());
            return;
        }
        listing.list(volume, tree, visitor -> {
            if (!node.directory()) {
                visitor.node(node);
            } else if (recursive) {
                tree.walk(node, visitor);
            } else {
                tree.children(node, visitor);
            }
        });
    }
}
