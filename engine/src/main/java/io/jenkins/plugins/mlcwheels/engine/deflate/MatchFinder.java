package io.jenkins.plugins.mlcwheels.engine.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds earlier occurrences of what comes next: chains of positions whose next four bytes have one hash, in a table of
 * the last one and a table of steps back. Empty after {@link #reset}, so that what it finds depends on the input alone.
 */
final class MatchFinder {

    static final int WINDOW = 32 << 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASH3_BITS = 12;
    /** A match of three bytes pays only where few bits say how far back it is. */
    private static final int SHORT = 3;

    private static final int NEAR = 4096;
    private static final int MASK = WINDOW - 1;
    private static final int HASH_BITS = 15;
    private static final int MIN_LENGTH = 4;

    private final int[] last = new int[1 << HASH_BITS];
    /** The last position of each hash of three bytes. */
    private final int[] last3 = new int[1 << HASH3_BITS];
    /** How far back the position before it with the same hash is; 0 where there is none in the window. */
    private final char[] step = new char[WINDOW];

    private byte[] input;
    private int end;
    private int distance;

    void reset(byte[] newInput, int newEnd) {
        input = newInput;
        end = newEnd;
        Arrays.fill(last, Integer.MIN_VALUE / 2);
        Arrays.fill(last3, Integer.MIN_VALUE / 2);
    }

    /** How far back the last match found is. */
    int distance() {
        return distance;
    }

    private static int hash(int word) {
        return word * 0x9E3779B1 >>> Integer.SIZE - HASH_BITS;
    }

    private static int hash3(int word) {
        return (word << 8) * 0x9E3779B1 >>> Integer.SIZE - HASH3_BITS;
    }

    /** Makes positions known without searching. */
    void insert(int from, int to) {
        int stop = Math.min(to, end - MIN_LENGTH + 1);
        byte[] bytes = input;
        for (int at = from; at < stop; at++) {
            int word = (int) INT.get(bytes, at);
            last3[hash3(word)] = at;
            int hash = hash(word);
            int back = at - last[hash];
            step[at & MASK] = (char) (back < WINDOW ? back : 0);
            last[hash] = at;
        }
    }

    /**
     * Makes a position known and looks for the longest match there.
     *
     * @param longerThan the length that a match must exceed
     * @param tries how many earlier positions are compared
     * @param enough a match of this length ends the search
     * @return its length, or 0; {@link #distance()} then says how far back it is
     */
    int find(int at, int longerThan, int tries, int enough) {
        int room = Math.min(end - at, Symbols.MAX_MATCH);
        if (room < MIN_LENGTH) {
            return 0;
        }
        byte[] bytes = input;
        int word = (int) INT.get(bytes, at);
        int hash3 = hash3(word);
        int near = last3[hash3];
        last3[hash3] = at;
        int hash = hash(word);
        int back = at - last[hash];
        last[hash] = at;
        int best = 0;
        if (back >= WINDOW) {
            step[at & MASK] = 0;
        } else {
            step[at & MASK] = (char) back;
            if (room > longerThan) {
                best = search(bytes, at, back, Math.max(longerThan, MIN_LENGTH - 1), room, tries, enough);
            }
        }
        if (best == 0 && longerThan < SHORT && at - near < NEAR && startAlike(bytes, near, word)) {
            distance = at - near;
            return SHORT;
        }
        return best;
    }

    private static boolean startAlike(byte[] bytes, int at, int word) {
        return (((int) INT.get(bytes, at) ^ word) & 0xff_ffff) == 0;
    }

    private int search(byte[] bytes, int at, int firstBack, int longerThan, int room, int tries, int enough) {
        int best = longerThan;
        int found = 0;
        int back = firstBack;
        int left = tries;
        byte wanted = bytes[at + best];
        byte before = bytes[at + best - 1];
        while (true) {
            int candidate = at - back;
            if (bytes[candidate + best] == wanted && bytes[candidate + best - 1] == before) {
                int length = matchLength(bytes, candidate, at, room);
                if (length > best) {
                    best = length;
                    found = back;
                    if (length >= enough || length >= room) {
                        break;
                    }
                    wanted = bytes[at + best];
                    before = bytes[at + best - 1];
                }
            }
            int more = step[candidate & MASK];
            back += more;
            if (more == 0 || back >= WINDOW || --left == 0) {
                break;
            }
        }
        distance = found;
        return found == 0 ? 0 : best;
    }

    private static int matchLength(byte[] bytes, int candidate, int at, int room) {
        int length = 0;
        while (length + Long.BYTES <= room) {
            long difference = (long) LONG.get(bytes, candidate + length) ^ (long) LONG.get(bytes, at + length);
            if (difference != 0) {
                return length + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            length += Long.BYTES;
        }
        while (length < room && bytes[candidate + length] == bytes[at + length]) {
            length++;
        }
        return length;
    }
}
