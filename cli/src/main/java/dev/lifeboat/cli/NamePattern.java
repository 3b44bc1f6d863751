package dev.lifeboat.cli;

import dev.lifeboat.mount.tree.FileNode;

/**
 * A pattern with {@code *} and {@code ?}, for names or for whole paths; case does not matter. Not a regular expression: with
 * several stars that takes hours for some names, and names come from the image.
 *
 * @param pattern in small letters
 * @param wholePath whether it is for paths
 */
record NamePattern(String pattern, boolean wholePath) {
    static NamePattern of(String text) {
        StringBuilder folded = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            folded.setCharAt(i, fold(text.charAt(i)));
        }
        return new NamePattern(folded.toString(), text.indexOf('/') >= 0);
    }

    boolean fits(FileNode node) {
        return fits(node.path(), wholePath ? 0 : node.path().lastIndexOf('/') + 1);
    }

    /** Only the last star met has to be tried again: it can stand for all that an earlier one could. */
    private boolean fits(String text, int from) {
        int at = 0;
        int behindStar = -1;
        int tried = 0;
        for (int i = from; i < text.length(); ) {
            char wanted = at < pattern.length() ? pattern.charAt(at) : 0;
            if (wanted == '*') {
                behindStar = ++at;
                tried = i;
            } else if (at < pattern.length() && (wanted == '?' || wanted == fold(text.charAt(i)))) {
                at++;
                i += wanted == '?' ? width(text, i) : 1;
            } else if (behindStar >= 0) {
                at = behindStar;
                i = ++tried;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private static int width(String text, int at) {
        return Character.charCount(text.codePointAt(at));
    }

    private static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
