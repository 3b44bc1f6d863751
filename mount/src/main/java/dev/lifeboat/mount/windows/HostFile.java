package dev.lifeboat.mount.windows;

import com.sun.jna.WString;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Whether Windows would mount an image file, as far as the file itself tells; the reasons are given before Windows says no. */
final class HostFile {
    private static final String OTHERWISE = " \"lifeboat ls\" and \"lifeboat extract\" read it as it is.";

    private final WindowsApi api;
    private final Path image;

    HostFile(WindowsApi api, Path image) {
        this.api = api;
        this.image = image;
    }

    /**
     * Looks at the file.
     *
     * @param ownName the name of this computer on the network
     * @throws MountRefusedException if it would not be mounted
     * @throws IOException if it cannot be read
     */
    void check(Optional<String> ownName) throws IOException {
        if (isLoopback(image.toAbsolutePath().toString(), ownName)) {
            throw new MountRefusedException(
                    image + " leads over the network back to this computer, and Windows does not mount"
                            + " images that way. Name it by its path on this computer, such as D:\\...");
        }
        try (FileSource file = FileSource.open(image)) {
            Container container = Container.of(file);
            if (container != Container.VHDX && container != Container.VHD) {
                throw new MountRefusedException(image + " is no VHDX and no VHD, and Windows mounts nothing else."
                        + " Make one of it with \"lifeboat export --format vhdx\"." + OTHERWISE);
            }
            if (container == Container.VHDX && VhdxHeader.readCurrent(file).isLogLive()) {
                throw new MountRefusedException(image
                        + " was not closed in order: changes wait in its log. Windows may write"
                        + " them into the image when it mounts it, and nothing here changes a backup." + OTHERWISE);
            }
        }
        checkAttributes();
    }

    private void checkAttributes() throws MountRefusedException {
        int attributes = api.volumes().GetFileAttributesW(new WString(FileSecurity.extended(image)));
        if (attributes == VolumeApi.INVALID_FILE_ATTRIBUTES) {
            return; // the file was read above; Windows will say what it has against it
        }
        if ((attributes & VolumeApi.FILE_ATTRIBUTE_COMPRESSED) != 0) {
            throw new MountRefusedException(
                    image + " is compressed by NTFS, and Windows does not mount such files. Copy it to a"
                            + " folder that is not compressed, or run: compact /u \"" + image + "\"." + OTHERWISE);
        }
        if ((attributes & VolumeApi.FILE_ATTRIBUTE_ENCRYPTED) != 0) {
            throw new MountRefusedException(
                    image + " is encrypted (EFS), and Windows does not mount such files. Copy it to a drive"
                            + " without encryption, or run: cipher /d \"" + image + "\"." + OTHERWISE);
        }
        if ((attributes & VolumeApi.FILE_ATTRIBUTE_SPARSE) != 0) {
            throw new MountRefusedException(image
                    + " is a sparse file, and Windows does not mount such files. A program that copied"
                    + " or unpacked it made it so: copy it once more with Explorer, under another name." + OTHERWISE);
        }
    }

    /**
     * Tells whether a path leads to a share of this computer itself.
     *
     * @param path absolute
     * @param ownName of this computer
     */
    static boolean isLoopback(String path, Optional<String> ownName) {
        String share = path.replace('/', '\\').toLowerCase(Locale.ROOT);
        String host;
        if (share.startsWith("\\\\?\\unc\\")) {
            host = share.substring(8);
        } else if (share.startsWith("\\\\") && !share.startsWith("\\\\?\\") && !share.startsWith("\\\\.\\")) {
            host = share.substring(2);
        } else {
            return false;
        }
        int end = host.indexOf('\\');
        String name = end < 0 ? host : host.substring(0, end);
        return name.equals("localhost")
                || name.startsWith("127.")
                || name.equals("0--1.ipv6-literal.net") // ::1, as Windows writes it in such paths
                || ownName.filter(own -> !own.isEmpty())
                        .map(own -> own.toLowerCase(Locale.ROOT))
                        .filter(own -> name.equals(own) || name.startsWith(own + "."))
                        .isPresent();
    }
}
