package dev.lifeboat.formats.windows;

/** What a Windows was started by, as it noted itself. */
public enum Firmware {
    BIOS,
    UEFI
}
