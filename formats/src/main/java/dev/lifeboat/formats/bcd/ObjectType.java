package dev.lifeboat.formats.bcd;

/**
 * What an object of the store is, as its description says.
 *
 * @param code the 32 bits: what kind, in what image, for which application
 */
public record ObjectType(long code) {
    /** The first digit of the code. */
    public enum Kind {
        /** Something that can be started. */
        APPLICATION,
        /** Elements for others to inherit. */
        INHERIT,
        /** More about a device, such as a RAM disk. */
        DEVICE,
        UNKNOWN
    }

    /** Who takes the elements, and so what they are called. */
    public enum Application {
        FIRMWARE_BOOT_MANAGER(1, "Firmware Boot Manager"),
        BOOT_MANAGER(2, "Windows Boot Manager"),
        OS_LOADER(3, "Windows Boot Loader"),
        RESUME(4, "Resume from Hibernate"),
        MEMORY_TEST(5, "Windows Memory Tester"),
        LEGACY_LOADER(6, "Windows Legacy OS Loader"),
        SETUP_LOADER(7, "Windows Setup Loader"),
        BOOT_SECTOR(8, "Real-mode Boot Sector"),
        STARTUP(9, "Startup Application"),
        BOOT_APPLICATION(10, "Boot Application"),
        /** Any, or one that is not known. */
        OTHER(0, "Application");

        private final int code;
        private final String label;

        Application(int code, String label) {
            this.code = code;
            this.label = label;
        }

        /**
         * Returns what people call it.
         *
         * @return as {@code bcdedit} heads it
         */
        public String label() {
            return label;
        }
    }

    private static final int FIRMWARE_IMAGE = 1;
    private static final long ANY_APPLICATION = 0xfffff;

    public Kind kind() {
        return switch ((int) (code >>> 28)) {
            case 1 -> Kind.APPLICATION;
            case 2 -> Kind.INHERIT;
            case 3 -> Kind.DEVICE;
            default -> Kind.UNKNOWN;
        };
    }

    /**
     * Returns the second digit: 1 firmware, 2 boot, 3 the loader of Windows before Vista, 4 real mode for an application; 1
     * any object, 2 applications, 3 devices for what is inherited.
     *
     * @return 0 to 15
     */
    public int imageType() {
        return (int) (code >>> 20 & 0xf);
    }

    /**
     * Returns which application it is, or is inherited by.
     *
     * @return {@link Application#OTHER} if the code names none
     */
    public Application application() {
        if (kind() == Kind.APPLICATION || kind() == Kind.INHERIT) {
            for (Application application : Application.values()) {
                if (application.code == (code & ANY_APPLICATION)) {
                    return application;
                }
            }
        }
        return Application.OTHER;
    }

    /**
     * Tells whether the entry mirrors one of the firmware's own, of which the store only keeps a copy.
     *
     * @return true for what is neither Windows nor its boot manager
     */
    public boolean firmwareEntry() {
        return kind() == Kind.APPLICATION
                && imageType() == FIRMWARE_IMAGE
                && (code & ANY_APPLICATION) == ANY_APPLICATION;
    }
}
