package io.jenkins.plugins.mlcwheels.engine.elf;

/**
 * The x86-64 micro-architecture level that a file says it needs, from {@code GNU_PROPERTY_X86_ISA_1_NEEDED} of the
 * x86-64 psABI; in rising order.
 */
public enum IsaLevel {
    /** The file says nothing. */
    NONE,
    BASELINE,
    V2,
    V3,
    V4,
    /** Bits that this engine does not know. */
    UNKNOWN;

    private static final int[] BITS = {1, 2, 4, 8};

    /** The highest level among the bits of the property; unknown bits count only when no known one is set. */
    static IsaLevel ofBits(int bits) {
        for (int i = BITS.length - 1; i > 0; i--) {
            if ((bits & BITS[i]) != 0) {
                return values()[i + 1];
            }
        }
        return (bits & ~1) != 0 ? UNKNOWN : BASELINE;
    }
}
