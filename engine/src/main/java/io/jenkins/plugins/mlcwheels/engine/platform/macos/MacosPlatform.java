package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.util.List;

/** macOS on Intel and on Apple silicon. */
public final class MacosPlatform implements Platform {

    static final String NAME = "macOS";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean owns(PlatformTag tag) {
        return tag.kind() == PlatformTag.Kind.MACOS;
    }

    @Override
    public NativeScan scan(WheelArchive wheel) {
        return new MacosScan(wheel);
    }

    @Override
    public List<? extends Problem> findingKinds() {
        return List.of(MacosProblem.values());
    }
}
