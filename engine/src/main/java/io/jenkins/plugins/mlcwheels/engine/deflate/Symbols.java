package io.jenkins.plugins.mlcwheels.engine.deflate;

/** Symbols of lengths and distances with their extra bits (RFC 1951, 3.2.5), and what entropy says of their counts. */
final class Symbols {

    static final int LITERALS = 288;
    static final int USED_LITERALS = 286;
    static final int DISTANCES = 30;
    static final int END_OF_BLOCK = 256;
    static final int FIRST_LENGTH = 257;
    static final int MIN_MATCH = 3;
    static final int MAX_MATCH = 258;

    static final byte[] LENGTH_EXTRA = new byte[29];
    static final byte[] DISTANCE_EXTRA = new byte[DISTANCES];
    static final char[] LENGTH_BASE = new char[29];
    static final char[] DISTANCE_BASE = new char[DISTANCES];
    /** The symbol's index after {@link #FIRST_LENGTH}, by length. */
    static final byte[] OF_LENGTH = new byte[MAX_MATCH + 1];

    private static final byte[] OF_DISTANCE = new byte[512];
    /** Sixteenths of bits: x * log2(x). Fixed numbers, so that bytes are the same on every machine. */
    private static final int LOG_LIMIT = 4096;

    private static final int[] LOG2 = new int[LOG_LIMIT];

    static {
        int base = MIN_MATCH;
        for (int i = 0; i < 28; i++) {
            LENGTH_EXTRA[i] = (byte) (i < 8 ? 0 : (i - 4) / 4);
            LENGTH_BASE[i] = (char) base;
            for (int j = 0; j < 1 << LENGTH_EXTRA[i]; j++) {
                OF_LENGTH[base++] = (byte) i;
            }
        }
        LENGTH_BASE[28] = MAX_MATCH;
        OF_LENGTH[MAX_MATCH] = 28;
        base = 1;
        for (int i = 0; i < DISTANCES; i++) {
            DISTANCE_EXTRA[i] = (byte) (i < 4 ? 0 : (i - 2) / 2);
            DISTANCE_BASE[i] = (char) base;
            for (int j = 0; j < 1 << DISTANCE_EXTRA[i]; j++) {
                if (base <= 256) {
                    OF_DISTANCE[base - 1] = (byte) i;
                } else {
                    OF_DISTANCE[256 + (base - 1 >>> 7)] = (byte) i;
                }
                base++;
            }
        }
        for (int i = 1; i < LOG_LIMIT; i++) {
            LOG2[i] = (int) StrictMath.rint(StrictMath.log(i) / StrictMath.log(2) * 65536);
        }
    }

    private Symbols() {}

    static int ofDistance(int distance) {
        int index = distance - 1;
        return OF_DISTANCE[index < 256 ? index : 256 + (index >>> 7)];
    }

    /** @return log2(x) in 65536ths, 0 for 0 */
    private static long log2(int x) {
        if (x < LOG_LIMIT) {
            return LOG2[x];
        }
        int shift = Integer.SIZE - Integer.numberOfLeadingZeros(x) - 12;
        return LOG2[x >>> shift] + ((long) shift << 16);
    }

    /** @return the bits that an ideal code of these counts takes, and what its description takes, by a rule of thumb */
    static long bits(int[] counts, int length) {
        long sum = 0;
        int total = 0;
        int used = 0;
        for (int i = 0; i < length; i++) {
            int count = counts[i];
            if (count != 0) {
                total += count;
                used++;
                sum -= count * log2(count);
            }
        }
        return (sum + total * log2(total) >>> 16) + 4L * used;
    }

    /** @return the bits that the ideal code of both counts together takes */
    static long bitsTogether(int[] some, int[] others, int length) {
        long sum = 0;
        int total = 0;
        int used = 0;
        for (int i = 0; i < length; i++) {
            int count = some[i] + others[i];
            if (count != 0) {
                total += count;
                used++;
                sum -= count * log2(count);
            }
        }
        return (sum + total * log2(total) >>> 16) + 4L * used;
    }
}
