package dev.lifeboat.formats.wim;

/**
 * A part of a split set that cannot be used.
 *
 * @param number from 1
 * @param file the name under which it was looked for
 * @param problem what is wrong with it: {@code is not there}
 */
public record MissingPart(int number, String file, String problem) {
    @Override
    public String toString() {
        return "part " + number + ", " + file + ", " + problem;
    }
}
