package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.index.IndexDirectory;
import io.jenkins.plugins.mlcwheels.engine.index.IndexSource;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPruner;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Deletes old nightly wheels from a release. */
@Command(
        name = "nightlies",
        description = "Deletes old nightly wheels from a release: keeps the newest of each package name, Python tag"
                + " and platform.",
        mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is well, 2 input can't be used, 3 there is no such release, 11 this must "
                + "not be deleted, 12 GitHub failed, or not all could be deleted, 130 cancelled.")
final class PruneNightliesCommand implements Callable<Integer> {

    @Option(
            names = "--repo",
            required = true,
            paramLabel = "OWNER/NAME",
            description = "The repository on GitHub; the token comes from the environment variable GITHUB_TOKEN.")
    private String repository;

    @Option(
            names = "--tag",
            required = true,
            paramLabel = "TAG",
            description = "Tag of the pre-release that nightlies are published on, such as nightly.")
    private String tag;

    @Mixin
    private PruneOptions options;

    @Option(
            names = "--protect",
            paramLabel = "GLOB",
            description = "Keep wheels with such a name; may be given several times.")
    private List<String> protectedNames = List.of();

    @Option(
            names = "--index",
            paramLabel = "DIR",
            description = "Write the index of all published releases there, without what goes, before anything does.")
    private Path directory;

    @Option(
            names = "--index-only",
            description = "Write the index and delete nothing, so that the index can be deployed first.")
    private boolean indexOnly;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = GraceConverter.class,
            defaultValue = "1d",
            description = "How long nightlies stay that are offered no more, such as 12h or 2d; by default"
                    + " ${DEFAULT-VALUE}.")
    private Duration grace;

    @Option(names = "--delete-tags", description = "Delete the tags of deleted releases as well.")
    private boolean deleteTags;

    @Option(
            names = "--take-over",
            description = "Take a pre-release too whose tag is that of a version, if nightlies are published on it.")
    private boolean takeOver;

    /** Reads 12h and 2d; 0 for none. */
    static final class GraceConverter implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("([0-9]{1,4})([smhd])|0");

        @Override
        public Duration convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException("'" + text + "' is no time; use 12h or 2d");
            }
            if (parts.group(1) == null) {
                return Duration.ZERO;
            }
            long number = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }

    @Mixin
    private GitHubConnection connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (indexOnly && (directory == null || options.applies())) {
            throw new ParameterException(
                    spec.commandLine(), "--index-only needs --index DIR, and does not go with --apply.");
        }
        RetentionPolicy policy = options.policy(protectedNames.toArray(String[]::new));
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        try (UploadProgress progress = UploadProgress.on(spec.commandLine().getErr())) {
            ReleaseHost host = connection.host(
                    repository,
                    options.applies() ? "Contents: write" : "Contents: read",
                    System.getenv(),
                    timing,
                    progress);
            NightlyPruner pruner = new NightlyPruner(host, tag, policy, timing, progress)
                    .withGrace(grace, lastNamed(timing, progress))
                    .takingOver(takeOver)
                    .deletingTags(deleteTags);
            RetentionPlan plan = pruner.plan();
            int code = new PruneRun(options, spec.commandLine().getOut())
                    .run(plan, policy, agreed -> apply(pruner, agreed, timing, progress));
            if (indexOnly) {
                write(pruner.remaining(plan), timing, progress);
            }
            return code;
        }
    }

    private Function<String, Optional<Instant>> lastNamed(Timing timing, ProgressListener progress) {
        return directory == null
                ? address -> Optional.empty()
                : new IndexDirectory(directory, timing, progress).lastNamed();
    }

    private RetentionReport apply(NightlyPruner pruner, RetentionPlan plan, Timing timing, ProgressListener progress) {
        return directory == null ? pruner.apply(plan) : pruner.apply(plan, wheels -> write(wheels, timing, progress));
    }

    private void write(IndexSource wheels, Timing timing, ProgressListener progress)
            throws IOException, InterruptedException {
        new PublishedIndex(directory, timing, progress).write(wheels, "nothing was deleted");
    }
}
