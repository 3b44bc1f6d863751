package dev.lifeboat.cli;

/** Ends a command whose output goes nowhere any more, as behind {@code | head}. {@link Main} says why, if that is news. */
final class OutputLostException extends RuntimeException {
    OutputLostException() {
        super("the output could not be written");
    }
}
