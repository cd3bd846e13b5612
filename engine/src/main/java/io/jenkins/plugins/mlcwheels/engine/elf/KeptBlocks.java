package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What was kept of a stream, in blocks of equal size. Beside the blocks that are kept for good it holds the newest ones
 * for a while, since tools that add tables to a file add them at its end.
 */
final class KeptBlocks implements ByteSource {

    static final int BLOCK = 1 << 16;

    private final long length;
    private final int newest;
    private final Map<Long, byte[]> kept = new HashMap<>();
    private final ArrayDeque<Long> recent = new ArrayDeque<>();
    private final Set<Long> used = new HashSet<>();
    private byte[] spare;

    /**
     * @param length bytes of the whole file
     * @param newest how many of the newest blocks are held beside those that are kept
     */
    KeptBlocks(long length, int newest) {
        this.length = length;
        this.newest = newest;
    }

    /** An array to read the next block into. */
    byte[] next() {
        byte[] block = spare == null ? new byte[(int) Math.min(BLOCK, length)] : spare;
        spare = null;
        return block;
    }

    /** Takes a block that was read, and lets go of the oldest of those that are not to be kept. */
    void add(long index, byte[] block, boolean wanted) {
        boolean keep = wanted || used.contains(index);
        byte[] old = kept.put(index, block);
        if (old != null) {
            spare = old;
            recent.remove(index);
            if (!keep) {
                recent.add(index);
            }
        } else if (!keep) {
            recent.add(index);
            if (recent.size() > newest) {
                spare = kept.remove(recent.remove());
            }
        }
    }

    /** Lets go of all blocks outside these ranges that nothing has been read from. */
    void trim(List<ByteRange> ranges) {
        Iterator<Long> indexes = kept.keySet().iterator();
        while (indexes.hasNext()) {
            long index = indexes.next();
            if (!used.contains(index) && ranges.stream().noneMatch(range -> touches(index, range))) {
                indexes.remove();
            }
        }
        recent.clear();
    }

    boolean holds(ByteRange range) {
        for (long index = range.offset() / BLOCK; index * BLOCK < range.end(); index++) {
            if (!kept.containsKey(index)) {
                return false;
            }
        }
        return true;
    }

    static boolean touches(long index, ByteRange range) {
        return range.length() > 0 && range.offset() < (index + 1) * BLOCK && index * BLOCK < range.end();
    }

    @Override
    public long length() {
        return length;
    }

    /** @throws MissingBytesException when they were not kept */
    @Override
    public ByteBuffer read(long offset, int size) throws IOException {
        Objects.checkFromIndexSize(offset, size, length);
        if (size == 0) {
            return ByteBuffer.allocate(0);
        }
        long first = offset / BLOCK;
        int from = (int) (offset % BLOCK);
        if (from + size <= BLOCK) {
            return ByteBuffer.wrap(block(first, offset, size)).slice(from, size).asReadOnlyBuffer();
        }
        if (!holds(new ByteRange(offset, size))) {
            throw new MissingBytesException(offset, size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (long index = first; bytes.hasRemaining(); index++, from = 0) {
            bytes.put(block(index, offset, size), from, Math.min(BLOCK - from, bytes.remaining()));
        }
        return bytes.flip().asReadOnlyBuffer();
    }

    private byte[] block(long index, long offset, int size) throws MissingBytesException {
        byte[] block = kept.get(index);
        if (block == null) {
            throw new MissingBytesException(offset, size);
        }
        used.add(index);
        return block;
    }
}
