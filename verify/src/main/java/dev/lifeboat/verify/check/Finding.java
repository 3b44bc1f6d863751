package dev.lifeboat.verify.check;

import dev.lifeboat.formats.source.ImageException;

/**
 * One thing a check saw, good or bad.
 *
 * @param rule its kind: id, severity, meaning and remedy
 * @param where source name and offset, such as {@code C.vhdx at 0x10004}
 * @param message what was found and what was expected
 */
public record Finding(Rule rule, String where, String message) {
    /** How many findings of one rule a report shows; the rest are counted. */
    public static final int SHOWN_OF_A_RULE = 100;

    /**
     * Makes a finding from a reader's complaint.
     *
     * @param rule its kind
     * @param complaint the exception, which names the place
     * @return the finding
     */
    public static Finding of(Rule rule, ImageException complaint) {
        return new Finding(rule, complaint.where(), complaint.problem());
    }

    /**
     * Returns how much it matters.
     *
     * @return the rule's severity
     */
    public Severity severity() {
        return rule.severity();
    }
}
