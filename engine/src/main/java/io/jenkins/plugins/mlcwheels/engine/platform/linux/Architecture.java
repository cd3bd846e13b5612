package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.Optional;

/** The processor architectures that Linux platform tags name. */
public enum Architecture {
    X86_64("x86_64"),
    I686("i686"),
    AARCH64("aarch64"),
    ARMV7L("armv7l"),
    PPC64LE("ppc64le"),
    PPC64("ppc64"),
    S390X("s390x"),
    RISCV64("riscv64"),
    LOONGARCH64("loongarch64");

    private final String tag;

    Architecture(String tag) {
        this.tag = tag;
    }

    static Optional<Architecture> named(String tag) {
        for (Architecture architecture : values()) {
            if (architecture.tag.equals(tag)) {
                return Optional.of(architecture);
            }
        }
        return Optional.empty();
    }

    /**
     * The architecture at the end of a platform tag. The levels of x86_64 ({@code x86_64_v3}) count as x86_64, since no
     * installer knows them.
     */
    public static Optional<Architecture> ofPlatformTag(String platform) {
        for (Architecture architecture : values()) {
            if (platform.endsWith("_" + architecture.tag)) {
                return Optional.of(architecture);
            }
        }
        for (String level : new String[] {"_x86_64_v2", "_x86_64_v3", "_x86_64_v4"}) {
            if (platform.endsWith(level)) {
                return Optional.of(X86_64);
            }
        }
        return Optional.empty();
    }

    /** As platform tags write it, such as {@code x86_64}. */
    @Override
    public String toString() {
        return tag;
    }
}
