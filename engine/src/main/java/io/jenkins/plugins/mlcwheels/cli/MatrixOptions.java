package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import io.jenkins.plugins.mlcwheels.engine.matrix.InvalidMatrixException;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlanner;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixRequest;
import io.jenkins.plugins.mlcwheels.engine.matrix.ProjectFiles;
import io.jenkins.plugins.mlcwheels.engine.matrix.WheelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What {@code plan}, {@code build} and {@code release} have in common: options that select builds. */
final class MatrixOptions {

    @Option(
            names = "--build",
            paramLabel = "PATTERN",
            description = "Build these identifiers, such as 'cp31{2,3}-manylinux_*'; repeatable.")
    private List<String> build = List.of();

    @Option(names = "--skip", paramLabel = "PATTERN", description = "Leave these identifiers out; repeatable.")
    private List<String> skip = List.of();

    @Option(
            names = "--archs",
            paramLabel = "ARCH",
            split = ",",
            description =
                    "Architectures: auto (this machine's own), auto64, auto32, native, all, or names;" + " repeatable.")
    private List<String> archs = List.of();

    @Option(
            names = "--enable",
            paramLabel = "GROUP",
            split = ",",
            description = "Enable pypy, pypy-eol, graalpy, cpython-prerelease, or all; repeatable.")
    private List<String> enable = List.of();

    @Option(
            names = "--only",
            paramLabel = "IDENTIFIER",
            split = ",",
            description = "Build exactly this, such as cp313-manylinux_x86_64; repeatable.")
    private List<String> only = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "TOML file with [tool.mlc-wheels] or [tool.cibuildwheel]; default: pyproject.toml of SOURCE.")
    private Path config;

    @Option(names = "--allow-empty", description = "Succeed if no build is selected.")
    private boolean allowEmpty;

    /**
     * The plan of the matrix, if the project or these options have one; else one build with {@code --python} is meant.
     *
     * @param environment of this process
     */
    Optional<MatrixPlan> plan(BuildOptions options, VersionOptions version, Map<String, String> environment)
            throws IOException {
        MatrixRequest request = request(options, environment);
        WheelName.ByFlavour names = flavour -> {
            try {
                return options.wheelName(version, flavour);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return MatrixPlanner.plan(request, names);
    }

    /** What has no effect where there is no matrix, one line each. */
    List<String> withoutEffect(BuildOptions options, Map<String, String> environment) throws IOException {
        return MatrixPlanner.withoutEffect(request(options, environment));
    }

    private MatrixRequest request(BuildOptions options, Map<String, String> environment) throws IOException {
        if (!only.isEmpty() && Stream.of(build, skip, archs, enable).anyMatch(values -> !values.isEmpty())) {
            throw new InvalidMatrixException(
                    "--only excludes --build, --skip, --archs and --enable", "Leave --only out, or the others.");
        }
        MatrixRequest.Builder request = MatrixRequest.of(ProjectFiles.read(options.source()), machine())
                .environment(environment)
                .only(only)
                .allowEmpty(allowEmpty);
        if (config != null) {
            request.config(ProjectFiles.config(Path.of(
                    config.toString().replace("{package}", options.source().toString()))));
        }
        set(request, "build", build, "--build");
        set(request, "skip", skip, "--skip");
        set(request, "archs", archs, "--archs");
        if (!enable.isEmpty()) {
            request.append("enable", String.join(" ", enable), "--enable");
        }
        options.matrixValues(request);
        return request.build();
    }

    private static void set(MatrixRequest.Builder request, String option, List<String> values, String origin) {
        if (!values.isEmpty()) {
            request.set(option, String.join(" ", new ArrayList<>(values)), origin);
        }
    }

    private static Arch machine() {
        String name = System.getProperty("os.arch");
        return Arch.ofMachine(name)
                .orElseThrow(() -> new InvalidMatrixException(
                        "no Linux wheels are built on a machine of " + name, "Use another machine."));
    }
}
