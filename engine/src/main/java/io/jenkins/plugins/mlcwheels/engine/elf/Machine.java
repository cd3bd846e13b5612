package io.jenkins.plugins.mlcwheels.engine.elf;

/** Processors that native wheels are built for, with their numbers ({@code EM_*}) from the ELF specification. */
public enum Machine {
    I386(3),
    MIPS(8),
    PPC(20),
    PPC64(21),
    S390(22),
    ARM(40),
    X86_64(62),
    AARCH64(183),
    CUDA(190),
    AMDGPU(224),
    RISCV(243),
    BPF(247),
    LOONGARCH(258),
    /** Any other number; {@link ElfHeader#machineCode()} has it. */
    OTHER(-1);

    private final int code;

    Machine(int code) {
        this.code = code;
    }

    /** The number in {@code e_machine}; -1 for {@link #OTHER}. */
    public int code() {
        return code;
    }

    static Machine of(int code) {
        for (Machine machine : values()) {
            if (machine.code == code) {
                return machine;
            }
        }
        return OTHER;
    }
}
