package dev.lifeboat.mount.extract;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Which names the host can hold. One that it cannot is escaped, so that it is one harmless name and can be told again. */
interface HostNames {
    /** The longest name on every file system that matters, in the unit of {@link #length}. */
    int LONGEST = 255;

    /** File systems that keep to the rules of Windows wherever they are mounted, or are meant to be read there. */
    Set<String> WINDOWS_FILE_SYSTEMS = Set.of(
            "vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "cifs", "smb2", "smb3", "smbfs", "9p", "drvfs");

    /**
     * Tells whether a character can stay as it is.
     *
     * @param name from the image
     * @param at index of the character, the first of two for a surrogate pair
     * @return false if it has to be escaped, where it stands in this name
     */
    boolean keeps(String name, int at);

    /**
     * Measures a name as the host does.
     *
     * @param name of a file on the host
     * @return in bytes or characters
     */
    int length(String name);

    /**
     * Returns what two names have in common that are the same file to the host.
     *
     * @param name of a file on the host
     * @return equal for equal files
     */
    String key(String name);

    /**
     * Tells whether a whole path is short enough for the host.
     *
     * @param path absolute
     * @return false if nothing can be made there
     */
    boolean reaches(Path path);

    /**
     * Returns the name that a file gets.
     *
     * @param name from the image
     * @return the same if the host can hold it
     */
    default String hostName(String name) {
        return holds(name) ? name : NameEscape.escape(name, this, "");
    }

    /**
     * Returns another name for a file whose own is taken.
     *
     * @param name from the image
     * @param number tells it from others
     * @return such as {@code letter%~2.txt}
     */
    default String distinct(String name, int number) {
        return NameEscape.escape(name, this, NameEscape.MARK + number);
    }

    private boolean holds(String name) {
        if (name.isEmpty() || length(name) > LONGEST) {
            return false;
        }
        for (int i = 0; i < name.length(); i += NameEscape.width(name, i)) {
            if (!keeps(name, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this computer runs Windows. */
    static boolean onWindows() {
        return system().startsWith("windows");
    }

    private static String system() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }

    /**
     * Chooses the rules for a folder, by the system and by the file system that holds it.
     *
     * @param folder exists
     * @return the rules
     */
    static HostNames of(Path folder) {
        if (onWindows()) {
            return new WindowsNames(32_000);
        }
        String kind = TargetFolder.fileSystem(folder);
        boolean mac = system().startsWith("mac");
        int longestPath = mac ? 1023 : 4095;
        if (WINDOWS_FILE_SYSTEMS.contains(kind)) {
            return new WindowsNames(longestPath / 3);
        }
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        Charset charset = Charset.isSupported(encoding) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
        return new PosixNames(charset, longestPath, mac);
    }
}
