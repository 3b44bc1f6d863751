package dev.lifeboat.cli;

/** HTML as it grows. All text goes through {@link #text} or {@link #element}: names come from images, which are hostile. */
final class Html {
    private final StringBuilder out = new StringBuilder(1 << 14);

    /** Markup of this program's own. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text from anywhere. */
    Html text(String text) {
        out.append(escaped(text));
        return this;
    }

    /**
     * An element that holds text.
     *
     * @param tag with attributes, such as {@code p class="note"}
     * @param text from anywhere
     */
    Html element(String tag, String text) {
        int end = tag.indexOf(' ');
        return raw("<" + tag + ">").text(text).raw("</" + (end < 0 ? tag : tag.substring(0, end)) + ">\n");
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        String safe = Text.safe(text);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
