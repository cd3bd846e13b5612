package io.jenkins.plugins.mlcwheels.engine.elf;

import java.util.Collection;

/** A small bit set that tells quickly of most numbers that they are not in a set; it may err only the other way. */
final class OffsetFilter {

    private static final int BITS = 1 << 14;

    private final long[] words = new long[BITS / Long.SIZE];

    OffsetFilter(Collection<Integer> numbers) {
        for (int number : numbers) {
            words[place(number)] |= 1L << number;
        }
    }

    boolean mayHold(int number) {
        return (words[place(number)] & 1L << number) != 0;
    }

    private static int place(int number) {
        return (number & BITS - 1) >>> 6;
    }
}
