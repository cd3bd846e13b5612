package io.jenkins.plugins.mlcwheels.engine.deflate;

/**
 * Compresses blocks of bytes to deflate streams (RFC 1951) that are the same on every machine and Java. Not for use by
 * several threads at once; each call depends on its own arguments only.
 */
public final class DeflateEncoder {

    /** Name and version of the rules by which bytes are made. Any change of the bytes changes the version. */
    public static final String NAME = "mlc-deflate 1";

    /** How much of what is before a block may be referred to. */
    public static final int WINDOW = MatchFinder.WINDOW;

    private static final int SEGMENT = 8 << 10;

    private final MatchFinder finder = new MatchFinder();
    private final TokenBuffer tokens = new TokenBuffer();
    private final Effort effort;

    /** @param level how hard it tries, 1 (fast) to 9 (small); other numbers count as the nearest */
    public DeflateEncoder(int level) {
        effort = Effort.of(level);
    }

    /**
     * Compresses part of an array.
     *
     * @param input what is to be compressed, after up to {@link #WINDOW} bytes that the decoder has already
     * @param from where the block begins; what is before it may be referred to
     * @param to where it ends
     * @param last whether the stream ends with the block; otherwise the result ends at a byte, so that another can follow
     * @param output at least {@link #maximumLength} long
     * @return how many bytes the result has
     */
    public int encode(byte[] input, int from, int to, boolean last, byte[] output) {
        BitOutput out = new BitOutput(output);
        finder.reset(input, to);
        finder.insert(Math.max(0, from - WINDOW), from);
        tokens.begin(from);
        BlockWriter writer = new BlockWriter(input, out);
        int at = from;
        while (at < to) {
            int stop = Math.min(to, at + SEGMENT);
            at = tokenize(input, at, stop);
            if (tokens.closeSegment(at)) {
                writer.write(tokens, false);
                tokens.next();
            }
        }
        writer.write(tokens, last);
        if (!last) {
            writer.flush();
        }
        out.align();
        return out.length();
    }

    /** @return how long the result for so many bytes can be at most */
    public static int maximumLength(int length) {
        return length + 5 * (length / SEGMENT + 2) + 64;
    }

    /** Takes matches that are longer than the one at the next position, up to the stop or a little beyond. */
    private int tokenize(byte[] input, int from, int stop) {
        int at = from;
        while (at < stop) {
            int length = finder.find(at, 0, effort.tries(), effort.enough());
            if (length == 0) {
                tokens.literal(input[at++]);
            } else {
                at = match(input, at, length);
            }
        }
        return at;
    }

    private int match(byte[] input, int from, int firstLength) {
        int at = from;
        int length = firstLength;
        int distance = finder.distance();
        int known = at + 1;
        while (length < effort.patient()) {
            int longer = finder.find(at + 1, length, effort.furtherTries(), effort.enough());
            known = at + 2;
            if (longer == 0) {
                break;
            }
            tokens.literal(input[at++]);
            length = longer;
            distance = finder.distance();
        }
        tokens.match(length, distance);
        finder.insert(known, at + length);
        return at + length;
    }
}
