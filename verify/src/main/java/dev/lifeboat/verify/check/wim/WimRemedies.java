package dev.lifeboat.verify.check.wim;

/** What to do about a damaged WIM, in the words of all its rules. */
final class WimRemedies {
    static final String ANOTHER_COPY =
            "Copy or download the file again and compare its checksum with the original's; of a WIM that you captured, use"
                    + " another copy or capture it anew.";

    private WimRemedies() {}
}
