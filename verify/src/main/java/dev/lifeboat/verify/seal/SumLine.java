package dev.lifeboat.verify.seal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a file of checksums, as coreutils' {@code sha256sum} and {@code md5sum} write it, or BSD's with {@code --tag}: a name
 * with a backslash, a line feed or a carriage return has these escaped, and the line then begins with a backslash.
 *
 * @param name below the folder of the file that has the line
 * @param algorithm {@code SHA-256} or {@code MD5}
 * @param digest hexadecimal digits
 */
record SumLine(String name, String algorithm, String digest) {
    private static final Pattern PLAIN = Pattern.compile("(\\p{XDigit}{32}|\\p{XDigit}{64}) [ *](.+)");
    private static final Pattern TAGGED = Pattern.compile("(SHA256|MD5) ?\\((.+)\\) ?= ?(\\p{XDigit}+)");
    private static final Pattern BARE = Pattern.compile("(\\p{XDigit}{32}|\\p{XDigit}{64})\\s*");
    private static final int MD5_DIGITS = 32;

    /**
     * Takes a line apart.
     *
     * @param line without its end
     * @param sums the name of the file, by which {@code C.vhdx.sha256} means C.vhdx where it has a digest alone
     * @return empty if it is no such line, or its name leads out of the folder
     */
    static Optional<SumLine> parse(String line, String sums) {
        boolean escaped = line.startsWith("\\");
        String rest = escaped ? line.substring(1) : line;
        Matcher tagged = TAGGED.matcher(rest);
        if (tagged.matches()) {
            String algorithm = tagged.group(1).equals("MD5") ? "MD5" : "SHA-256";
            return of(tagged.group(2), escaped, tagged.group(3)).filter(sum -> sum.algorithm.equals(algorithm));
        }
        Matcher plain = PLAIN.matcher(rest);
        if (plain.matches()) {
            return of(plain.group(2), escaped, plain.group(1));
        }
        Matcher bare = BARE.matcher(rest);
        int dot = sums.lastIndexOf('.');
        return bare.matches() && dot > 0 ? of(sums.substring(0, dot), false, bare.group(1)) : Optional.empty();
    }

    private static Optional<SumLine> of(String name, boolean escaped, String digest) {
        if (digest.length() != MD5_DIGITS && digest.length() != 2 * MD5_DIGITS) {
            return Optional.empty();
        }
        String plain = escaped ? unescape(name) : name.replace('\\', '/'); // programs of Windows write it so
        String below = plain.startsWith("./") ? plain.substring(2) : plain;
        boolean hasNul = below.indexOf('\0') >= 0 || below.indexOf(':') >= 0;
        return Optional.of(new SumLine(below, digest.length() == MD5_DIGITS ? "MD5" : "SHA-256", digest))
                .filter(sum -> SealNames.isBelow(sum.name) && !hasNul);
    }

    private static String unescape(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            char next = c == '\\' && i + 1 < name.length() ? name.charAt(i + 1) : 0;
            switch (next) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case '\\' -> text.append('\\');
                default -> text.append(c);
            }
            i += next == 'n' || next == 'r' || next == '\\' ? 1 : 0;
        }
        return text.toString();
    }

    /**
     * Writes the line for a name.
     *
     * @param digest 64 hexadecimal digits
     * @param name of the file
     * @return as {@code sha256sum} writes it, with its end
     */
    static String format(String digest, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + digest + "  " + escaped + "\n";
    }

    /** UTF-8, or what PowerShell writes: UTF-16 with a byte order mark. */
    static String decode(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
