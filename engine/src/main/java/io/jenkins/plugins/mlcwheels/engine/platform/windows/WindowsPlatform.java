package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.util.List;

/** Windows on x86, x64 and ARM64. */
public final class WindowsPlatform implements Platform {

    static final String NAME = "Windows";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean owns(PlatformTag tag) {
        return tag.kind() == PlatformTag.Kind.WINDOWS;
    }

    @Override
    public NativeScan scan(WheelArchive wheel) {
        return new WindowsScan(wheel);
    }

    @Override
    public List<? extends Problem> findingKinds() {
        return List.of(WindowsProblem.values());
    }
}
