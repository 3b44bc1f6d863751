package dev.lifeboat.verify.seal;

import dev.lifeboat.verify.check.Check;
import java.util.List;

/** The checks with a seal, in the order in which they are asked. */
public final class SealChecks {
    private SealChecks() {}

    /**
     * Returns those that read no content.
     *
     * @return one a question
     */
    public static List<Check<SealSubject>> quick() {
        return List.of(new SealCheck(), new SumsCheck());
    }

    /**
     * Returns all.
     *
     * @return those of the quick level, and that which reads every byte
     */
    public static List<Check<SealSubject>> full() {
        return List.of(new SealCheck(), new ContentCheck(), new SumsCheck());
    }
}
