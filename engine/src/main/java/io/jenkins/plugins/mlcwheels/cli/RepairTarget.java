package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.build.BuildTarget;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.Architecture;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformName;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The platform that a wheel is repaired for. */
final class RepairTarget {

    @Option(
            names = "--plat",
            paramLabel = "PLATFORM",
            description = "Platform to repair for, such as manylinux_2_28; auto (default): the most portable that"
                    + " holds.")
    private String plat = PlatformName.AUTO;

    /** The name as given; empty: whichever holds. */
    Optional<String> name() {
        return Optional.of(plat).filter(name -> !name.equals(PlatformName.AUTO));
    }

    /**
     * The platform that was asked for, for a build to be compared with; empty: none in particular.
     *
     * @throws EngineException if no platform has that name
     */
    Optional<BuildTarget> build() {
        return name().map(PlatformName::parse)
                .map(platform -> new BuildTarget(
                        platform.text(),
                        platform.libc().toString(),
                        platform.architectures().stream()
                                .map(Architecture::toString)
                                .toList()));
    }
}
