package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What somebody wants to have built. Only the source is needed; all else has a default that suits most packages. */
public final class BuildRequest {

    private final Path source;
    private final Path dist;
    private final Optional<Path> work;
    private final Optional<Path> ccache;
    private final List<Path> outputs;
    private final Path logs;
    private final String flavour;
    private final Channel channel;
    private final Optional<String> name;
    private final Optional<Pep440Version> version;
    private final String python;
    private final Optional<String> pythonVersion;
    private final List<String> cmakeLines;
    private final Map<String, String> configSettings;
    private final Map<String, String> environment;
    private final Optional<String> beforeBuild;
    private final OptionalInt jobs;
    private final List<String> excludes;
    private final Optional<ContainerImage> image;
    private final Optional<BuildTarget> target;
    private final PureWheels pure;
    private final Optional<Duration> timeout;
    private final Frontend frontend;
    private final List<String> assignments;
    private final Optional<Path> copy;
    private final Optional<Path> libraries;
    private final boolean elsewhere;

    private BuildRequest(Builder builder) {
        source = builder.source;
        dist = builder.dist;
        work = Optional.ofNullable(builder.work);
        ccache = Optional.ofNullable(builder.ccache);
        outputs = List.copyOf(builder.outputs);
        logs = builder.logs == null ? builder.dist : builder.logs;
        flavour = builder.flavour;
        channel = builder.channel;
        name = Optional.ofNullable(builder.name);
        version = Optional.ofNullable(builder.version);
        python = builder.python;
        pythonVersion = Optional.ofNullable(builder.pythonVersion);
        cmakeLines = List.copyOf(builder.cmakeLines);
        configSettings = Collections.unmodifiableMap(new LinkedHashMap<>(builder.configSettings));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
        beforeBuild = Optional.ofNullable(builder.beforeBuild);
        jobs = builder.jobs;
        excludes = List.copyOf(builder.excludes);
        image = Optional.ofNullable(builder.image);
        target = Optional.ofNullable(builder.target);
        pure = builder.pure;
        timeout = Optional.ofNullable(builder.timeout);
        frontend = builder.frontend;
        assignments = List.copyOf(builder.assignments);
        copy = Optional.ofNullable(builder.copy);
        libraries = Optional.ofNullable(builder.libraries);
        elsewhere = builder.elsewhere;
    }

    /** @param source directory of the source tree */
    public static Builder of(Path source) {
        return new Builder(source);
    }

    /** Directory of the source tree, as given. */
    public Path source() {
        return source;
    }

    /** The directory that gets the wheel as the backend built it. */
    public Path dist() {
        return dist;
    }

    /** Where the copy of the tree is made; empty: in the system's temporary directory. */
    public Optional<Path> work() {
        return work;
    }

    /** Directory of the compiler cache; empty: none is used. */
    public Optional<Path> ccache() {
        return ccache;
    }

    /**
     * What else is written to around builds, such as the directory for repaired wheels: where these directories lie in
     * the source, they are no part of it.
     */
    public List<Path> outputs() {
        return outputs;
    }

    /** The directory that gets the whole output of a build that fails. */
    public Path logs() {
        return logs;
    }

    /** Id of a flavour, such as {@code cuda-12.8}; {@link FlavourCatalog} knows which there are. */
    public String flavour() {
        return flavour;
    }

    /** Stable or nightly, which decides on the name of the package. */
    public Channel channel() {
        return channel;
    }

    /** The package's name, instead of the one that flavour and channel give it. */
    public Optional<String> name() {
        return name;
    }

    /** The package's version; empty: as the project has it. */
    public Optional<Pep440Version> version() {
        return version;
    }

    /** The interpreter that builds: a command on the PATH or a path. */
    public String python() {
        return python;
    }

    /** Its version, if it was asked for it. */
    public Optional<String> pythonVersion() {
        return pythonVersion;
    }

    /** Lines of CMake beside those of the flavour. */
    public List<String> cmakeLines() {
        return cmakeLines;
    }

    /** Settings for the build backend (PEP 517), as pip's {@code --config-settings}; in the order given. */
    public Map<String, String> configSettings() {
        return configSettings;
    }

    /** Variables to set for the build, in the order given. */
    public Map<String, String> environment() {
        return environment;
    }

    /** A shell command that runs in the copy of the tree before the build. */
    public Optional<String> beforeBuild() {
        return beforeBuild;
    }

    /** How many compilations at once; empty: as many as there are processors. */
    public OptionalInt jobs() {
        return jobs;
    }

    /** Patterns on SONAMEs that repair leaves alone, beside those of the flavour. */
    public List<String> excludes() {
        return excludes;
    }

    /** The image to build in; empty: here. */
    public Optional<ContainerImage> image() {
        return image;
    }

    /** The platform that the wheel will be repaired for; empty: whichever it complies with. */
    public Optional<BuildTarget> target() {
        return target;
    }

    /** Whether a wheel without native code is right although the project has some. */
    public PureWheels pure() {
        return pure;
    }

    /** How long the command before the build and the build may take in all, in seconds; empty: any time. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** What turns the copy of the source into a wheel. */
    public Frontend frontend() {
        return frontend;
    }

    /**
     * Variables beside {@link #environment()} whose values are words of the shell, such as {@code PATH=$PATH:/x}; each
     * is evaluated where the build runs, after those before it.
     */
    public List<String> assignments() {
        return assignments;
    }

    /** A copy of the source that was made before, of which each build makes its own; empty: the source is copied. */
    public Optional<Path> copy() {
        return copy;
    }

    /**
     * The directory that gets copies of the libraries that the wheel needs from the system that builds it, for a repair
     * on another system; empty: none are kept.
     */
    public Optional<Path> libraries() {
        return libraries;
    }

    /** Whether it has another user name, umask and time zone than builds have, to show that the wheel is the same. */
    public boolean elsewhere() {
        return elsewhere;
    }

    /** Sets what differs from the default. */
    public static final class Builder {

        private final Path source;
        private Path dist = Path.of("dist");
        private Path work;
        private Path ccache;
        private final List<Path> outputs = new ArrayList<>();
        private Path logs;
        private String flavour = Flavour.DEFAULT;
        private Channel channel = Channel.STABLE;
        private String name;
        private Pep440Version version;
        private String python = "python3";
        private String pythonVersion;
        private final List<String> cmakeLines = new ArrayList<>();
        private final Map<String, String> configSettings = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private String beforeBuild;
        private OptionalInt jobs = OptionalInt.empty();
        private final List<String> excludes = new ArrayList<>();
        private ContainerImage image;
        private BuildTarget target;
        private PureWheels pure = PureWheels.REFUSE;
        private Duration timeout;
        private Frontend frontend = Frontend.PIP;
        private final List<String> assignments = new ArrayList<>();
        private Path copy;
        private Path libraries;
        private boolean elsewhere;

        private Builder(Path source) {
            this.source = source;
        }

        /** @param directory gets the wheel; {@code dist} by default */
        public Builder dist(Path directory) {
            dist = directory;
            return this;
        }

        /** @param directory to make the copy of the tree in */
        public Builder work(Path directory) {
            work = directory;
            return this;
        }

        /** @param directory of the compiler cache */
        public Builder ccache(Path directory) {
            ccache = directory;
            return this;
        }

        /** @param directory that is written to around builds, and no part of the source; joins those of earlier calls */
        public Builder output(Path directory) {
            outputs.add(directory);
            return this;
        }

        /** @param directory gets the whole output of a build that fails; that of the wheel by default */
        public Builder logs(Path directory) {
            logs = directory;
            return this;
        }

        /** @param id of a flavour; {@link Flavour#DEFAULT} by default */
        public Builder flavour(String id) {
            flavour = id;
            return this;
        }

        /** @param value stable by default */
        public Builder channel(Channel value) {
            channel = value;
            return this;
        }

        /** @param value the package's name, instead of the one that flavour and channel give it */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** @param value the version to write into pyproject.toml */
        public Builder version(Pep440Version value) {
            version = value;
            return this;
        }

        /** @param interpreter {@code python3} by default */
        public Builder python(String interpreter) {
            python = interpreter;
            pythonVersion = null;
            return this;
        }

        /** @param interpreter that was found on this machine */
        public Builder python(Interpreter interpreter) {
            python = interpreter.path().toString();
            pythonVersion = interpreter.version();
            return this;
        }

        /** @param lines of config.cmake; they come after those of the flavour and of earlier calls */
        public Builder cmakeLines(List<String> lines) {
            cmakeLines.addAll(lines);
            return this;
        }

        /** @param settings that join those of earlier calls; of two with one name the later holds */
        public Builder configSettings(Map<String, String> settings) {
            configSettings.putAll(settings);
            return this;
        }

        /** @param variables that join those of earlier calls; of two with one name the later holds */
        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /** @param command shell text of the user, run in the copy of the tree */
        public Builder beforeBuild(String command) {
            beforeBuild = command;
            return this;
        }

        /** @param number of compilations at once, from 1 */
        public Builder jobs(int number) {
            jobs = OptionalInt.of(number);
            return this;
        }

        /** @param patterns on SONAMEs; they join those of the flavour and of earlier calls */
        public Builder excludes(List<String> patterns) {
            excludes.addAll(patterns);
            return this;
        }

        /** @param value the image to build in, instead of here */
        public Builder image(ContainerImage value) {
            image = value;
            return this;
        }

        /** @param value the platform that the wheel will be repaired for; null for whichever it complies with */
        public Builder target(BuildTarget value) {
            target = value;
            return this;
        }

        /** @param value refuse by default */
        public Builder pure(PureWheels value) {
            pure = value;
            return this;
        }

        /** @param value after which a build that is not done fails; null for none */
        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        /** @param value pip with its defaults, if not set */
        public Builder frontend(Frontend value) {
            frontend = value;
            return this;
        }

        /** @param words {@code NAME=word}, where the word is text of the shell; they join those of earlier calls */
        public Builder assignments(List<String> words) {
            assignments.addAll(words);
            return this;
        }

        /** @param directory of a copy that {@link PreparedSource} made; null for none */
        public Builder copy(Path directory) {
            copy = directory;
            return this;
        }

        /** @param directory gets copies of the libraries that the wheel needs; null for none */
        public Builder libraries(Path directory) {
            libraries = directory;
            return this;
        }

        /** @param value false by default */
        public Builder elsewhere(boolean value) {
            elsewhere = value;
            return this;
        }

        /** Compiles everything: what comes from a compiler cache was compiled in another directory. */
        public Builder uncached() {
            environment.put("CCACHE_DISABLE", "1");
            environment.put("SCCACHE_RECACHE", "1");
            return this;
        }

        /** The request; nothing is checked against the source tree yet, which planning does. */
        public BuildRequest build() {
            return new BuildRequest(this);
        }
    }
}
