package dev.lifeboat.verify.report;

/** How much is checked. */
public enum Level {
    /** What the image says about itself. */
    QUICK("quick"),
    /** The content of every file, too. */
    FULL("full");

    private final String label;

    Level(String label) {
        this.label = label;
    }

    /**
     * Returns the word for it.
     *
     * @return {@code quick} or {@code full}
     */
    public String label() {
        return label;
    }
}
