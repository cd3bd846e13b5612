package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.LinuxPlatform;
import io.jenkins.plugins.mlcwheels.engine.platform.macos.MacosPlatform;
import io.jenkins.plugins.mlcwheels.engine.platform.windows.WindowsPlatform;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import java.util.List;

/** The systems that wheels are judged for. A new one is one line here. */
final class Platforms {

    /** In the order in which one of them is taken for a wheel whose tags name none. */
    static final List<Platform> ALL = List.of(new LinuxPlatform(), new WindowsPlatform(), new MacosPlatform());

    private Platforms() {}

    /** Whether a platform tag says something about one of the systems. */
    static boolean isOwned(String tag) {
        PlatformTag parsed = PlatformTag.parse(tag);
        return ALL.stream().anyMatch(platform -> platform.owns(parsed));
    }
}
