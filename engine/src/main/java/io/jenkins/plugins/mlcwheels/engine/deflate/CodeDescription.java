package io.jenkins.plugins.mlcwheels.engine.deflate;

import java.util.Arrays;

/** How a block says which code it uses: lengths in a row, repeats shortened, in a small code again (RFC 1951, 3.2.7). */
final class CodeDescription {

    private static final int REPEAT = 16;
    private static final int ZEROS = 17;
    private static final int MANY_ZEROS = 18;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int[] EXTRA_BITS = {2, 3, 7};

    private final byte[] lengths = new byte[Symbols.LITERALS + Symbols.DISTANCES];
    /** Symbol in the low five bits, the value of its extra bits above. */
    private final int[] row = new int[lengths.length];

    private final int[] counts = new int[ORDER.length];
    private final HuffmanCode code = new HuffmanCode(ORDER.length, 7);
    private int rowSize;
    private int literals;
    private int distances;
    private int orderSize;

    void describe(byte[] literalLengths, byte[] distanceLengths) {
        literals = used(literalLengths, Symbols.FIRST_LENGTH);
        distances = used(distanceLengths, 1);
        System.arraycopy(literalLengths, 0, lengths, 0, literals);
        System.arraycopy(distanceLengths, 0, lengths, literals, distances);
        shorten(literals + distances);
        code.assign(counts);
        orderSize = ORDER.length;
        while (orderSize > 4 && code.lengths[ORDER[orderSize - 1]] == 0) {
            orderSize--;
        }
    }

    private static int used(byte[] lengths, int atLeast) {
        int used = lengths.length;
        while (used > atLeast && lengths[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private void shorten(int size) {
        rowSize = 0;
        Arrays.fill(counts, 0);
        int at = 0;
        while (at < size) {
            int length = lengths[at];
            int run = 1;
            while (at + run < size && lengths[at + run] == length) {
                run++;
            }
            at += run;
            if (length == 0) {
                zeros(run);
            } else {
                add(length, 0);
                repeats(length, run - 1);
            }
        }
    }

    private void zeros(int run) {
        int left = run;
        while (left >= 11) {
            int part = Math.min(left, 138);
            add(MANY_ZEROS, part - 11);
            left -= part;
        }
        if (left >= 3) {
            add(ZEROS, left - 3);
            left = 0;
        }
        repeatPlainly(0, left);
    }

    private void repeats(int length, int run) {
        int left = run;
        while (left >= 3) {
            int part = Math.min(left, 6);
            add(REPEAT, part - 3);
            left -= part;
        }
        repeatPlainly(length, left);
    }

    private void repeatPlainly(int length, int times) {
        for (int i = 0; i < times; i++) {
            add(length, 0);
        }
    }

    private void add(int symbol, int extra) {
        row[rowSize++] = symbol | extra << 5;
        counts[symbol]++;
    }

    private static int extraBits(int symbol) {
        return symbol < REPEAT ? 0 : EXTRA_BITS[symbol - REPEAT];
    }

    long bits() {
        long bits = 5 + 5 + 4 + 3L * orderSize + code.bits(counts);
        for (int symbol = REPEAT; symbol <= MANY_ZEROS; symbol++) {
            bits += (long) counts[symbol] * extraBits(symbol);
        }
        return bits;
    }

    void write(BitOutput out) {
        out.write(literals - Symbols.FIRST_LENGTH, 5);
        out.write(distances - 1, 5);
        out.write(orderSize - 4, 4);
        for (int i = 0; i < orderSize; i++) {
            out.write(code.lengths[ORDER[i]], 3);
        }
        for (int i = 0; i < rowSize; i++) {
            int symbol = row[i] & 31;
            out.write(code.bits[symbol], code.lengths[symbol]);
            out.write(row[i] >>> 5, extraBits(symbol));
        }
    }
}
