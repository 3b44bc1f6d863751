package dev.lifeboat.mount.elevation;

import java.util.List;

/**
 * Arguments as one text, as programs on Windows get them. They are taken apart by the rules of Microsoft's C library: backslashes count only in
 * front of a quotation mark, where two stand for one.
 */
final class CommandLineText {
    private CommandLineText() {}

    static String of(List<String> arguments) {
        StringBuilder line = new StringBuilder();
        for (String argument : arguments) {
            if (!line.isEmpty()) {
                line.append(' ');
            }
            append(line, argument);
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String argument) {
        if (!argument.isEmpty()
                && argument.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '"' || c == '*' || c == '?')) {
            line.append(argument); // * and ? in quotation marks, or Java looks for files of such names
            return;
        }
        line.append('"');
        int backslashes = 0;
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (c == '"') {
                line.append("\\".repeat(backslashes + 1));
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
            line.append(c);
        }
        line.append("\\".repeat(backslashes)).append('"');
    }
}
