package io.jenkins.plugins.mlcwheels.engine.deflate;

/** Bits, the lowest first, as RFC 1951 packs them into bytes. The array is large enough by the caller's promise. */
final class BitOutput {

    private final byte[] bytes;
    private int position;
    private long pending;
    private int pendingBits;

    BitOutput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param count of bits, 0 to 32; the value has no other bits */
    void write(long value, int count) {
        pending |= value << pendingBits;
        pendingBits += count;
        if (pendingBits >= Integer.SIZE) {
            flushWord();
        }
    }

    private void flushWord() {
        int word = (int) pending;
        int at = position;
        bytes[at] = (byte) word;
        bytes[at + 1] = (byte) (word >>> 8);
        bytes[at + 2] = (byte) (word >>> 16);
        bytes[at + 3] = (byte) (word >>> 24);
        position = at + 4;
        pending >>>= Integer.SIZE;
        pendingBits -= Integer.SIZE;
    }

    /** Fills the last byte with zeros. */
    void align() {
        while (pendingBits > 0) {
            bytes[position++] = (byte) pending;
            pending >>>= Byte.SIZE;
            pendingBits -= Byte.SIZE;
        }
        pending = 0;
        pendingBits = 0;
    }

    /** After {@link #align()} only. */
    void copy(byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, position, length);
        position += length;
    }

    /** @return how many bits more these and the zeros after them would take */
    int bitsToAlignAfter(int count) {
        return count + (-(pendingBits + count) & 7);
    }

    int length() {
        return position;
    }
}
