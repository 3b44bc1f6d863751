package dev.lifeboat.formats.pe;

/** What starts a program. */
public enum Subsystem {
    NATIVE(1, "native"),
    WINDOWS_GUI(2, "Windows"),
    WINDOWS_CONSOLE(3, "Windows console"),
    EFI_APPLICATION(10, "EFI application"),
    EFI_BOOT_DRIVER(11, "EFI boot driver"),
    EFI_RUNTIME_DRIVER(12, "EFI runtime driver"),
    EFI_ROM(13, "EFI ROM"),
    /** The Windows boot manager starts these; firmware cannot. */
    WINDOWS_BOOT_APPLICATION(16, "Windows boot application"),
    OTHER(0, "unknown");

    private final int code;
    private final String label;

    Subsystem(int code, String label) {
        this.code = code;
        this.label = label;
    }

    static Subsystem of(int code) {
        for (Subsystem subsystem : values()) {
            if (subsystem.code == code) {
                return subsystem;
            }
        }
        return OTHER;
    }

    /**
     * Returns the name that people use.
     *
     * @return such as {@code EFI application}
     */
    public String label() {
        return label;
    }
}
