package dev.lifeboat.verify.seal;

import java.util.Optional;

/** Names of files in the text of a seal. They come from a disk, and from a seal that anybody may have written. */
final class SealNames {
    private static final int LONGEST = 32_767;

    private SealNames() {}

    /** One line of UTF-8: a backslash is doubled, control characters and half surrogates become {@code \\u000a}. */
    static String escape(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1));
            if (pair) {
                text.append(c).append(name.charAt(++i));
            } else if (c == '\\') {
                text.append("\\\\");
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        // A name that is but a dash would be taken for none.
        return text.toString().equals("-") ? "\\u002d" : text.toString();
    }

    /** Empty if it is not what {@link #escape} makes. */
    static Optional<String> unescape(String text) {
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                name.append(c);
            } else if (text.startsWith("\\\\", i)) {
                name.append('\\');
                i++;
            } else if (text.startsWith("\\u", i) && i + 6 <= text.length()) {
                String digits = text.substring(i + 2, i + 6);
                if (!digits.matches("[0-9a-f]{4}")) {
                    return Optional.empty();
                }
                name.append((char) Integer.parseInt(digits, 16));
                i += 5;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(name.toString()).filter(n -> escape(n).equals(text));
    }

    /** Whether it leads from a folder to something below, and nowhere else. */
    static boolean isBelow(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
