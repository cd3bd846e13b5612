package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Locale;
import java.util.Optional;

/** An architecture that can be built for, named as in platform tags. */
public enum Arch {
    X86_64(64),
    I686(32),
    AARCH64(64),
    PPC64LE(64),
    S390X(64),
    ARMV7L(32),
    RISCV64(64);

    private final int bits;

    Arch(int bits) {
        this.bits = bits;
    }

    /** 32 or 64. */
    public int bits() {
        return bits;
    }

    /** As in platform tags, such as {@code x86_64}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name, in any case. */
    public static Optional<Arch> of(String name) {
        for (Arch arch : values()) {
            if (arch.name().equalsIgnoreCase(name)) {
                return Optional.of(arch);
            }
        }
        return Optional.empty();
    }

    /** The one that {@code uname -m} and Java's {@code os.arch} call so. */
    public static Optional<Arch> ofMachine(String machine) {
        return switch (machine.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86-64" -> Optional.of(X86_64);
            case "arm64" -> Optional.of(AARCH64);
            case "i386", "i486", "i586", "x86" -> Optional.of(I686);
            case "armv8l", "arm" -> Optional.of(ARMV7L);
            default -> of(machine);
        };
    }
}
