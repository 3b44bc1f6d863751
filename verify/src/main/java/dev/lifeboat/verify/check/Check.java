package dev.lifeboat.verify.check;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * One question asked of a part of an image.
 *
 * @param <S> the part: an image file, a disk, an NTFS volume
 */
public interface Check<S> {
    /**
     * Returns the question, as a person would ask it.
     *
     * @return such as {@code Are both headers of the VHDX intact?}
     */
    String question();

    /**
     * Returns every kind of finding that this check can make.
     *
     * @return the rules, for the documentation and {@code lifeboat explain}
     */
    List<Rule> rules();

    /**
     * Asks. Bad bytes become findings; where all is well exactly one {@link Severity#GOOD} finding may say what was covered.
     *
     * @param subject what is asked about
     * @param findings receives each finding as it is made
     * @throws IOException only if the storage cannot be read
     */
    void run(S subject, Consumer<Finding> findings) throws IOException;
}
