package dev.lifeboat.cli;

import dev.lifeboat.formats.bcd.BcdStore;
import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.windows.StoredHive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a registry hive says of itself. */
final class HiveFacts {
    private static final String SIGNATURE = "regf";

    private boolean complete = true;
    private long keys;
    private long values;

    /** Tells whether PATH is a hive, or a log of one, rather than an image; nothing else begins like one. */
    static boolean isHive(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (FileSource file = FileSource.open(path)) {
            return file.size() >= SIGNATURE.length()
                    && Struct.read(file, 0, SIGNATURE.length(), "signature")
                            .ascii(0, SIGNATURE.length())
                            .equals(SIGNATURE);
        }
    }

    boolean complete() {
        return complete;
    }

    Facts facts(Path path) throws IOException {
        try (HostFiles files = new HostFiles()) {
            StoredHive stored = StoredHive.open(files, path.toString()).orElseThrow();
            Hive hive = stored.hive();
            Facts facts = new Facts()
                    .add("file", path)
                    .add("format", "registry hive 1." + hive.baseBlock().minor())
                    .add("fileSize", Files.size(path))
                    .add("name", hive.baseBlock().fileName())
                    .add("lastWritten", hive.baseBlock().lastWritten());
            WindowsFacts.addState(facts, hive.recovery())
                    .add("rootKey", hive.root().name());
            try {
                hive.walk(key -> {
                    keys++;
                    values += key.valueCount();
                });
                facts.add("keys", keys).add("values", values).add("bootStore", BcdStore.isStore(hive));
            } catch (ImageException e) {
                complete = false;
                facts.add("error", e.getMessage());
            }
            complete &= stored.problem().isEmpty();
            return facts.add("problem", stored.problem());
        }
    }
}
