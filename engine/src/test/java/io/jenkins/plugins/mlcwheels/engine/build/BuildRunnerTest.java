package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.CancelledException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
