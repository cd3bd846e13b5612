package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a build step was asked for, on its way to the agent; null and 0 where the step says nothing.
 *
 * @param source directory of the source tree, relative to the workspace
 * @param version the version itself; null: from git describe, or as the project has it where there is no tag
 * @param tag the tag that is built, as source control says; null for other builds
 * @param tagPattern form of the project's release tags; null: as its {@code pyproject.toml} says
 * @param configSettings lines KEY=VALUE
 * @param environment lines NAME=VALUE
 * @param wheelhouse directory for the finished wheels, relative to the workspace
 * @param platform that they will be repaired for
 * @param pure what becomes of a wheel without native code of a project that has some: {@code refuse} or {@code allow}
 * @param timeout how long the build may take, such as {@code 90m}
 * @param work absolute directory for temporary files on the agent
 */
public record BuildParameters(
        String source,
        String flavour,
        @CheckForNull String python,
        String channel,
        @CheckForNull String version,
        @CheckForNull String tag,
        @CheckForNull String tagPattern,
        ArrayList<String> cmake,
        ArrayList<String> configSettings,
        ArrayList<String> environment,
        @CheckForNull String beforeBuild,
        int jobs,
        @CheckForNull String ccache,
        ArrayList<String> excludes,
        String wheelhouse,
        String platform,
        String pure,
        @CheckForNull String timeout,
        String work)
        implements Serializable {

    /** Where the script leaves the wheel. */
    public String dist() {
        return work + "/dist";
    }

    /** Where the script leaves copies of the libraries that the wheel needs from the system that built it. */
    public String libraries() {
        return work + "/libraries";
    }
}
