package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.Recovery;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hive with the logs beside it.
 *
 * @param path of the hive's file
 * @param hive with its logs replayed where that is needed
 * @param problem why it may not be what Windows would load: it was being written, and no log completes it
 */
public record StoredHive(String path, Hive hive, Optional<String> problem) {
    private static final List<String> LOGS = List.of(".LOG", ".LOG1", ".LOG2");

    /**
     * Opens a hive.
     *
     * @param files that has it
     * @param path of the hive
     * @return the hive; empty if there is no such file
     * @throws CorruptImageException if it is damaged so that no key can be read
     * @throws ImageException if it cannot be read for another reason
     * @throws IOException if the storage cannot be read
     */
    public static Optional<StoredHive> open(WindowsFiles files, String path) throws IOException {
        Optional<ByteSource> file = files.open(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        List<ByteSource> logs = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (String suffix : LOGS) {
            try {
                files.open(path + suffix).ifPresent(logs::add);
            } catch (ImageException e) {
                reasons.add(e.getMessage());
            }
        }
        Hive hive = Hive.read(file.get(), logs);
        return Optional.of(new StoredHive(path, hive, problem(hive.recovery(), reasons)));
    }

    private static Optional<String> problem(Recovery recovery, List<String> reasons) {
        if (recovery.state() == Recovery.State.CLEAN) {
            return Optional.empty();
        }
        reasons.addAll(recovery.unused());
        String why = reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
        if (recovery.state() == Recovery.State.INCOMPLETE) {
            return Optional.of("Windows had not ended writing it, and no log beside it has the rest" + why);
        }
        // Of logs that were replayed, one more that has nothing to add is no problem; one that cannot be read may be.
        return reasons.size() == recovery.unused().size()
                ? Optional.empty()
                : Optional.of("Windows had not ended writing it, and not all logs can be read" + why);
    }
}
