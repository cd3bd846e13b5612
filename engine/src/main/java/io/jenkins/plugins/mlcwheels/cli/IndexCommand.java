package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.index.IndexDirectory;
import io.jenkins.plugins.mlcwheels.engine.index.IndexSource;
import io.jenkins.plugins.mlcwheels.engine.index.IndexedWheel;
import io.jenkins.plugins.mlcwheels.engine.index.PublishedWheels;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.index.WheelGlobs;
import io.jenkins.plugins.mlcwheels.engine.index.WheelTree;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a static index that pip installs from. */
@Command(
        name = "index",
        description = "Writes a static index that pip installs from.",
        mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is well, 2 input can't be used, 3 there are no wheels, 11 a wheel was "
                + "left out since its name is there with different bytes, or somebody else writes the index, "
                + "12 GitHub failed, 130 cancelled.")
final class IndexCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Source source;

    /** Which wheels, exactly one. */
    private static final class Source {
        @Parameters(paramLabel = "DIR", description = "Directory of wheels, or of releases with wheels in them.")
        private Path directory;

        @Option(
                names = "--repo",
                paramLabel = "OWNER/NAME",
                description = "The wheels of all published releases of this repository on GitHub, linked where they"
                        + " are; the token comes from the environment variable GITHUB_TOKEN.")
        private String repository;
    }

    @Mixin
    private GitHubConnection connection;

    @Option(
            names = "--to",
            paramLabel = "INDEX",
            description = "Where to write it; by default DIR/simple, or simple here with --repo.")
    private Path target;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where DIR is served, if not beside the index, such as"
                    + " https://github.com/OWNER/NAME/releases/download.")
    private String base;

    @Option(
            names = "--metadata",
            negatable = true,
            description = "Whether to write metadata files beside the wheels, so that installers need not download"
                    + " wheels to resolve; by default unless --base-url is given.")
    private Boolean metadata;

    @Option(
            names = "--yank",
            paramLabel = "GLOB[=REASON]",
            mapFallbackValue = "",
            description = "Offer matching wheels only to those who ask for just that version.")
    private Map<String, String> yanked = new LinkedHashMap<>();

    @Option(
            names = "--leave-out",
            paramLabel = "GLOB",
            description =
                    "Leave out wheels whose name matches, or whose path below DIR, or TAG/NAME with --repo; may be"
                            + " given several times.")
    private List<String> leftOut = List.of();

    @Option(names = "--allow-empty", description = "Write an index even if there are no wheels for it.")
    private boolean allowEmpty;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (source.repository != null && (base != null || metadata != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--base-url and --metadata are for DIR, and do not go with --repo.");
        }
        Path index = target == null
                ? Path.of(source.directory == null ? "" : source.directory.toString(), "simple")
                : target;
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        WheelGlobs out = new WheelGlobs(leftOut);
        Map<WheelGlobs, String> reasons = new LinkedHashMap<>();
        yanked.forEach((glob, reason) -> reasons.put(new WheelGlobs(List.of(glob)), reason));
        try (UploadProgress progress = UploadProgress.on(spec.commandLine().getErr())) {
            SimpleIndex written = new IndexDirectory(index, timing, progress)
                    .allowEmpty(allowEmpty)
                    .refuseEmpty(!allowEmpty)
                    .write(wheels(out, timing, progress).with(wheel -> yankIfTold(wheel, reasons)));
            warnOfUnmatched("--leave-out", out, progress);
            reasons.keySet().forEach(globs -> warnOfUnmatched("--yank", globs, progress));
            return report(index, written).code();
        }
    }

    private IndexSource wheels(WheelGlobs out, Timing timing, ProgressListener progress) throws IOException {
        if (source.directory == null) {
            ReleaseHost host = connection.host(source.repository, "Contents: read", System.getenv(), timing, progress);
            return new PublishedWheels(host, progress).leaveOut(out);
        }
        WheelTree tree = WheelTree.of(source.directory, progress)
                .leaveOut(out)
                .metadata(metadata == null ? base == null : metadata);
        return base == null ? tree : tree.servedAt(base);
    }

    private static IndexedWheel yankIfTold(IndexedWheel wheel, Map<WheelGlobs, String> reasons) {
        for (Map.Entry<WheelGlobs, String> entry : reasons.entrySet()) {
            if (entry.getKey().matches(wheel.filename().toString())) {
                return wheel.withYanked(entry.getValue());
            }
        }
        return wheel;
    }

    private static void warnOfUnmatched(String option, WheelGlobs globs, ProgressListener progress) {
        globs.unmatched()
                .forEach(glob ->
                        progress.on(new ProgressListener.Notice(option + " '" + glob + "' matches no wheel", true)));
    }

    private ExitCode report(Path index, SimpleIndex written) {
        int wheels = written.wheels();
        int projects = written.projects().size();
        spec.commandLine()
                .getOut()
                .println(index + ": " + wheels + (wheels == 1 ? " wheel" : " wheels") + " of " + projects
                        + (projects == 1 ? " project" : " projects"));
        return written.ambiguous().isEmpty() ? ExitCode.OK : ExitCode.PUBLISH_REFUSED;
    }
}
