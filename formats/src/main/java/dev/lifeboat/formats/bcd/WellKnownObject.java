package dev.lifeboat.formats.bcd;

import java.util.Locale;
import java.util.Optional;

/** Objects that have the same identifier in every store, with the names by which {@code bcdedit} knows them. */
public enum WellKnownObject {
    BOOTMGR("9dea862c-5cdd-4e70-acc1-f32b344d4795", "Windows Boot Manager"),
    FWBOOTMGR("a5a30fa2-3d06-4e9f-b5f4-a01df9d1fcba", "Firmware Boot Manager"),
    MEMDIAG("b2721d73-1db4-4c62-bf78-c548a880142d", "Windows Memory Tester"),
    NTLDR("466f5a88-0af2-4f76-9038-095b170dc21c", "Windows Legacy OS Loader"),
    BOOTLOADERSETTINGS("6efb52bf-1766-41db-a6b3-0ee5eff72bd7", "Boot Loader Settings"),
    RESUMELOADERSETTINGS("1afa9c49-16ab-4a5c-901b-212802da9460", "Resume Loader Settings"),
    GLOBALSETTINGS("7ea2e1ac-2e61-4728-aaa3-896d9d0a9f0e", "Global Settings"),
    DBGSETTINGS("4636856e-540f-4170-a130-a84776f4c654", "Debugger Settings"),
    EMSSETTINGS("0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9", "EMS Settings"),
    BADMEMORY("5189b25c-5558-4bf2-bca4-289b11bd29e2", "RAM Defects"),
    HYPERVISORSETTINGS("7ff607e0-4395-11db-b0de-0800200c9a66", "Hypervisor Settings"),
    KERNELDBGSETTINGS("313e8eed-7098-4586-a9bf-309c61f8d449", "Kernel Debugger Settings"),
    RAMDISKOPTIONS("ae5534e0-a924-466c-b836-758539a3ee3a", "Setup Ramdisk Options"),
    /** Stands for the entry that the running Windows was started by; offline nobody knows which. */
    CURRENT("fa926493-6f1c-4193-a414-58f0b2456d1e", "Windows Boot Loader"),
    /** Stands for the entry that the boot manager starts if nobody chooses. */
    DEFAULT("1cae1eb7-a0df-4d4d-9851-4860e34ef535", "Windows Boot Loader");

    private final String id;
    private final String title;

    WellKnownObject(String guid, String title) {
        this.id = "{" + guid + "}";
        this.title = title;
    }

    /**
     * Returns the identifier.
     *
     * @return with braces, in small letters
     */
    public String id() {
        return id;
    }

    /**
     * Returns the short name.
     *
     * @return such as <code>{bootmgr}</code>
     */
    public String alias() {
        return "{" + name().toLowerCase(Locale.ROOT) + "}";
    }

    String title() {
        return title;
    }

    /**
     * Finds the object that an identifier means.
     *
     * @param id with braces, in small letters
     * @return empty if it is none of these
     */
    public static Optional<WellKnownObject> of(String id) {
        for (WellKnownObject object : values()) {
            if (object.id.equals(id)) {
                return Optional.of(object);
            }
        }
        return Optional.empty();
    }
}
