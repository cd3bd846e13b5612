package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.index.IndexedWheel;
import io.jenkins.plugins.mlcwheels.engine.index.PublishedWheels;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.index.WheelTree;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import java.io.IOException;
import java.nio.file.FileSystems;
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
        footer = "Exit code: 0 all is well, 2 input can't be used, 3 there are no wheels, 12 GitHub failed.")
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path index = target == null
                ? Path.of(source.directory == null ? "" : source.directory.toString(), "simple")
                : target;
        List<IndexedWheel> wheels = (source.directory == null ? published() : tree().read(index))
                .stream().map(this::yankIfTold).toList();
        SimpleIndex simple = SimpleIndex.of(wheels);
        simple.writeTo(index);
        int projects = simple.projects().size();
        spec.commandLine()
                .getOut()
                .println(index + ": " + wheels.size() + (wheels.size() == 1 ? " wheel" : " wheels") + " of " + projects
                        + (projects == 1 ? " project" : " projects"));
        return (wheels.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK).code();
    }

    private List<IndexedWheel> published() throws IOException {
        if (base != null || metadata != null) {
            throw new ParameterException(
                    spec.commandLine(), "--base-url and --metadata are for DIR, and do not go with --repo.");
        }
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        try (UploadProgress progress = UploadProgress.on(spec.commandLine().getErr())) {
            ReleaseHost host = connection.host(source.repository, "Contents: read", System.getenv(), timing, progress);
            return new PublishedWheels(host, progress).read();
        }
    }

    private WheelTree tree() {
        boolean withMetadata = metadata == null ? base == null : metadata;
        return base == null
                ? (withMetadata ? WheelTree.of(source.directory) : WheelTree.withoutMetadata(source.directory))
                : WheelTree.servedAt(base, source.directory, withMetadata);
    }

    private IndexedWheel yankIfTold(IndexedWheel wheel) {
        Path name = Path.of(wheel.filename().toString());
        for (Map.Entry<String, String> entry : yanked.entrySet()) {
            if (FileSystems.getDefault()
                    .getPathMatcher("glob:" + entry.getKey())
                    .matches(name)) {
                return wheel.withYanked(entry.getValue());
            }
        }
        return wheel;
    }
}
