package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.io.IOException;

/** Reads every entry of a wheel once, in parallel, and checks all that can be checked. */
public final class WheelCheck {

    private WheelCheck() {}

    /** Under work. */
    public static WheelContents run(WheelArchive archive, EntryVisitor visitor, int threads) throws IOException {
        throw new UnsupportedOperationException("under work");
    }
}
