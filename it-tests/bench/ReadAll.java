import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileContent;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Reads every stream of every file in an image and throws the bytes away: what {@code 7zz t} does with an NTFS volume. */
final class ReadAll {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final Set<Object> seen = new HashSet<>();
    private long streams;
    private long bytes;
    private long refused;

    public static void main(String[] args) throws IOException {
        ReadAll all = new ReadAll();
        try (DiskImage image = DiskImage.open(Path.of(args[0]))) {
            for (DiskVolume volume : image.volumes()) {
                if (FileTrees.supports(volume)) {
                    all.read(FileTrees.open(volume));
                }
            }
        }
        System.out.printf("%d streams, %d bytes; %d streams cannot be read%n", all.streams, all.bytes, all.refused);
    }

    private void read(FileTree tree) throws IOException {
        tree.walk(tree.root(), node -> {
            if (!node.internal() && node.type() != FileNode.Type.LINK && seen.add(node.file())) {
                streams(tree, node);
            }
        });
    }

    private void streams(FileTree tree, FileNode node) throws IOException {
        try {
            FileDetails details;
            if (node.directory()) {
                details = tree.details(node);
            } else {
                FileContent content = tree.content(node);
                read(content.main());
                details = content.details();
            }
            for (FileDetails.Stream stream : details.streams()) {
                if (!stream.name().isEmpty()) {
                    read(tree.open(node, stream.name()));
                }
            }
        } catch (ImageException e) {
            refused++;
        }
    }

    private void read(ByteSource source) throws IOException {
        for (long at = 0; at < source.size(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), source.size() - at));
            source.read(at, buffer);
            bytes += buffer.limit();
        }
        streams++;
    }
}
