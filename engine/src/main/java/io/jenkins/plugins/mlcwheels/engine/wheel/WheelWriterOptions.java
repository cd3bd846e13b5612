package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.OptionalLong;

/**
 * @param sourceDateEpoch time for every entry, in seconds since 1970; if empty, entries keep theirs and new ones get
 *     that of RECORD
 * @param level of deflate, 1 (fast) to 9 (small)
 * @param threads that deflate
 */
public record WheelWriterOptions(OptionalLong sourceDateEpoch, int level, int threads) {

    public WheelWriterOptions {
        if (level < 1 || level > 9 || threads < 1) {
            throw new IllegalArgumentException("level 1 to 9, at least one thread");
        }
    }
}
