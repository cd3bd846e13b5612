package io.jenkins.plugins.mlcwheels.engine.deflate;

import java.util.Arrays;

/**
 * The canonical code of an alphabet: for each symbol its length in bits, 0 if it doesn't occur, and its bits in the order
 * in which they are written. Lengths come from Moffat and Katajainen's calculation in place ("In-Place Calculation of
 * Minimum-Redundancy Codes", 1995); those over the limit are cut, and others get longer until Kraft's sum fits.
 */
final class HuffmanCode {

    final byte[] lengths;
    final char[] bits;
    private final int limit;
    private final int[] sorted;
    private final int[] work;
    private final int[] perLength;

    /** @param symbols in the alphabet, under 512 @param limit of a length in bits, 15 at most */
    HuffmanCode(int symbols, int limit) {
        this.limit = limit;
        lengths = new byte[symbols];
        bits = new char[symbols];
        sorted = new int[symbols];
        work = new int[symbols];
        perLength = new int[Math.max(limit, Short.SIZE) + 1];
    }

    /** @return the code with these lengths */
    static HuffmanCode ofLengths(byte[] lengths) {
        HuffmanCode code = new HuffmanCode(lengths.length, 15);
        System.arraycopy(lengths, 0, code.lengths, 0, lengths.length);
        for (byte length : lengths) {
            code.perLength[length]++;
        }
        code.perLength[0] = 0;
        code.assignBits();
        return code;
    }

    /** @return how many bits symbols that occur so often take */
    long bits(int[] counts) {
        long sum = 0;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            sum += (long) counts[symbol] * lengths[symbol];
        }
        return sum;
    }

    /**
     * Makes the code anew.
     *
     * @param frequencies of each symbol, under 2^22; a code of two symbols is the smallest that is made, as some decoders
     *     want it
     */
    void assign(int[] frequencies) {
        int used = 0;
        Arrays.fill(lengths, (byte) 0);
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (frequencies[symbol] > 0) {
                sorted[used++] = frequencies[symbol] << 9 | symbol;
            }
        }
        if (used < 2) {
            assignFewest(used);
        } else {
            Arrays.sort(sorted, 0, used);
            for (int i = 0; i < used; i++) {
                work[i] = sorted[i] >>> 9;
            }
            minimumRedundancy(work, used);
            limitLengths(used);
        }
        assignBits();
    }

    private void assignFewest(int used) {
        int only = used == 0 ? 0 : sorted[0] & 511;
        lengths[only] = 1;
        lengths[only == 0 ? 1 : 0] = 1;
        Arrays.fill(perLength, 0);
        perLength[1] = 2;
    }

    /** Turns sorted frequencies into lengths, the longest first. */
    private static void minimumRedundancy(int[] a, int n) {
        int leaf = 0;
        int root = 0;
        for (int next = 0; next < n - 1; next++) {
            int weight = 0;
            for (int child = 0; child < 2; child++) {
                if (leaf >= n || root < next && a[root] < a[leaf]) {
                    weight += a[root];
                    a[root++] = next;
                } else {
                    weight += a[leaf++];
                }
            }
            a[next] = weight;
        }
        a[n - 2] = 0;
        for (int next = n - 3; next >= 0; next--) {
            a[next] = a[a[next]] + 1;
        }
        int available = 1;
        int internal = n - 2;
        int depth = 0;
        int at = n - 1;
        while (available > 0) {
            int here = 0;
            while (internal >= 0 && a[internal] == depth) {
                here++;
                internal--;
            }
            while (available > here) {
                a[at--] = depth;
                available--;
            }
            available = 2 * here;
            depth++;
        }
    }

    private void limitLengths(int used) {
        Arrays.fill(perLength, 0);
        for (int i = 0; i < used; i++) {
            perLength[Math.min(work[i], limit)]++;
        }
        long kraft = 0;
        for (int length = 1; length <= limit; length++) {
            kraft += (long) perLength[length] << limit - length;
        }
        while (kraft > 1L << limit) {
            // One leaf of the last level joins the deepest leaf above it: that becomes a node with both.
            int length = limit - 1;
            while (perLength[length] == 0) {
                length--;
            }
            perLength[length]--;
            perLength[length + 1] += 2;
            perLength[limit]--;
            kraft--;
        }
        int at = 0;
        for (int length = limit; length >= 1; length--) {
            for (int i = 0; i < perLength[length]; i++) {
                lengths[sorted[at++] & 511] = (byte) length;
            }
        }
    }

    /** Codes of one length follow each other in the order of symbols (RFC 1951, 3.2.2), and are written mirrored. */
    private void assignBits() {
        int code = 0;
        int[] next = new int[limit + 1];
        for (int length = 1; length <= limit; length++) {
            code = code + (length == 1 ? 0 : perLength[length - 1]) << 1;
            next[length] = code;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                bits[symbol] = (char) (Integer.reverse(next[length]++) >>> Integer.SIZE - length);
            }
        }
    }
}
