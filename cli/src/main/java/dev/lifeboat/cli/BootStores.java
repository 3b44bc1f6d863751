package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.bcd.BcdDevice;
import dev.lifeboat.formats.bcd.BcdListing;
import dev.lifeboat.formats.bcd.BcdStore;
import dev.lifeboat.formats.regf.Recovery;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.StoredHive;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The BCD stores that computers start by: each with its listing, or why it has none. */
final class BootStores {
    /** Of an EFI system partition, and of a system partition for BIOS. */
    private static final List<String> PATHS = List.of("EFI/Microsoft/Boot/BCD", "Boot/BCD");

    private final List<Store> stores = new ArrayList<>();

    /**
     * A store.
     *
     * @param volume that it lies on; absent for a file of this computer
     * @param path of its file
     * @param recovery how Windows had left it; absent if it cannot be read
     * @param entries its objects
     * @param problems what could not be read
     */
    record Store(
            Optional<String> volume,
            String path,
            Optional<Recovery> recovery,
            List<BcdListing.Entry> entries,
            List<String> problems) {
        boolean complete() {
            return problems.isEmpty()
                    && entries.stream()
                            .allMatch(entry -> entry.problems().isEmpty()
                                    && entry.lines().stream()
                                            .allMatch(line -> line.problem().isEmpty()));
        }
    }

    /**
     * Looks on every volume of a set.
     *
     * @param set open
     * @return the stores
     * @throws NoSuchFileException if there is none
     * @throws IOException if the storage cannot be read
     */
    static BootStores in(ImageSet set) throws IOException {
        BootStores found = new BootStores();
        VolumeNames names = new VolumeNames(set);
        for (NumberedVolume volume : set.volumes()) {
            if (FileTrees.supports(volume.volume())) {
                found.look(volume, names);
            }
        }
        if (found.stores.isEmpty()) {
            throw new NoSuchFileException(
                    set.images().get(0).path().toString(), null, "no volume here holds a boot store (BCD)");
        }
        return found;
    }

    private void look(NumberedVolume volume, VolumeNames names) throws IOException {
        String name = names.name(volume);
        for (String path : PATHS) {
            try {
                Optional<StoredHive> hive = StoredHive.open(new TreeFiles(FileTrees.open(volume.volume())), path);
                if (hive.isPresent()) {
                    stores.add(read(Optional.of(name), hive.get(), names::of));
                }
            } catch (ImageException e) {
                stores.add(new Store(Optional.of(name), path, Optional.empty(), List.of(), List.of(e.getMessage())));
            }
        }
    }

    /**
     * Reads a store of this computer.
     *
     * @param path of the file
     * @return the one store
     * @throws ImageException if it is none
     * @throws IOException if it cannot be read
     */
    static BootStores of(Path path) throws IOException {
        try (HostFiles files = new HostFiles()) {
            BootStores found = new BootStores();
            StoredHive hive = StoredHive.open(files, path.toString()).orElseThrow();
            found.stores.add(read(Optional.empty(), hive, device -> Optional.empty()));
            return found;
        }
    }

    private static Store read(Optional<String> volume, StoredHive hive, Function<BcdDevice, Optional<String>> volumes)
            throws IOException {
        BcdStore store = BcdStore.read(hive.hive());
        List<String> problems = new ArrayList<>(store.problems());
        hive.problem().ifPresent(problems::add);
        return new Store(
                volume,
                hive.path(),
                Optional.of(hive.hive().recovery()),
                new BcdListing(store, volumes).entries(),
                problems);
    }

    List<Store> stores() {
        return stores;
    }

    boolean complete() {
        return stores.stream().allMatch(Store::complete);
    }
}
