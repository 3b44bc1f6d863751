package dev.lifeboat.cli;

import dev.lifeboat.mount.tree.FileNode;
import java.util.regex.Pattern;

/**
 * A pattern with {@code *} and {@code ?}, for names or for whole paths.
 *
 * @param pattern its regular expression
 * @param wholePath whether it is for paths
 */
record NamePattern(Pattern pattern, boolean wholePath) {
    static NamePattern of(String text) {
        boolean wholePath = text.indexOf('/') >= 0;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
        return new NamePattern(Pattern.compile(regex.toString(), flags), wholePath);
    }

    boolean fits(FileNode node) {
        return pattern.matcher(wholePath ? node.path() : node.name()).matches();
    }
}
