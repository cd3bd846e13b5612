package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where {@code plan}, {@code script} and {@code build} take the version of a wheel from. */
final class VersionOptions {

    @ArgGroup
    private Choice choice = new Choice();

    /** At most one of them. */
    private static final class Choice {
        @Option(names = "--tag", description = "Release tag that gives the version: v1.2.0, v1.2.0-rc.1, v1.2.0rc1.")
        private String tag;

        @Option(names = "--package-version", paramLabel = "VERSION", description = "The version itself (PEP 440).")
        private String exact;

        @Option(
                names = "--git-describe",
                description = "Version from git describe, as MLC does it; the default on the nightly channel.")
        private boolean describe;
    }

    /** As if {@code --tag} had been given. */
    static VersionOptions ofTag(ReleaseTag tag) {
        VersionOptions options = new VersionOptions();
        options.choice.tag = tag.toString();
        return options;
    }

    /** The version that is given, or that the given tag stands for. */
    Optional<Pep440Version> given(TagPattern pattern) {
        return Optional.ofNullable(choice.tag)
                .map(tag -> pattern.parse(tag).pep440())
                .or(() -> Optional.ofNullable(choice.exact).map(Pep440Version::parse));
    }

    /** Whether {@code git describe} is asked for it. */
    boolean fromGit() {
        return choice.describe;
    }
}
