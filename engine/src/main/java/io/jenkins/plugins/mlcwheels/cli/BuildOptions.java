package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRequest;
import io.jenkins.plugins.mlcwheels.engine.build.Channel;
import io.jenkins.plugins.mlcwheels.engine.build.ContainerImage;
import io.jenkins.plugins.mlcwheels.engine.build.Flavour;
import io.jenkins.plugins.mlcwheels.engine.build.Interpreter;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlanner;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixRequest;
import io.jenkins.plugins.mlcwheels.engine.matrix.ProjectFiles;
import io.jenkins.plugins.mlcwheels.engine.matrix.WheelName;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code plan}, {@code script}, {@code build} and {@code release} have in common: options to a request. */
final class BuildOptions {

    @Parameters(paramLabel = "SOURCE", description = "Source tree with a pyproject.toml or a setup.py.")
    private Path source;

    @Option(
            names = "--tag-pattern",
            paramLabel = "PATTERN",
            description = "Form of the project's release tags, such as '{version}' or 'name-{version}'; default:"
                    + " tag-pattern of [tool.mlc-wheels], else v and a version.")
    private String tagPattern;

    @Option(
            names = "--flavour",
            description = "Flavour; default: those of [tool.mlc-wheels], else " + Flavour.DEFAULT + ".")
    private String flavour;

    @Option(names = "--channel", defaultValue = "stable", description = "stable or nightly; default: ${DEFAULT-VALUE}.")
    private Channel channel;

    @Option(names = "--name", description = "Package name instead of the one that flavour and channel give.")
    private String name;

    @Option(names = "--dist", defaultValue = "dist", description = "Gets the built wheel; default: ${DEFAULT-VALUE}.")
    private Path dist;

    @Option(names = "--work", paramLabel = "DIR", description = "Where the tree is copied to; default: the system's.")
    private Path work;

    @Option(
            names = "--python",
            paramLabel = "[IDENTIFIER=]PATH",
            description = "Interpreter for all builds, or for one; default: those that are found, without a matrix"
                    + " python3.")
    private List<String> pythons = List.of();

    @Option(names = "--cmake", paramLabel = "LINE", description = "Extra line of CMake, such as 'set(USE_X ON)'.")
    private List<String> cmake = List.of();

    @Option(
            names = {"-C", "--config-setting"},
            paramLabel = "KEY=VALUE",
            description = "Setting for the backend.")
    private Map<String, String> configSettings = new LinkedHashMap<>();

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "Environment variable for the build.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(names = "--before-build", paramLabel = "COMMAND", description = "Runs in the copy before the build.")
    private String beforeBuild;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "Parallel jobs; default: one per processor.")
    private Integer jobs;

    @Option(names = "--ccache", paramLabel = "DIR", description = "Compiler cache to use.")
    private Path ccache;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Fail if the build takes longer: 90m, 2h, or seconds.")
    private Duration timeout;

    @Option(
            names = "--pure",
            defaultValue = "refuse",
            paramLabel = "allow|refuse",
            description = "What to do with a wheel that has no native code; default: ${DEFAULT-VALUE}.")
    private PureWheels pure;

    @Option(names = "--exclude", paramLabel = "GLOB", description = "SONAMEs that repair leaves alone.")
    private List<String> excludes = List.of();

    @ArgGroup(exclusive = false)
    private Container container;

    /** Where to build if not here. */
    static final class Container {
        private static final String DEFAULT_ENGINE = "docker";

        @Option(names = "--image", required = true, paramLabel = "REF", description = "Build in a container of this.")
        private String image;

        @Option(names = "--engine", description = "docker or podman; default: docker.")
        private String engine;

        @Option(names = "--cpus", description = "How many processors the container may use.")
        private String cpus;

        @Option(names = "--memory", description = "How much memory the container may use, such as 16g.")
        private String memory;

        private ContainerImage toImage() {
            String program = engine == null ? DEFAULT_ENGINE : engine;
            return new ContainerImage(image, program, Optional.ofNullable(cpus), Optional.ofNullable(memory));
        }
    }

    @Option(names = "--here", description = "Build where this runs; the default without --image.")
    private boolean here;

    /** @throws io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException if it is not one of the project's */
    ReleaseTag tag(String tag) throws IOException {
        return tagPattern(SourceTree.read(source)).parse(tag);
    }

    /** The directory of the source tree. */
    Path source() {
        return source;
    }

    private TagPattern tagPattern(SourceTree tree) throws IOException {
        MatrixPlanner.check(ProjectFiles.read(tree.root()));
        return Optional.ofNullable(tagPattern)
                .map(TagPattern::of)
                .or(tree.pyproject()::tagPattern)
                .orElse(TagPattern.STANDARD);
    }

    /**
     * What these options say about the builds of a matrix: they come before what is configured.
     */
    void matrixValues(MatrixRequest.Builder request) {
        request.flavour(flavour).variables(environment, "--env");
        configSettings.forEach((key, value) ->
                request.append("config-settings", ShellWords.quote(key + "=" + value), "--config-setting"));
        if (beforeBuild != null) {
            request.set("before-build", beforeBuild, "--before-build");
        }
        if (container != null) {
            request.image(container.image, "--image");
            if (container.engine != null) {
                request.set("container-engine", container.engine, "--engine");
            }
        }
    }

    /** What is known of the name of a flavour's wheels. */
    WheelName wheelName(VersionOptions version, Optional<String> flavourId) throws IOException {
        BuildPlan plan = plan(version, request -> request.flavour(flavourId.orElse(Flavour.DEFAULT)));
        return new WheelName(
                plan.identity().expectedName(),
                plan.identity().version().map(Pep440Version::toString).or(() -> plan.tree()
                        .pyproject()
                        .version()
                        .flatMap(Pep440Version::tryParse)
                        .map(Pep440Version::toString)));
    }

    /** Interpreters by identifier; that of the empty text is for all others. */
    Map<String, String> pythons() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String text : pythons) {
            int equals = text.indexOf('=');
            String build = equals < 0 ? "" : text.substring(0, equals);
            boolean named = BuildIdentifier.of(build.substring(build.lastIndexOf('/') + 1))
                    .isPresent();
            all.put(named ? build : "", named ? text.substring(equals + 1) : text);
        }
        return all;
    }

    /** Whether the one build without a matrix runs in a container. */
    boolean buildsInContainer() {
        return container != null;
    }

    /** What containers may use of the machine, as options of their engine. */
    List<String> containerLimits() {
        List<String> all = new ArrayList<>();
        if (container != null) {
            ContainerImage image = container.toImage();
            image.cpus().ifPresent(cpus -> all.add("--cpus=" + cpus));
            image.memory().ifPresent(memory -> all.add("--memory=" + memory));
        }
        return all;
    }

    /** Directory of the compiler cache; null if none is named. */
    Path ccache() {
        return ccache;
    }

    /** Parallel jobs of one build; null: by the machine. */
    Integer jobs() {
        return jobs;
    }

    /** Where what is temporary goes. */
    Path work() {
        return work == null ? Path.of(System.getProperty("java.io.tmpdir")) : work;
    }

    /** What all builds of a matrix have in common; what its plan holds already is left out. */
    UnaryOperator<BuildRequest.Builder> common(VersionOptions version, SourceTree tree) throws IOException {
        Optional<Pep440Version> given = version.given(tagPattern(tree));
        Optional<Pep440Version> wanted = given.isPresent() ? given : described(version, tree);
        return request -> {
            request.channel(channel)
                    .name(name)
                    .cmakeLines(cmake)
                    .excludes(excludes)
                    .pure(pure)
                    .timeout(timeout);
            wanted.ifPresent(request::version);
            return request;
        };
    }

    /** The plan of what these options ask for. */
    BuildPlan plan(VersionOptions version) throws IOException {
        return plan(version, request -> request);
    }

    /** @param places names directories that the options don't, or other ones than they do */
    BuildPlan plan(VersionOptions version, UnaryOperator<BuildRequest.Builder> places) throws IOException {
        if (here && container != null) {
            throw new EngineException(
                    EngineException.Kind.INPUT, "--here and --image exclude each other", "Leave one of them out.");
        }
        SourceTree tree = SourceTree.read(source);
        Optional<Pep440Version> given = version.given(tagPattern(tree));
        String python = pythons().getOrDefault("", "python3");
        BuildRequest.Builder request = BuildRequest.of(tree.root())
                .dist(dist.toAbsolutePath().normalize())
                .work(work)
                .ccache(ccache)
                .flavour(flavour == null ? Flavour.DEFAULT : flavour)
                .channel(channel)
                .name(name)
                .python(python)
                .cmakeLines(cmake)
                .configSettings(configSettings)
                .environment(environment)
                .beforeBuild(beforeBuild)
                .excludes(excludes)
                .pure(pure)
                .timeout(timeout)
                .image(container == null ? null : container.toImage());
        if (container != null) {
            request.libraries(
                    work().resolve("mlc-libraries-" + UUID.randomUUID()).toAbsolutePath());
        }
        if (jobs != null) {
            request.jobs(jobs);
        }
        if (container == null) {
            Interpreter.find(pythons().getOrDefault("", "python3"), tree.root(), environment)
                    .ifPresent(request::python);
        }
        (given.isPresent() ? given : described(version, tree)).ifPresent(request::version);
        return BuildPlan.of(places.apply(request).build(), tree);
    }

    private Optional<Pep440Version> described(VersionOptions version, SourceTree tree) throws IOException {
        return version.fromGit() || channel == Channel.NIGHTLY
                ? Optional.of(tree.describe(tagPattern(tree)).publicVersion())
                : Optional.empty();
    }
}
