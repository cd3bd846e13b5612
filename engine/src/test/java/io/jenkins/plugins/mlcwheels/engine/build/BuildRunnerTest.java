package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.shell.CancelledException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BuildRunnerTest {

    private static final Path EXAMPLES = Path.of(System.getProperty("mlcwheels.basedir", ".."), "examples");

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    @Test
    void buildsTheExampleUnderNameAndVersionOfTheRequest() throws Exception {
        Path source = EXAMPLES.resolve("native-wheel").toAbsolutePath().normalize();
        Map<String, String> before = snapshot(source);
        BuildReport report =
                build(request(source).version(Pep440Version.parse("1.2.0rc1")).flavour("cuda-12.8"));
        assertThat(report.wheel().getFileName().toString()).startsWith("native_wheel_cu128-1.2.0rc1-py3-none-linux_");
        try (WheelArchive wheel = WheelArchive.open(report.wheel())) {
            assertThat(wheel.metadata().name()).isEqualTo("native-wheel-cu128");
            assertThat(wheel.metadata().version()).isEqualTo("1.2.0rc1");
        }
        assertThat(report.phases()).containsOnlyKeys("prepare", "build");
        assertThat(snapshot(source)).isEqualTo(before);
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void buildsPlainProjectsWithSettingsAndACommandBefore() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        BuildReport report = build(request(source)
                .version(Pep440Version.parse("2.0.dev3"))
                .configSettings(Map.of("key", "a 'b' $c"))
                .environment(Map.of("WHO", "it's me"))
                .beforeBuild("printf %s \"$WHO\" > made-before"));
        assertThat(report.wheel()).hasFileName("plain_project-2.0.dev3-py3-none-any.whl");
        try (WheelArchive wheel = WheelArchive.open(report.wheel())) {
            byte[] settings = wheel.read(wheel.entry("settings.json").orElseThrow(), 1000);
            assertThat(new String(settings, StandardCharsets.UTF_8))
                    .isEqualTo("{\"before\": \"it's me\", \"key\": \"a 'b' $c\"}");
        }
        assertThat(source).isDirectoryNotContaining("glob:**made-before");
    }

    @Test
    void givesEachBuildTheSameSurroundingsAndAddsToTheUsersOptions() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        String told = "$CFLAGS|$LDFLAGS|$USER|$TZ|$(umask)|$LC_ALL|$PYTHONHASHSEED|$TMPDIR|$RUSTFLAGS";
        BuildRequest.Builder request = request(source)
                .environment(Map.of("CFLAGS", "-O1 -g", "RUSTFLAGS", "-C debuginfo=1"))
                .beforeBuild("printf %s \"" + told + "\" > made-before");
        BuildReport report = build(request);
        String work = report.surroundings().directory();
        String map = "-ffile-prefix-map=" + work + "=/mlc-wheels";
        List<String> words = before(report);
        assertThat(words.get(0)).isEqualTo("-O1 -g " + map + " -frandom-seed=mlc-wheels");
        assertThat(words.get(1)).isEqualTo(map);
        assertThat(words.subList(2, 5)).containsExactly("mlc-wheels", "UTC", "0022");
        assertThat(words.get(5)).startsWith("C");
        assertThat(words.subList(6, 8)).containsExactly("0", work + "/tmp");
        assertThat(words.get(8)).startsWith("-C debuginfo=1");

        BuildReport other = build(request.elsewhere(true));
        assertThat(before(other).subList(2, 5))
                .satisfies(seen -> assertThat(seen.get(1)).isIn("<-12>+12", "<+14>-14"))
                .contains("somebody-else", "0027");
        assertThat(other.surroundings().user()).isEqualTo("somebody-else");
    }

    @Test
    void givesTemporaryDirectoriesTheSameNamesEachTime() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Files.writeString(
                source.resolve("backend.py"),
                Files.readString(source.resolve("backend.py"))
                        .replace(
                                "name = info().replace",
                                "import tempfile; config_settings = {\"before\": tempfile.mkdtemp()}; name ="
                                        + " info().replace"));
        String first = before(build(request(source))).get(0);
        String second = before(build(request(source))).get(0);
        assertThat(first.replaceAll("mlc-build\\.\\w+", "")).isEqualTo(second.replaceAll("mlc-build\\.\\w+", ""));
        assertThat(first).isNotEqualTo(second).contains("/tmp/tmp0000");
    }

    private static List<String> before(BuildReport report) throws IOException {
        try (WheelArchive wheel = WheelArchive.open(report.wheel())) {
            byte[] settings = wheel.read(wheel.entry("settings.json").orElseThrow(), 10_000);
            return List.of(
                    Json.MAPPER.readTree(settings).path("before").asText().split("[|]", -1));
        }
    }

    @Test
    void refusesAWheelOfAnotherVersion() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        assertThatThrownBy(() -> build(request(source)
                        .version(Pep440Version.parse("2.0"))
                        .environment(Map.of("WRONG_VERSION", "1.9"))))
                .isInstanceOf(BuildFailedException.class)
                .hasMessageContaining("METADATA says Version 1.9, not 2.0");
        assertThat(directory.resolve("dist")).isDirectoryNotContaining("glob:**.{whl,part}");
    }

    @Test
    void endsEverythingWhenInterrupted() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        CompletableFuture<ProcessHandle> sleeper = new CompletableFuture<>();
        ProgressListener listener = event -> {
            if (event instanceof ProgressListener.Output output && output.line().startsWith("pid ")) {
                ProcessHandle.of(Long.parseLong(output.line().substring(4))).ifPresent(sleeper::complete);
            }
        };
        BuildPlan plan = plan(request(source).beforeBuild("sleep 600 & echo pid $!; wait"));
        FutureTask<BuildReport> build = new FutureTask<>(() -> BuildRunner.run(plan, listener));
        Thread thread = new Thread(build);
        thread.start();
        ProcessHandle child = sleeper.get(60, TimeUnit.SECONDS);
        thread.interrupt();
        assertThatThrownBy(build::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancelledException.class)
                .hasMessageContaining("the build of " + source + " was cancelled, and all its processes were ended");
        assertThat(Path.of("/proc/" + child.pid() + "/cmdline"))
                .satisfiesAnyOf(gone -> assertThat(gone).doesNotExist(), zombie -> assertThat(zombie)
                        .isEmptyFile());
        assertThat(directory.resolve("work")).isEmptyDirectory();
        assertThat(directory.resolve("dist")).isEmptyDirectory();
    }

    @Test
    void refusesAPureWheelOfAProjectThatHandsOverExtensionModules() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Files.writeString(source.resolve("setup.py"), "setup(ext_modules=[Extension('fx._c', ['fx/_c.c'])])\n");
        assertThatThrownBy(() -> build(request(source)))
                .isInstanceOf(BuildFailedException.class)
                .hasMessageContaining("plain_project-0.0.1-py3-none-any.whl has no native code")
                .hasMessageEndingWith("setup.py gives ext_modules to setup()")
                .satisfies(e -> assertThat(((EngineException) e).kind()).isEqualTo(EngineException.Kind.BUILD_FAILED))
                .extracting(e -> ((EngineException) e).suggestion())
                .asString()
                .contains("--pure allow");
        assertThat(directory.resolve("dist")).isDirectoryNotContaining("glob:**.whl");
        assertThat(build(request(source).pure(PureWheels.ALLOW)).wheel()).exists();
    }

    @Test
    void refusesAPureWheelWhoseBuildBeganToCompileAndNamesTheError() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        assertThatThrownBy(() -> build(request(source)
                        .environment(Map.of(
                                "BUILD_SAYS",
                                "building 'fx._c' extension\ngcc -fPIC -c fx/_c.c -o fx/_c.o\n"
                                        + "fx/_c.c:1:10: fatal error: nope.h: No such file or directory"))))
                .hasMessageContaining("the build said 'building 'fx._c' extension'")
                .hasMessageEndingWith("fx/_c.c:1:10: fatal error: nope.h: No such file or directory");
    }

    @Test
    void takesPureWheelsOfProjectsThatOnlyLookNative() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Files.writeString(source.resolve("setup.py"), "modules = []\nsetup(ext_modules=modules, cffi_modules=None)\n");
        Files.writeString(source.resolve("speedups.c"), "int f(void) { return 1; }");
        Files.writeString(source.resolve("CMakeLists.txt"), "project(sibling)\n");
        BuildReport report = build(
                request(source).environment(Map.of("BUILD_SAYS", "gcc -c conftest.c -o conftest.o\ngcc --version")));
        assertThat(report.wheel()).hasFileName("plain_project-0.0.1-py3-none-any.whl");
    }

    @Test
    void refusesAPureWheelOfAProjectThatDeclaresExtensionModules() throws Exception {
        Path source = TestProject.in(
                directory.resolve("source"),
                TestProject.PYPROJECT + "[tool.setuptools]\next-modules = [{name = \"a\", sources = [\"a.c\"]}]\n");
        assertThatThrownBy(() -> build(request(source)))
                .hasMessageEndingWith("pyproject.toml (tool.setuptools.ext-modules) declares extension modules");
    }

    @Test
    void endsABuildThatTakesLongerThanItMay() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        assertThatThrownBy(() -> build(request(source)
                        .timeout(Duration.ofSeconds(8))
                        .environment(Map.of("BUILD_SAYS", "compiling the last one", "BUILD_TAKES", "600"))))
                .isInstanceOf(BuildFailedException.class)
                .hasMessageContaining(": timeout: the build was not done after 8 seconds")
                .satisfies(e -> assertThat(((EngineException) e).kind()).isEqualTo(EngineException.Kind.BUILD_FAILED));
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void endsACommandBeforeTheBuildThatDoesNotHeedTheEnd() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        assertThatThrownBy(() -> build(request(source)
                        .timeout(Duration.ofSeconds(8))
                        .beforeBuild("trap '' TERM; echo begun; sleep 600 & wait; sleep 600")))
                .hasMessageEndingWith("timeout: the build was not done after 8 seconds; it said last: begun");
    }

    @Test
    void namesTheInterpreterByItsOwnPathWhateverItIsCalled() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Interpreter found = Interpreter.find("python3", source, Map.of()).orElseThrow();
        Path shim = Files.writeString(directory.resolve("shim"), "#!/bin/sh\nexec python3 \"$@\"\n");
        assertThat(shim.toFile().setExecutable(true)).isTrue();
        assertThat(Interpreter.find(shim.toString(), source, Map.of())).contains(found);
        assertThat(build(request(source).python(shim.toString())).python())
                .isEqualTo(found.version() + " at " + found.path());
        assertThat(Interpreter.find("no-such-python", source, Map.of())).isEmpty();
    }

    @Test
    void saysThatTheCommandBeforeFailed() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        assertThatThrownBy(() -> build(request(source).beforeBuild("echo no luck; exit 7")))
                .isInstanceOf(BuildFailedException.class)
                .hasMessageEndingWith("the command before the build failed (exit code 7): no luck");
        assertThat(lines).contains("no luck");
    }

    @Test
    void givesAHomeToUsersWhoHaveNone() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        BuildReport report = build(request(source)
                .environment(Map.of("HOME", "/dev/null"))
                .beforeBuild("mkdir ~/.cargo && ls -d ~/.cargo"));
        assertThat(report.wheel()).exists();
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith(directory.resolve("work") + "/mlc-build.") && line.endsWith("/home/.cargo"));
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void saysWhichPythonIsMissing() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        assertThatThrownBy(() -> build(request(source).python("python-of-nobody")))
                .isInstanceOfSatisfying(
                        BuildFailedException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining("no python-of-nobody found");
    }

    @Test
    void refusesAPlatformOfAnotherArchitectureBeforeAnythingIsBuilt() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Map<String, String> forArm = Map.of("_PYTHON_HOST_PLATFORM", "linux-aarch64");
        BuildTarget intel = new BuildTarget("manylinux_2_28_x86_64", "glibc", List.of("x86_64"));
        assertThatThrownBy(() ->
                        build(request(source).target(intel).environment(forArm).beforeBuild("echo begun")))
                .isInstanceOfSatisfying(
                        BuildFailedException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining("manylinux_2_28_x86_64 is a platform of x86_64, and ")
                .hasMessageEndingWith("python3 builds for aarch64");
        BuildTarget musl = new BuildTarget("musllinux_1_2", "musl", List.of("x86_64", "aarch64"));
        assertThatThrownBy(() -> build(request(source).target(musl).beforeBuild("echo begun")))
                .hasMessageContaining("musllinux_1_2 is a platform of musl, and ")
                .hasMessageEndingWith("python3 is linked with glibc");
        assertThat(lines).doesNotContain("begun");

        BuildTarget any = new BuildTarget("manylinux_2_28", "glibc", List.of("x86_64", "aarch64"));
        build(request(source).target(any).environment(forArm).beforeBuild("echo begun"));
        assertThat(lines).contains("begun");
    }

    @Test
    void saysThatTheInterpreterDoesNotTellItsPlatform() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Path python = directory.resolve("python");
        Files.writeString(python, "#!/bin/sh\n[ \"$1\" != - ]\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        BuildTarget any = new BuildTarget("manylinux_2_28", "glibc", List.of("x86_64", "aarch64"));
        assertThatThrownBy(() -> build(request(source).target(any).python(python.toString())))
                .isInstanceOfSatisfying(
                        BuildFailedException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining(python + " does not say what platform it builds for");
    }

    @Test
    void saysThatPipIsMissing() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Path python = directory.resolve("python");
        Files.writeString(python, "#!/bin/sh\ncase \"$2\" in *pip*) exit 1 ;; esac\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> build(request(source).python(python.toString())))
                .hasMessageContaining("has no pip");
    }

    @Test
    void saysThatTheCompilerIsMissing() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        Files.writeString(source.resolve("CMakeLists.txt"), "project(x)");
        assertThatThrownBy(() -> build(request(source).environment(Map.of("CXX", "compiler-of-nobody"))))
                .hasMessageContaining("no C++ compiler found");
    }

    @Test
    void saysThatTheProjectFileWentAway() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        BuildPlan plan = plan(request(source));
        Files.delete(source.resolve("pyproject.toml"));
        assertThatThrownBy(() -> BuildRunner.run(plan, ProgressListener.SILENT))
                .hasMessageContaining("neither pyproject.toml nor setup.py");
    }

    @Test
    void saysThatContainersCantBeRun() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        ContainerImage image = new ContainerImage("image", "false", Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> build(request(source).image(image)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("false: can't run containers");
        ContainerImage missing = new ContainerImage("image", "engine-of-nobody", Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> build(request(source).image(missing))).hasMessage("engine-of-nobody: no such program");
    }

    @Test
    void givesVariablesToTheBuildInAContainerAndNotToTheClientOfItsEngine() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        ContainerStandIn docker = ContainerStandIn.in(directory.resolve("engine"));
        Map<String, String> variables = Map.of(
                "PATH", "/opt/tools:/usr/local/bin:/usr/bin:/bin",
                "HOME", "/nowhere",
                "DOCKER_HOST", "tcp://127.0.0.1:1",
                "LD_PRELOAD", "/nowhere/first.so",
                "WHO", "one\ntwo 'three' $four");
        build(request(source)
                .image(docker.image())
                .environment(variables)
                .beforeBuild("printf '<%s>\\n' \"$PATH\" \"$DOCKER_HOST\" \"$LD_PRELOAD\" \"$WHO\""));
        assertThat(docker.environment())
                .contains("PATH=" + System.getenv("PATH") + "\0")
                .doesNotContain("\0DOCKER_HOST=", "\0LD_PRELOAD=", "\0HOME=/nowhere", "\0WHO=");
        assertThat(docker.arguments()).doesNotContain("four", "/opt/tools");
        assertThat(String.join("\n", lines))
                .contains(
                        "/opt/tools:/usr/local/bin:/usr/bin:/bin>",
                        "<tcp://127.0.0.1:1>",
                        "</nowhere/first.so>",
                        "<one\ntwo 'three' $four>");
    }

    @Test
    void givesVariablesToNoProgramButTheBuild() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        git(source, "init", "-q");
        git(source, "commit", "-q", "--allow-empty", "-m", "one");
        Path started = directory.resolve("started");
        Path site = Files.createDirectories(directory.resolve("site"));
        Files.writeString(
                site.resolve("sitecustomize.py"),
                "open('" + started + "', 'a').write(open('/proc/self/cmdline').read().replace(chr(0), ' ') + chr(10))");
        BuildReport report = build(request(source)
                .version(Pep440Version.parse("2.0"))
                .environment(Map.of("GIT_CONFIG_NOSYSTEM", "maybe", "PYTHONPATH", site.toString()))
                .beforeBuild("printf '<%s>\\n' \"$GIT_CONFIG_NOSYSTEM\" \"$SOURCE_DATE_EPOCH\""));
        assertThat(report.wheel()).hasFileName("plain_project-2.0-py3-none-any.whl");
        assertThat(lines).contains("<maybe>").doesNotContain("<315532800>");
        assertThat(Files.readAllLines(started))
                .anyMatch(line -> line.contains(" wheel --no-deps "))
                .noneMatch(line -> line.contains("python3 - "));
    }

    @Test
    void removesTheCopyAlsoWhenTheBuildHasNoPath() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        assertThatThrownBy(() -> build(request(source)
                        .python(python())
                        .environment(Map.of("PATH", "/nowhere"))
                        .beforeBuild("exit 3")))
                .hasMessageContaining("the command before the build failed (exit code 3)");
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void tellsWhoseExitCodeItIs() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        ContainerStandIn docker = ContainerStandIn.in(directory.resolve("engine"));
        assertThatThrownBy(() -> build(request(source).image(docker.image()).beforeBuild("exit 125")))
                .isInstanceOfSatisfying(BuildFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(EngineException.Kind.BUILD_FAILED))
                .hasMessageContaining("the command before the build failed (exit code 125)");
        assertThatThrownBy(
                        () -> build(request(source).image(docker.endingWith(125).image())))
                .hasMessageContaining("docker could not start a container of example/toolchain (exit code 125)");
        assertThatThrownBy(
                        () -> build(request(source).image(docker.endingWith(126).image())))
                .hasMessageContaining("example/toolchain: its bash can't be run (exit code 126)");
        assertThatThrownBy(
                        () -> build(request(source).image(docker.endingWith(127).image())))
                .isInstanceOfSatisfying(
                        BuildFailedException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining("example/toolchain: there is no bash in it (exit code 127)");
    }

    @Test
    void describesCommitsAsUpstreamDoes() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        git(source, "init", "-q");
        git(source, "commit", "-q", "--allow-empty", "-m", "one");
        assertThatThrownBy(() -> SourceTree.read(source).describe(TagPattern.STANDARD))
                .hasMessageContaining("No names found");
        git(source, "tag", "v0.3.0");
        git(source, "commit", "-q", "--allow-empty", "-m", "two");
        git(source, "tag", "v0.4.0-rc.1");
        assertThat(SourceTree.read(source).describe(TagPattern.STANDARD).publicVersion())
                .hasToString("0.3.0.dev1");
    }

    @Test
    void describesCommitsByTheNearestTagThatStandsForAVersion() throws Exception {
        Path source = TestProject.in(directory.resolve("source"));
        TagPattern own = TagPattern.of("{version}");
        git(source, "init", "-q");
        git(source, "commit", "-q", "--allow-empty", "-m", "one");
        git(source, "tag", "2024-backup");
        assertThatThrownBy(() -> SourceTree.read(source).describe(own))
                .isInstanceOf(InvalidReleaseTagException.class)
                .hasMessageContaining("2024-backup");
        git(source, "tag", "1.4");
        git(source, "tag", "v1.4.0");
        for (String tag : List.of("2025-backup", "v1.5.0old")) {
            git(source, "commit", "-q", "--allow-empty", "-m", tag);
            git(source, "tag", tag);
        }
        assertThat(SourceTree.read(source).describe(own).publicVersion()).hasToString("1.4.dev2");
        assertThat(SourceTree.read(source).describe(TagPattern.STANDARD).publicVersion())
                .hasToString("1.4.0.dev2");
    }

    /** The interpreter itself, not a script that looks for it. */
    private static String python() throws IOException {
        Process process = new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private BuildRequest.Builder request(Path source) {
        return BuildRequest.of(source).dist(directory.resolve("dist")).work(directory.resolve("work"));
    }

    private static BuildPlan plan(BuildRequest.Builder request) throws IOException {
        BuildRequest built = request.build();
        return BuildPlan.of(built, SourceTree.read(built.source()));
    }

    private BuildReport build(BuildRequest.Builder request) throws IOException {
        return BuildRunner.run(plan(request), event -> {
            if (event instanceof ProgressListener.Output output) {
                lines.add(output.line());
            }
        });
    }

    private static void git(Path directory, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Paths and contents of a tree. */
    private static Map<String, String> snapshot(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }
}
