package dev.lifeboat.mount.extract;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Windows, and the file systems it shares: reserved characters and names, nothing that ends in a dot or a blank. */
final class WindowsNames implements HostNames {
    private static final String RESERVED_CHARACTERS = "<>:\"/\\|?*";
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");
    /** COM and LPT with one of these are ports; the last three are the superscripts. */
    private static final String PORTS = "0123456789\u00b9\u00b2\u00b3";

    private final int longestPath;

    /**
     * @param longestPath in characters; Java writes paths beyond 260 in the form that Windows accepts
     */
    WindowsNames(int longestPath) {
        this.longestPath = longestPath;
    }

    @Override
    public boolean keeps(String name, int at) {
        char c = name.charAt(at);
        if (c < 0x20 || RESERVED_CHARACTERS.indexOf(c) >= 0) {
            return false;
        }
        if (Character.isSurrogate(c)) {
            return NameEscape.width(name, at) == 2;
        }
        boolean last = at == name.length() - 1;
        return !(last && (c == '.' || c == ' ')) && !(at == 0 && device(name));
    }

    /** Windows takes {@code NUL.txt}, {@code nul .txt} and {@code com1} for devices, in any folder. */
    private static boolean device(String name) {
        int dot = name.indexOf('.');
        String base = (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
        return DEVICES.contains(base)
                || (base.length() == 4
                        && (base.startsWith("COM") || base.startsWith("LPT"))
                        && PORTS.indexOf(base.charAt(3)) >= 0);
    }

    @Override
    public int length(String name) {
        return name.length();
    }

    @Override
    public String key(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean reaches(Path path) {
        return path.toString().length() <= longestPath;
    }
}
