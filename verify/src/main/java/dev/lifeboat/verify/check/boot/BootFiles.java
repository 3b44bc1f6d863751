package dev.lifeboat.verify.check.boot;

import java.util.List;

/** The files that firmware and boot manager read first. Paths as Windows' bcdboot lays them out. */
enum BootFiles {
    /** On the EFI system partition. */
    UEFI("UEFI", "/EFI/Microsoft/Boot/bootmgfw.efi", "/EFI/Microsoft/Boot/BCD"),
    /** On the active partition. */
    BIOS("BIOS", "/bootmgr", "/Boot/BCD");

    private final String label;
    private final String manager;
    private final String store;

    BootFiles(String label, String manager, String store) {
        this.label = label;
        this.manager = manager;
        this.store = store;
    }

    public String label() {
        return label;
    }

    /** Path of the boot manager, from the root of the volume. */
    String manager() {
        return manager;
    }

    /** Path of the boot store, likewise. */
    String store() {
        return store;
    }

    /**
     * Returns the files.
     *
     * @return paths from the root of the volume; all are needed
     */
    public List<String> paths() {
        return List.of(manager, store);
    }
}
