package dev.lifeboat.cli;

/** What is known of the terminal, if there is one. The launcher looks, since Java 17 cannot. */
final class Terminal {
    private static final int USUAL_WIDTH = 100;

    private Terminal() {}

    /**
     * Tells whether messages go to a terminal, so that progress can be drawn over itself.
     *
     * @return false when the standard error is piped or not known
     */
    static boolean messagesAreSeen() {
        return "1".equals(System.getenv("LIFEBOAT_TERMINAL"));
    }

    /**
     * Tells whether results go somewhere else than to the terminal, such as into a file.
     *
     * @return false if they go there, or if that is not known
     */
    static boolean resultsAreElsewhere() {
        return "1".equals(System.getenv("LIFEBOAT_REDIRECTED"));
    }

    /**
     * Returns how long lines of text may be.
     *
     * @return in characters
     */
    static int width() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[0-9]{2,4}")) {
            return Math.max(40, Math.min(140, Integer.parseInt(columns)));
        }
        return USUAL_WIDTH;
    }
}
