package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds files by name. */
@Command(
        name = "find",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Finds files by name, on every volume that can be read.",
            "In PATTERN * stands for any characters and ? for one; case does not matter. With a / in it, the whole path has to"
                    + " fit, otherwise the name."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine, also if nothing was found",
            "2:wrong usage",
            "3:the input could not be read",
            "4:part of it could not be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lifeboat find E:\\WindowsImageBackup '*.docx'", "  lifeboat find C.vhdx '/Users/*/Desktop/*'"})
final class FindCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Parameters(index = "1", paramLabel = "PATTERN", description = "What the name, or the path, looks like.")
    private String pattern;

    @Mixin
    private ListingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NamePattern wanted = NamePattern.of(pattern);
        try (ImageInput input = image.open();
                Listing listing = options.listing(spec.commandLine(), true)) {
            ImageSet set = input.images();
            for (NumberedVolume volume : set.volumes()) {
                if (FileTrees.supports(volume.volume())) {
                    find(volume, wanted, listing);
                } else if (volume.volume().holdsVolume()) {
                    listing.leftOut(volume);
                }
            }
            set.failures().forEach(failure -> listing.unreadable(failure.problem()));
            input.damage().forEach(listing::unreadable);
            return listing.finish();
        }
    }

    private static void find(NumberedVolume volume, NamePattern wanted, Listing listing) throws IOException {
        try {
            FileTree tree = FileTrees.open(volume.volume());
            listing.list(
                    volume,
                    tree,
                    found -> tree.walk(tree.root(), new NodeVisitor() {
                        @Override
                        public void node(FileNode node) throws IOException {
                            if (wanted.fits(node)) {
                                found.node(node);
                            } else {
                                listing.proceed();
                            }
                        }

                        @Override
                        public void damaged(String path, ImageException problem) throws IOException {
                            found.damaged(path, problem);
                        }
                    }));
        } catch (ImageException e) {
            listing.unreadable(e);
        }
    }
}
