package io.jenkins.plugins.mlcwheels.engine.elf.strip;

/**
 * Bytes of a file that stay together: headers, and what segments and allocated sections have.
 *
 * @param start offset of the first byte
 * @param end offset behind the last one
 * @param alignment offsets that differ by a multiple of it serve as well
 * @param pinned whether its offset may not change
 */
record Chunk(long start, long end, long alignment, boolean pinned) {

    /** The lowest offset, from {@code free} on, that serves as well as the one it has. */
    long lowest(long free) {
        if (pinned || free >= start) {
            return start;
        }
        return free + Math.floorMod(start - free, alignment);
    }
}
