package dev.lifeboat.formats.regf;

import java.io.IOException;

/** Receives the keys of a hive, each before those below it. */
public interface KeyVisitor {
    /**
     * Receives a key.
     *
     * @param key which
     * @throws IOException ends the walk
     */
    void visit(RegistryKey key) throws IOException;
}
