package dev.lifeboat.verify.check;

/**
 * One kind of finding: a stable id with its severity, what it means for a restore, and what to do about it.
 *
 * @param id stable, for scripts and docs: {@code vhdx.header-checksum}
 * @param severity of every finding of this rule
 * @param meaning what it means for a restore, a sentence for a person who is not an engineer
 * @param remedy what to do, a sentence; empty where nothing has to be done
 */
public record Rule(String id, Severity severity, String meaning, String remedy) {
    /**
     * Makes a finding of this kind.
     *
     * @param where source name and, where known, offset: {@code C.vhdx at 0x10004}
     * @param message what was found and what was expected
     * @return the finding
     */
    public Finding at(String where, String message) {
        return new Finding(this, where, message);
    }
}
