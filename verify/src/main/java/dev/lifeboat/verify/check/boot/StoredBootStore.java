package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.bcd.BcdStore;
import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.windows.StoredHive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A boot store (BCD) where a kind of firmware expects it.
 *
 * @param volume that it is on
 * @param kind of firmware
 * @param store what is in it; absent if it cannot be read
 * @param problem why it cannot, or not certainly, be read
 * @param supported whether it is in a form that can be read here, if it is not damaged
 */
record StoredBootStore(
        BootVolume volume, BootFiles kind, Optional<BcdStore> store, Optional<String> problem, boolean supported) {
    static List<StoredBootStore> on(BootVolume volume) throws IOException {
        List<StoredBootStore> found = new ArrayList<>();
        for (BootFiles kind : BootFiles.values()) {
            if (volume.has(kind.store())) {
                found.add(read(volume, kind));
            }
        }
        return found;
    }

    private static StoredBootStore read(BootVolume volume, BootFiles kind) throws IOException {
        try {
            StoredHive hive = StoredHive.open(volume::open, kind.store()).orElseThrow();
            return new StoredBootStore(volume, kind, Optional.of(store(hive.hive())), hive.problem(), true);
        } catch (ImageException e) {
            boolean supported = !(e instanceof UnsupportedImageException);
            return new StoredBootStore(volume, kind, Optional.empty(), Optional.of(e.getMessage()), supported);
        }
    }

    private static BcdStore store(Hive hive) throws IOException {
        return BcdStore.read(hive);
    }

    String where() {
        return volume.name() + kind.store();
    }
}
