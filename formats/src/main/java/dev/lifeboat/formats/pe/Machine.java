package dev.lifeboat.formats.pe;

/** The processor that a program is made for. */
public enum Machine {
    X86(0x14c, "x86"),
    X64(0x8664, "x64"),
    ARM(0x1c0, "ARM"),
    ARM_NT(0x1c4, "ARM (Thumb-2)"),
    ARM64(0xaa64, "ARM64"),
    ITANIUM(0x200, "Itanium"),
    EFI_BYTE_CODE(0xebc, "EFI byte code"),
    RISCV64(0x5064, "RISC-V 64"),
    LOONGARCH64(0x6264, "LoongArch 64"),
    OTHER(0, "unknown");

    private final int code;
    private final String label;

    Machine(int code, String label) {
        this.code = code;
        this.label = label;
    }

    static Machine of(int code) {
        for (Machine machine : values()) {
            if (machine.code == code) {
                return machine;
            }
        }
        return OTHER;
    }

    /**
     * Returns the name that people use.
     *
     * @return such as {@code x64}
     */
    public String label() {
        return label;
    }
}
