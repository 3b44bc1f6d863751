package dev.lifeboat.cli;

import java.io.PrintWriter;

/** Text of any length as lines that fit. */
final class Paragraph {
    private Paragraph() {}

    /**
     * Writes a text, broken between words; a word that is too long for a line has one of its own.
     *
     * @param out where to
     * @param width of a line in characters
     * @param indent before each line; two blanks more before all but the first
     * @param text in one line
     */
    static void print(PrintWriter out, int width, String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() > width && line.length() > indent.length()) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(indent).append("  ");
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
