package io.jenkins.plugins.mlcwheels.engine.pe;

/** The processors that PE files of Windows are for. */
public enum PeMachine {
    X86(0x14C, "x86"),
    X64(0x8664, "x64"),
    ARM64(0xAA64, "ARM64"),
    ARM64EC(0xA641, "ARM64EC"),
    ARM64X(0xA64E, "ARM64X"),
    ARM(0x1C4, "ARM"),
    OTHER(0, "another processor");

    private final int code;
    private final String text;

    PeMachine(int code, String text) {
        this.code = code;
        this.text = text;
    }

    static PeMachine of(int code) {
        for (PeMachine machine : values()) {
            if (machine.code == code && machine != OTHER) {
                return machine;
            }
        }
        return OTHER;
    }

    @Override
    public String toString() {
        return text;
    }
}
