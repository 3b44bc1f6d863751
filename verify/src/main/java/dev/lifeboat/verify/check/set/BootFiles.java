package dev.lifeboat.verify.check.set;

import java.util.List;

/** The files that firmware and boot manager read first. Paths as Windows' bcdboot lays them out. */
public enum BootFiles {
    /** On the EFI system partition. */
    UEFI("UEFI", List.of("/EFI/Microsoft/Boot/bootmgfw.efi", "/EFI/Microsoft/Boot/BCD")),
    /** On the active partition. */
    BIOS("BIOS", List.of("/bootmgr", "/Boot/BCD"));

    private final String label;
    private final List<String> paths;

    BootFiles(String label, List<String> paths) {
        this.label = label;
        this.paths = paths;
    }

    public String label() {
        return label;
    }

    /**
     * Returns the files.
     *
     * @return paths from the root of the volume; all are needed
     */
    public List<String> paths() {
        return paths;
    }
}
