package dev.lifeboat.verify.check.fit;

/** Whether a restore fails without a volume or a disk, in the order of how much rests on it. */
enum Necessity {
    /** The documents of the backup do not call it critical. */
    NOT_NEEDED,
    /** No document tells, and neither Windows nor what it starts from lies there. */
    NOT_KNOWN,
    /** The documents call it critical, or Windows lies there, or what it starts from. */
    NEEDED;

    static Necessity of(boolean critical) {
        return critical ? NEEDED : NOT_NEEDED;
    }
}
