package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.repair.Stripping;
import java.util.List;
import picocli.CommandLine.Option;

/** What is taken out of the files of a wheel when it is repaired. */
final class StripSettings {

    @Option(
            names = "--strip",
            paramLabel = "WHAT",
            description = "Take out of programs, libraries and grafts what the loader doesn't need: debug (debug"
                    + " information), all (names of functions, too) or none (default).")
    private String level = "";

    @Option(
            names = "--split-debug",
            description = "Keep what is stripped, in NAME-VERSION-TAG.debug.zip beside the wheel, by build id; without"
                    + " --strip it strips all.")
    private boolean split;

    @Option(
            names = "--keep-symbols",
            paramLabel = "GLOB",
            description = "Don't strip files of such names, SONAMEs, or paths in the wheel; repeatable.")
    private List<String> keep = List.of();

    Stripping stripping() {
        return Stripping.of(level, split, keep);
    }
}
