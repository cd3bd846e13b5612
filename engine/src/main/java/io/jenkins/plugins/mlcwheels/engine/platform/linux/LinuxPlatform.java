package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.util.List;

/** Linux with glibc and with musl. */
public final class LinuxPlatform implements Platform {

    @Override
    public String name() {
        return "Linux";
    }

    @Override
    public boolean owns(PlatformTag tag) {
        return switch (tag.kind()) {
            case MANYLINUX, MUSLLINUX, LINUX -> true;
            default -> false;
        };
    }

    @Override
    public NativeScan scan(WheelArchive wheel) {
        return new LinuxScan(wheel);
    }

    @Override
    public List<? extends Problem> findingKinds() {
        return List.of(LinuxProblem.values());
    }
}
