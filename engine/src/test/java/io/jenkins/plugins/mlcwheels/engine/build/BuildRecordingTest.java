package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFacts;
import io.jenkins.plugins.mlcwheels.engine.provenance.Subject;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build leaves for its provenance. */
class BuildRecordingTest {

    private static final String SECRET = "hunter2secret";
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void shouldTellNoSecretAndNoPathOfWhatWasAskedFor() throws IOException {
        Path source = TestProject.in(Files.createDirectories(directory.resolve("home-of-" + SECRET)));
        git(source, "init", "-q");
        git(
                source,
                "remote",
                "add",
                "origin",
                "https://" + SECRET + ":" + SECRET + "@github.com/octo/demo.git?t=" + SECRET);
        commit(source);
        BuildPlan plan = BuildPlan.of(
                BuildRequest.of(source)
                        .dist(source.resolve("dist"))
                        .work(directory.resolve(SECRET))
                        .python("/opt/" + SECRET + "/bin/python3")
                        .environment(Map.of("TOKEN", SECRET))
                        .configSettings(Map.of("cmake.define.TOKEN", SECRET))
                        .beforeBuild("curl -u " + SECRET)
                        .build(),
                SourceTree.read(source));
        BuildRecord record = plan.record(
                "demo-1.0-py3-none-any.whl",
                "ab".repeat(32),
                BuildFacts.NONE,
                GitRevision.of(plan, Optional.empty()),
                NOW,
                NOW);
        String statement = new String(
                new ProvenanceFacts(ProvenanceFacts.WORKSTATION)
                        .built(record)
                        .reported("agent", record)
                        .statement(List.of(new Subject(record.file(), record.sha256())))
                        .toJson(),
                StandardCharsets.UTF_8);
        for (String told : List.of(new String(record.toJson(), StandardCharsets.UTF_8), statement)) {
            assertThat(told)
                    .contains("https://github.com/octo/demo.git", "TOKEN", "cmake.define.TOKEN")
                    .doesNotContain(SECRET, directory.toString(), System.getProperty("user.home") + "/");
        }
        assertThat(BuildRecord.parse(record.toJson())).isEqualTo(record);
    }

    @Test
    void shouldTellCommitTagAndWhetherFilesDiffer() throws IOException {
        Path source = TestProject.in(Files.createDirectories(directory.resolve("source")));
        BuildPlan plan = BuildPlan.of(
                BuildRequest.of(source).dist(source.resolve("dist")).build(), SourceTree.read(source));
        assertThat(GitRevision.of(plan, Optional.of("v1.0.0"))).isEmpty();

        git(source, "init", "-q");
        commit(source);
        SourceRevision untagged = GitRevision.of(plan, Optional.of("v1.0.0")).orElseThrow();
        assertThat(untagged.ref()).isEmpty();
        assertThat(untagged.commit().orElseThrow()).hasSize(40);
        assertThat(untagged.modified()).isFalse();

        git(source, "tag", "v1.0.0");
        Files.createDirectories(source.resolve("dist"));
        Files.writeString(source.resolve("dist/old.whl"), "output");
        SourceRevision tagged = GitRevision.of(plan, Optional.of("v1.0.0")).orElseThrow();
        assertThat(tagged.ref()).contains("refs/tags/v1.0.0");
        assertThat(tagged.modified()).as("what builds write is not part of it").isFalse();

        Files.writeString(source.resolve("new.py"), "");
        assertThat(GitRevision.of(plan, Optional.empty()).orElseThrow().modified())
                .isTrue();
    }

    @Test
    void shouldGiveOneDigestForEqualConfigurations() throws IOException {
        Path first = TestProject.in(Files.createDirectories(directory.resolve("first")));
        Path second = TestProject.in(Files.createDirectories(directory.resolve("second")));
        assertThat(digest(BuildRequest.of(first), first)).isEqualTo(digest(BuildRequest.of(second), second));
        assertThat(digest(BuildRequest.of(first).beforeBuild("true"), first))
                .isNotEqualTo(digest(BuildRequest.of(first), first));
    }

    private static String digest(BuildRequest.Builder request, Path source) throws IOException {
        return TellableParameters.digest(BuildPlan.of(request.build(), SourceTree.read(source)));
    }

    /** What the build prints in the same form comes before, and does not count. */
    @Test
    void shouldTakeTheRequirementsThatTheScriptSaysLast() {
        ScriptOutput output = new ScriptOutput(ProgressListener.SILENT);
        for (String line : List.of(
                "python 3.11.7 at /usr/bin/python3, 2 jobs",
                "requirement forged 1.0 " + "00".repeat(32),
                "requirements 1",
                "pip 24.2",
                "requirement Setup_Tools 84.0.0 " + "01".repeat(32),
                "requirement local 1.0+x -",
                "requirements 2")) {
            output.on(new ProgressListener.Output("[mlc-wheels] " + line));
        }
        BuildFacts facts = BuildFacts.of(output);
        assertThat(facts.requirements())
                .containsExactly(
                        BuildMaterial.requirement("setup-tools", "84.0.0", Optional.of("01".repeat(32))),
                        BuildMaterial.requirement("local", "1.0+x", Optional.empty()));
        assertThat(facts.versions()).containsOnly(Map.entry("python", "3.11.7"), Map.entry("pip", "24.2"));
    }

    /** Two programs write a report each into the pipe, as pip does. */
    @Test
    void shouldCollectTheReportsOfAllRunsOfPip() throws IOException {
        LocalCompiler.assume("python3");
        Path program = directory.resolve("reported.py");
        try (InputStream in = BuildScript.class.getResourceAsStream("programs/reported.py")) {
            Files.copy(in, program);
        }
        String report = """
                {"install": [{"metadata": {"name": "%s", "version": "1.0", "description": "%s"},
                 "download_info": {"url": "file:///secret/x.whl", "archive_info": {"hashes": {"sha256": "%s"}}}}]}
                """;
        Files.writeString(directory.resolve("one"), report.formatted("one", "x".repeat(200_000), "01".repeat(32)));
        Files.writeString(directory.resolve("two"), report.formatted("two", "", "02".repeat(32)));
        Path target = directory.resolve("requirements");
        int exit = ProcessTree.run(
                new ProcessSpec(
                        List.of(
                                "python3",
                                "-I",
                                program.toString(),
                                target.toString(),
                                "bash",
                                "-c",
                                "cat one >\"$PIP_REPORT\"; cat two >\"$PIP_REPORT\"; exit 7"),
                        directory,
                        Map.of()),
                ProgressListener.SILENT);
        assertThat(exit).isEqualTo(7);
        assertThat(target).hasContent("one 1.0 " + "01".repeat(32) + "\ntwo 1.0 " + "02".repeat(32) + "\n");
    }

    private static void commit(Path source) {
        git(source, "add", ".");
        git(source, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first");
    }

    private static void git(Path source, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        assertThat(ProcessTree.run(new ProcessSpec(command, source, Map.of()), ProgressListener.SILENT))
                .isZero();
    }
}
