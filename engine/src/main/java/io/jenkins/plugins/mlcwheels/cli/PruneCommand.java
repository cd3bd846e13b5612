package io.jenkins.plugins.mlcwheels.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Deletes what need not be kept; each subcommand one kind of thing. */
@Command(
        name = "prune",
        description = "Deletes images or nightly wheels that need not be kept; shows what it would do unless told.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PruneImagesCommand.class, PruneNightliesCommand.class})
final class PruneCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: images or nightlies.");
    }
}
