package io.jenkins.plugins.mlcwheels.engine.deflate;

import java.util.Arrays;

/**
 * What a block is made of: literals and matches, counted by segment. A segment that another code suits better than the
 * one of the segments before it begins a new block.
 */
final class TokenBuffer {

    /** What the description of a code takes beside its symbols, by a rule of thumb. */
    private static final int BLOCK_BITS = 200;

    private int[] tokens = new int[64 << 10];
    private int size;
    private int segmentStart;
    private int blockTokens;
    private int blockFrom;
    private int blockTo;
    private int segmentTo;

    private int[] literals = new int[Symbols.LITERALS];
    private int[] distances = new int[Symbols.DISTANCES];
    private int[] newLiterals = new int[Symbols.LITERALS];
    private int[] newDistances = new int[Symbols.DISTANCES];
    private long blockBits;

    void begin(int from) {
        size = 0;
        segmentStart = 0;
        blockTokens = 0;
        blockFrom = from;
        blockTo = from;
        segmentTo = from;
        clear(literals, distances);
        clear(newLiterals, newDistances);
        blockBits = 0;
    }

    private static void clear(int[] literals, int[] distances) {
        Arrays.fill(literals, 0);
        Arrays.fill(distances, 0);
    }

    void literal(byte value) {
        int symbol = value & 0xff;
        add(symbol);
        newLiterals[symbol]++;
    }

    void match(int length, int distance) {
        add(length << 16 | distance);
        newLiterals[Symbols.FIRST_LENGTH + Symbols.OF_LENGTH[length]]++;
        newDistances[Symbols.ofDistance(distance)]++;
    }

    private void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
    }

    /**
     * Ends a segment: it joins the block if that takes no more bits than a block of its own.
     *
     * @return whether the block before it is complete; then it is to be written, and {@link #next()} called
     */
    boolean closeSegment(int at) {
        segmentTo = at;
        long alone = Symbols.bits(newLiterals, Symbols.USED_LITERALS) + Symbols.bits(newDistances, Symbols.DISTANCES);
        if (blockTokens > 0) {
            long together = Symbols.bitsTogether(literals, newLiterals, Symbols.USED_LITERALS)
                    + Symbols.bitsTogether(distances, newDistances, Symbols.DISTANCES);
            if (together > blockBits + alone + BLOCK_BITS) {
                blockBits = alone;
                return true;
            }
            blockBits = together;
        } else {
            blockBits = alone;
        }
        join();
        return false;
    }

    private void join() {
        for (int i = 0; i < Symbols.USED_LITERALS; i++) {
            literals[i] += newLiterals[i];
        }
        for (int i = 0; i < Symbols.DISTANCES; i++) {
            distances[i] += newDistances[i];
        }
        clear(newLiterals, newDistances);
        blockTokens = size;
        segmentStart = size;
        blockTo = segmentTo;
    }

    /** Begins a block with the segment that ended last. */
    void next() {
        System.arraycopy(tokens, segmentStart, tokens, 0, size - segmentStart);
        size -= segmentStart;
        segmentStart = 0;
        blockFrom = blockTo;
        clear(literals, distances);
        join();
    }

    int[] tokens() {
        return tokens;
    }

    /** How many tokens the block has. */
    int count() {
        return blockTokens;
    }

    /** Where the block's bytes begin in the input. */
    int from() {
        return blockFrom;
    }

    int to() {
        return blockTo;
    }

    /** Counts of literals and lengths; the end of the block is not among them. */
    int[] literals() {
        return literals;
    }

    int[] distances() {
        return distances;
    }
}
