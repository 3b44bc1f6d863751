package dev.lifeboat.mount.inode;

import dev.lifeboat.mount.extract.PosixNames;

/** How the host shows the names of an image: as they are, or escaped where Linux can hold no such name. */
final class ShownNames {
    /** Begins an escape; a name without it shows itself. */
    private static final char ESCAPE = '%';

    private final PosixNames names = PosixNames.ofLinux();

    /**
     * Returns the name that the host shows.
     *
     * @param name in the image
     * @return 1 to 255 bytes in UTF-8, without slash and NUL, no dots alone
     */
    String of(String name) {
        return isPlain(name) ? name : escaped(name);
    }

    private synchronized String escaped(String name) {
        return names.hostName(name);
    }

    /**
     * Returns another name for a file whose escaped name is that of another file.
     *
     * @param name in the image
     * @param number tells it from others
     * @return as {@link #of}
     */
    synchronized String distinct(String name, int number) {
        return names.distinct(name, number);
    }

    /** Whether a name that the host asks for may be the escape of another. */
    static boolean maybeEscaped(String name) {
        return name.indexOf(ESCAPE) >= 0;
    }

    /** True for what needs no closer look, which is nearly every name. */
    private static boolean isPlain(String name) {
        int length = name.length();
        if (length == 0 || length > 85 || name.charAt(0) == '.') { // three bytes a char at most
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c == 0 || c == '/' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
