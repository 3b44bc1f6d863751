package dev.lifeboat.mount.nio;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns as {@link java.nio.file.FileSystem#getPathMatcher} describes them, made into regular expressions. */
final class Glob {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private boolean inGroup;

    private Glob(String glob) {
        this.glob = glob;
    }

    /**
     * Translates a pattern.
     *
     * @param glob such as {@code *.{vhd,vhdx}}
     * @return a regular expression
     * @throws PatternSyntaxException if it is not a pattern
     */
    static String regex(String glob) {
        return new Glob(glob).translate();
    }

    private String translate() {
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            switch (c) {
                case '*' -> star();
                case '?' -> regex.append("[^/]");
                case '[' -> bracket();
                case '{' -> group();
                case '}' -> regex.append(inGroup ? ")" : "\\}");
                case ',' -> regex.append(inGroup ? "|" : ",");
                case '\\' -> literal(next("a character after \\"));
                default -> literal(c);
            }
            inGroup &= c != '}';
        }
        if (inGroup) {
            throw new PatternSyntaxException("} is missing", glob, glob.length());
        }
        return regex.toString();
    }

    private void literal(char c) {
        regex.append(Pattern.quote(String.valueOf(c)));
    }

    private char next(String expected) {
        if (at == glob.length()) {
            throw new PatternSyntaxException(expected + " is missing", glob, at);
        }
        return glob.charAt(at++);
    }

    private void star() {
        boolean acrossDirectories = at < glob.length() && glob.charAt(at) == '*';
        at += acrossDirectories ? 1 : 0;
        regex.append(acrossDirectories ? ".*" : "[^/]*");
    }

    private void group() {
        if (inGroup) {
            throw new PatternSyntaxException("groups cannot be nested", glob, at - 1);
        }
        inGroup = true;
        regex.append("(?:");
    }

    private void bracket() {
        regex.append("(?!/)[");
        char c = next("]");
        if (c == '!') {
            regex.append('^');
            c = next("]");
        }
        boolean first = true;
        while (c != ']' || first) {
            boolean plain = Character.isLetterOrDigit(c) || (c == '-' && !first);
            regex.append(plain ? "" : "\\").append(c);
            first = false;
            c = next("]");
        }
        regex.append(']');
    }
}
