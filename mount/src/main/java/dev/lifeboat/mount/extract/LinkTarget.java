package dev.lifeboat.mount.extract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/**
 * Where a link leads in its own volume, by its text alone: a symbolic link or junction of Windows, [MS-FSCC] 2.1.2.4 and
 * 2.1.2.5, or a link of WSL, which is one of Linux.
 */
public final class LinkTarget {
    private LinkTarget() {}

    /**
     * Finds the path that a link's text means.
     *
     * @param text as the image has it
     * @param directory that the link lies in, in the volume; empty for the root
     * @param ownNames by which absolute links call the volume, in capital letters: {@code C:}, {@code VOLUME{GUID}}
     * @return a path in the volume, without dots, or {@code /}
     * @throws UnlinkedException if the text means nothing in this volume
     */
    public static String path(String text, String directory, Set<String> ownNames) throws UnlinkedException {
        String rest = withoutPrefix(text);
        if (rest.isEmpty()) {
            throw new UnlinkedException("nothing says where it leads");
        }
        if (rest.startsWith("/")) {
            throw new UnlinkedException("it leads to a path of Linux");
        }
        if (rest.startsWith("\\\\")) {
            throw new UnlinkedException("it leads to another computer");
        }
        String name = volumeName(rest);
        if (!name.isEmpty()) {
            if (!ownNames.contains(name.toUpperCase(Locale.ROOT))) {
                throw new UnlinkedException("it leads to another volume");
            }
            String behind = rest.substring(name.length());
            if (!behind.isEmpty() && !behind.startsWith("\\")) {
                throw new UnlinkedException("it leads to the current folder of a drive");
            }
            return join(new ArrayDeque<>(), behind);
        }
        Deque<String> base = new ArrayDeque<>();
        if (!rest.startsWith("\\")) {
            join(base, directory);
        }
        return join(base, rest);
    }

    private static String withoutPrefix(String text) {
        return text.startsWith("\\??\\") || text.startsWith("\\\\?\\") ? text.substring(4) : text;
    }

    /** A drive with its colon, a volume with its GUID, or nothing. */
    private static String volumeName(String text) {
        if (text.length() >= 2 && text.charAt(1) == ':') {
            return text.substring(0, 2);
        }
        if (text.regionMatches(true, 0, "Volume{", 0, 7)) {
            int end = text.indexOf('\\');
            return end < 0 ? text : text.substring(0, end);
        }
        return "";
    }

    private static String join(Deque<String> base, String path) throws UnlinkedException {
        for (String part : path.split("[\\\\/]", -1)) {
            if (part.equals("..")) {
                if (base.pollLast() == null) {
                    throw new UnlinkedException("it leads out of its volume");
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                base.addLast(part);
            }
        }
        StringBuilder joined = new StringBuilder();
        for (Iterator<String> parts = base.iterator(); parts.hasNext(); ) {
            joined.append('/').append(parts.next());
        }
        return joined.length() == 0 ? "/" : joined.toString();
    }
}
