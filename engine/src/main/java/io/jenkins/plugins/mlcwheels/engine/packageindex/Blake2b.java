package io.jenkins.plugins.mlcwheels.engine.packageindex;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * BLAKE2b without a key, which package indexes know files by and Java does not have.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7693">RFC 7693</a>
 */
public final class Blake2b {

    private static final int BLOCK = 128;
    private static final int ROUNDS = 12;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The first 64 bits of the fractions of the square roots of the first eight primes, as in SHA-512. */
    private static final long[] START = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** Section 2.7: the order of message words in each of ten rounds, one hexadecimal digit for each word. */
    private static final String[] ORDER = {
        "0123456789abcdef",
        "ea489fd61c02b753",
        "b8c052fdae367194",
        "7931dcbe265a40f8",
        "905724afe1bc683d",
        "2c6a0b834d75fe19",
        "c51fed4a0763928b",
        "db7ec13950f4862a",
        "6fe9b308c2d714a5",
        "a2847615fb9e3cd0"
    };

    private static final int[][] SIGMA = Arrays.stream(ORDER)
            .map(row -> row.chars().map(c -> Character.digit(c, 16)).toArray())
            .toArray(int[][]::new);

    private final byte[] block = new byte[BLOCK];
    private final int length;
    private final long[] state = START.clone();
    private int filled;
    private long count;

    private Blake2b(int length) {
        this.length = length;
        state[0] ^= 0x01010000L ^ length;
    }

    /** @param bytes of the digest, 1 to 64 */
    public static Blake2b ofLength(int bytes) {
        if (bytes < 1 || bytes > 64) {
            throw new IllegalArgumentException("BLAKE2b has 1 to 64 bytes, and not " + bytes);
        }
        return new Blake2b(bytes);
    }

    /** The next bytes of what is hashed. */
    public void update(byte[] bytes, int offset, int size) {
        int from = offset;
        int left = size;
        while (left > 0) {
            if (filled == BLOCK) {
                count += BLOCK;
                compress(false);
                filled = 0;
            }
            int part = Math.min(left, BLOCK - filled);
            System.arraycopy(bytes, from, block, filled, part);
            filled += part;
            from += part;
            left -= part;
        }
    }

    /** The digest of all that came, which ends it. */
    public byte[] digest() {
        count += filled;
        Arrays.fill(block, filled, BLOCK, (byte) 0);
        compress(true);
        byte[] all = new byte[64];
        for (int i = 0; i < state.length; i++) {
            WORDS.set(all, i * 8, state[i]);
        }
        return Arrays.copyOf(all, length);
    }

    /** The digest in lower-case hexadecimal digits, which ends it. */
    public String hex() {
        return HexFormat.of().formatHex(digest());
    }

    private void compress(boolean last) {
        long[] v = Arrays.copyOf(state, 16);
        System.arraycopy(START, 0, v, 8, 8);
        v[12] ^= count;
        v[14] = last ? ~v[14] : v[14];
        long[] m = new long[16];
        for (int i = 0; i < m.length; i++) {
            m[i] = (long) WORDS.get(block, i * 8);
        }
        for (int round = 0; round < ROUNDS; round++) {
            int[] s = SIGMA[round % SIGMA.length];
            mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
            mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
            mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
            mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
            mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
            mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
            mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
            mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
        }
        for (int i = 0; i < state.length; i++) {
            state[i] ^= v[i] ^ v[i + 8];
        }
    }

    private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
        v[a] += v[b] + x;
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }
}
