package io.jenkins.plugins.mlcwheels.engine.deflate;

import java.util.Arrays;

/** Writes a block in the form that takes the fewest bits: stored, with the fixed code, or with a code of its own. */
final class BlockWriter {

    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;
    private static final int MAX_STORED = 65535;

    /** The code that every decoder knows (RFC 1951, 3.2.6). */
    private static final HuffmanCode FIXED_LITERALS = HuffmanCode.ofLengths(fixedLengths());

    private static final HuffmanCode FIXED_DISTANCES = HuffmanCode.ofLengths(fiveBits());

    private final HuffmanCode literalCode = new HuffmanCode(Symbols.LITERALS, 15);
    private final HuffmanCode distanceCode = new HuffmanCode(Symbols.DISTANCES, 15);
    private final CodeDescription description = new CodeDescription();
    private final byte[] input;
    private final BitOutput out;

    BlockWriter(byte[] input, BitOutput out) {
        this.input = input;
        this.out = out;
    }

    private static byte[] fixedLengths() {
        byte[] lengths = new byte[Symbols.LITERALS];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, Symbols.LITERALS, (byte) 8);
        return lengths;
    }

    private static byte[] fiveBits() {
        byte[] lengths = new byte[Symbols.DISTANCES];
        Arrays.fill(lengths, (byte) 5);
        return lengths;
    }

    /** @param last whether the stream ends with it */
    void write(TokenBuffer block, boolean last) {
        int[] literals = block.literals();
        int[] distances = block.distances();
        literals[Symbols.END_OF_BLOCK] = 1;
        literalCode.assign(literals);
        distanceCode.assign(distances);
        description.describe(literalCode.lengths, distanceCode.lengths);
        long own = description.bits() + literalCode.bits(literals) + distanceCode.bits(distances);
        long common = FIXED_LITERALS.bits(literals) + FIXED_DISTANCES.bits(distances);
        long extra = extraBits(literals, distances);
        if (storedBits(block) <= Math.min(own, common) + extra) {
            store(block, last);
        } else if (common <= own) {
            header(FIXED, last);
            tokens(block, FIXED_LITERALS, FIXED_DISTANCES);
        } else {
            header(DYNAMIC, last);
            description.write(out);
            tokens(block, literalCode, distanceCode);
        }
    }

    /** Ends at a byte: with a stored block of no bytes. */
    void flush() {
        header(STORED, false);
        out.align();
        out.write(0xffff_0000L, Integer.SIZE);
    }

    private void header(int type, boolean last) {
        out.write((last ? 1 : 0) | type << 1, 3);
    }

    private static long extraBits(int[] literals, int[] distances) {
        long bits = 0;
        for (int i = 0; i < Symbols.LENGTH_EXTRA.length; i++) {
            bits += (long) literals[Symbols.FIRST_LENGTH + i] * Symbols.LENGTH_EXTRA[i];
        }
        for (int i = 0; i < Symbols.DISTANCES; i++) {
            bits += (long) distances[i] * Symbols.DISTANCE_EXTRA[i];
        }
        return bits;
    }

    private long storedBits(TokenBuffer block) {
        int length = block.to() - block.from();
        int headers = Math.max(1, (length + MAX_STORED - 1) / MAX_STORED);
        return out.bitsToAlignAfter(3) + 8L * (length + 4L * headers) + 8L * (headers - 1);
    }

    private void store(TokenBuffer block, boolean last) {
        int at = block.from();
        do {
            int length = Math.min(block.to() - at, MAX_STORED);
            header(STORED, last && at + length == block.to());
            out.align();
            out.write(length | (~length & 0xffffL) << 16, Integer.SIZE);
            out.copy(input, at, length);
            at += length;
        } while (at < block.to());
    }

    private void tokens(TokenBuffer block, HuffmanCode literals, HuffmanCode distances) {
        int[] tokens = block.tokens();
        int count = block.count();
        for (int from = 0; from < count; from += 1024) {
            tokens(tokens, from, Math.min(count, from + 1024), literals, distances);
        }
        out.write(literals.bits[Symbols.END_OF_BLOCK], literals.lengths[Symbols.END_OF_BLOCK]);
    }

    private void tokens(int[] tokens, int from, int to, HuffmanCode literals, HuffmanCode distances) {
        for (int i = from; i < to; i++) {
            int token = tokens[i];
            if (token < 256) {
                out.write(literals.bits[token], literals.lengths[token]);
            } else {
                match(token >>> 16, token & 0xffff, literals, distances);
            }
        }
    }

    private void match(int length, int distance, HuffmanCode literals, HuffmanCode distances) {
        int index = Symbols.OF_LENGTH[length];
        int symbol = Symbols.FIRST_LENGTH + index;
        int bits = literals.lengths[symbol];
        out.write(
                literals.bits[symbol] | (long) (length - Symbols.LENGTH_BASE[index]) << bits,
                bits + Symbols.LENGTH_EXTRA[index]);
        int far = Symbols.ofDistance(distance);
        bits = distances.lengths[far];
        out.write(
                distances.bits[far] | (long) (distance - Symbols.DISTANCE_BASE[far]) << bits,
                bits + Symbols.DISTANCE_EXTRA[far]);
    }
}
