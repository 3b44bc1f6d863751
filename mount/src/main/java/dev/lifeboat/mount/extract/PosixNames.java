package dev.lifeboat.mount.extract;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;

/** Linux and macOS: everything but a slash and NUL, in at most 255 bytes. */
public final class PosixNames implements HostNames {
    private final Charset charset;
    private final CharsetEncoder encoder;
    private final int longestPath;
    private final boolean ignoresCase;

    /**
     * Returns the rules of Linux, for names in UTF-8.
     *
     * @return used by one thread at a time
     */
    public static PosixNames ofLinux() {
        return new PosixNames(StandardCharsets.UTF_8, 4095, false);
    }

    /**
     * @param charset of file names
     * @param longestPath in bytes
     * @param ignoresCase whether names that differ in case, or in how accents are composed, are one file
     */
    PosixNames(Charset charset, int longestPath, boolean ignoresCase) {
        this.charset = charset;
        this.encoder = charset.newEncoder();
        this.longestPath = longestPath;
        this.ignoresCase = ignoresCase;
    }

    @Override
    public boolean keeps(String name, int at) {
        char c = name.charAt(at);
        if (c < 0x80) {
            return c != '/' && c != 0 && !(c == '.' && (name.equals(".") || name.equals("..")));
        }
        return encoder.canEncode(
                name.substring(at, at + NameEscape.width(name, at))); // half a surrogate pair cannot be
    }

    @Override
    public int length(String name) {
        return name.getBytes(charset).length;
    }

    @Override
    public String key(String name) {
        return ignoresCase
                ? Normalizer.normalize(name, Normalizer.Form.NFD)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT)
                : name;
    }

    @Override
    public boolean reaches(Path path) {
        String text = path.toString();
        return text.length() <= longestPath / 3 || length(text) <= longestPath;
    }
}
