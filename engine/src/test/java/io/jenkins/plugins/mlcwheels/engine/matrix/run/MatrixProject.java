package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.matrix.AuditStep;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.ContainerSettings;
import io.jenkins.plugins.mlcwheels.engine.matrix.DependencyVersions;
import io.jenkins.plugins.mlcwheels.engine.matrix.EffectiveOptions;
import io.jenkins.plugins.mlcwheels.engine.matrix.EnvironmentAssignment;
import io.jenkins.plugins.mlcwheels.engine.matrix.FrontendChoice;
import io.jenkins.plugins.mlcwheels.engine.matrix.ImageChoice;
import io.jenkins.plugins.mlcwheels.engine.matrix.KnownPython;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.RepairStep;
import io.jenkins.plugins.mlcwheels.engine.matrix.TestStep;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A project whose backend packs a small library in a moment, with interpreters that say they are the Pythons of its
 * identifiers, and a request to build it.
 */
final class MatrixProject {

    private static final String BACKEND = """
        import os, re, subprocess, sys, sysconfig, zipfile

        def build_wheel(directory, config_settings=None, metadata_directory=None):
            python = "cp%d%d" % sys.version_info[:2]
            forms = {"none": "py3-none", "abi3": python + "-abi3", "own": python + "-" + python}
            form = open("form").read().strip()
            log = os.environ.get("BUILD_LOG")
            if log:
                open(log, "a").write(python + "\\n")
            tag = forms.get(form, form) + "-linux_" + os.uname().machine
            open("code.c", "a").write("int number(void) { return 1; }\\n")
            subprocess.check_call(os.environ.get("CC", "cc").split() + ["-fPIC", "-c", "code.c"])
            subprocess.check_call(["cc", "-shared", "-fPIC", "-o", "code.so", "code.o"] + os.environ.get("LINK", "").split())
            name = "matrix-1.0-%s.whl" % tag
            with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
                files = {
                    "matrix/__init__.py": b"",
                    "matrix/libcode.so": open("code.so", "rb").read(),
                    "matrix-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\\nName: matrix\\nVersion: 1.0\\n",
                    "matrix-1.0.dist-info/WHEEL":
                        ("Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: false\\nTag: %s\\n" % tag).encode(),
                }
                record = ""
                for path, data in files.items():
                    import base64, hashlib
                    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                    record += "%s,sha256=%s,%d\\n" % (path, digest, len(data))
                    wheel.writestr(path, data)
                wheel.writestr("matrix-1.0.dist-info/RECORD", record + "matrix-1.0.dist-info/RECORD,,\\n")
            return name

        def build_sdist(directory, config_settings=None):
            import io, tarfile
            info = b"Metadata-Version: 2.1\\nName: matrix\\nVersion: 1.0\\nRequires-Dist: other\\n"
            with tarfile.open(os.path.join(directory, "matrix-1.0.tar.gz"), "w:gz") as sdist:
                for file in ("pyproject.toml", "backend.py", "form"):
                    sdist.add(file, "matrix-1.0/" + file)
                entry = tarfile.TarInfo("matrix-1.0/PKG-INFO")
                entry.size = len(info)
                sdist.addfile(entry, io.BytesIO(info))
            return "matrix-1.0.tar.gz"
        """;

    private static final String PRETENDING = """
        import collections, os, sys, sysconfig
        major, minor = map(int, os.environ["PRETEND_VERSION"].split("."))
        kind = collections.namedtuple("version_info", "major minor micro releaselevel serial")
        sys.version_info = kind(major, minor, 0, "final", 0)
        sys.executable = os.environ.get("PRETEND_PROGRAM", sys.executable)
        """;

    private static final String PYTHON = realPython();

    private final Path directory;
    private final Path source;
    private final Map<String, String> pythons = new HashMap<>();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<EnvironmentAssignment> environment = new ArrayList<>();
    private Optional<String> beforeAll = Optional.empty();
    private Optional<String> beforeBuild = Optional.empty();
    private RepairStep repair = new RepairStep(RepairStep.Kind.NONE, "", RepairStep.Own.DEFAULT);
    private TestStep test = test(true, Optional.empty());
    private boolean named;
    private RunRequest.Limits limits = RunRequest.Limits.DEFAULT;
    private BuildCaches caches = BuildCaches.NONE;

    private MatrixProject(Path directory) throws IOException {
        this.directory = directory;
        source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("backend.py"), BACKEND);
        Files.writeString(source.resolve("pyproject.toml"), """
            [build-system]
            requires = []
            build-backend = "backend"
            backend-path = ["."]

            [project]
            name = "matrix"
            version = "1.0"
            """);
        form("own");
    }

    static MatrixProject in(Path directory) throws IOException {
        return new MatrixProject(directory);
    }

    static TestStep test(boolean skipped, Optional<String> command) {
        return new TestStep(
                command, Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), skipped);
    }

    /** @param text {@code none}, {@code abi3}, {@code own}, or Python and ABI tag */
    MatrixProject form(String text) throws IOException {
        Files.writeString(source.resolve("form"), text);
        return this;
    }

    MatrixProject test(TestStep step) {
        test = step;
        return this;
    }

    MatrixProject beforeAll(String command) {
        beforeAll = Optional.of(command);
        return this;
    }

    MatrixProject beforeBuild(String command) {
        beforeBuild = Optional.of(command);
        return this;
    }

    MatrixProject repair(RepairStep step) {
        repair = step;
        return this;
    }

    MatrixProject variable(String name, String word) {
        environment.removeIf(assignment -> assignment.name().equals(name));
        environment.add(new EnvironmentAssignment(name, word));
        return this;
    }

    /** @param trusted whether the next runs are those of trusted builds */
    MatrixProject caches(Path below, boolean trusted) {
        caches = BuildCaches.below(below, trusted);
        return this;
    }

    MatrixProject namedExactly() {
        named = true;
        return this;
    }

    MatrixProject limits(int parallel, boolean failFast, boolean strict, boolean rebuild) {
        limits = new RunRequest.Limits(
                OptionalInt.of(parallel), OptionalInt.empty(), failFast, strict, rebuild, RunRequest.Sdist.NONE);
        return this;
    }

    MatrixProject sdist(RunRequest.Sdist kind) {
        limits = new RunRequest.Limits(OptionalInt.of(1), OptionalInt.empty(), false, false, false, kind);
        return this;
    }

    Path source() {
        return source;
    }

    Path wheelhouse() {
        return directory.resolve("wheelhouse");
    }

    List<String> said() {
        return List.copyOf(said);
    }

    /** Pythons, by the order of their builds, that were asked to build. */
    List<String> builds() throws IOException {
        Path log = directory.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** An interpreter that says it is another version than it is. */
    Path pretending(String version) throws IOException {
        Path site = Files.createDirectories(directory.resolve("pretending"));
        Files.writeString(site.resolve("sitecustomize.py"), PRETENDING);
        Path program = site.resolve("python" + version);
        Files.writeString(
                program,
                "#!/bin/sh\nexport PYTHONPATH=" + site + " PRETEND_VERSION=" + version + " PRETEND_PROGRAM=" + program
                        + "\nexec " + PYTHON + " \"$@\"\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " can't be made executable");
        }
        return program;
    }

    /** Behind the shims of version managers, each of whose starts takes its time. */
    private static String realPython() {
        return InterpreterSearch.look("python3", io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost.HERE)
                .path();
    }

    static String machine() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    MatrixReport run(String... tags) throws IOException, InterruptedException {
        return run(event -> {}, tags);
    }

    MatrixReport run(ProgressListener listener, String... tags) throws IOException, InterruptedException {
        said.clear();
        Path work = Files.createTempDirectory(directory, "work");
        return MatrixRun.run(request(work, tags), Timing.of(Clock.systemUTC(), new Random(1)), event -> {
            if (event instanceof ProgressListener.Notice notice) {
                said.add(notice.text());
            }
            listener.on(event);
        });
    }

    RunRequest request(Path work, String... tags) throws IOException {
        List<PlannedBuild> builds = new ArrayList<>();
        variable("BUILD_LOG", directory.resolve("builds").toString());
        for (String tag : tags) {
            builds.add(planned(tag.contains("-") ? tag : tag + "-manylinux_" + machine()));
        }
        return new RunRequest(
                new MatrixPlan(named, builds, List.of(), List.of()),
                SourceTree.read(source),
                builder -> builder,
                RepairOptions.into(wheelhouse()),
                wheelhouse(),
                work,
                pythons,
                Map.of("PATH", System.getenv("PATH")),
                "1.0-test",
                limits,
                RunRequest.Containers.WHERE_ASKED,
                caches);
    }

    private PlannedBuild planned(String name) throws IOException {
        BuildIdentifier identifier = BuildIdentifier.of(name).orElseThrow();
        String version = identifier.python().version();
        if (identifier.arch().toString().equals(machine()) && !pythons.containsKey(name)) {
            pythons.put(name, pretending(version).toString());
        }
        String tag = identifier.python().text();
        return new PlannedBuild(
                identifier,
                Optional.empty(),
                new KnownPython(identifier.python(), "/opt/python/" + tag + "-" + tag, Optional.empty()),
                options(version),
                List.of(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    private EffectiveOptions options(String version) {
        List<EnvironmentAssignment> all = new ArrayList<>(environment);
        all.add(new EnvironmentAssignment("PRETEND_VERSION", version));
        all.add(new EnvironmentAssignment(
                "PRETEND_PROGRAM",
                directory.resolve("pretending/python" + version).toString()));
        all.add(new EnvironmentAssignment(
                "PYTHONPATH", directory.resolve("pretending").toString()));
        return new EffectiveOptions(
                all,
                List.of(),
                beforeAll,
                beforeBuild,
                new FrontendChoice("pip", List.of()),
                List.of(),
                0,
                DependencyVersions.NEWEST,
                repair,
                new AuditStep(true, List.of(), List.of()),
                test,
                new ImageChoice("", "", false),
                new ContainerSettings("docker", List.of(), false));
    }

    static Map<String, CellStatus> statuses(MatrixReport report) {
        return report.results().stream()
                .collect(Collectors.toMap(
                        result -> result.name().substring(0, result.name().indexOf('-')), CellResult::status));
    }
}
