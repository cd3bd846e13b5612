package io.jenkins.plugins.mlcwheels.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.Closure;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.pipeline.PipelineInterpreter.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlcPipelineTest {

    private static final Path BASE = Path.of(System.getProperty("mlcwheels.basedir", "."));

    private static final Map<String, Object> SCM = Map.of(
            "branches", List.of(), "userRemoteConfigs", List.of(), "gitTool", "Default", "extensions", List.of());

    private static final String CPU_WHEEL = "wheelhouse/cpu/x-1.0-py3-none-cpu.whl";

    private final Map<String, Object> env = new TreeMap<>(Map.of(
            "EXECUTOR_NUMBER", "3",
            "JOB_NAME", "wheels/v1.0",
            "MLC_WHEELS_IMAGE_CPU", "registry.example/cpu@sha256:11",
            "MLC_WHEELS_IMAGE_CUDA_12_8", "registry.example/cuda@sha256:22"));
    private PipelineInterpreter pipeline;
    private final CurrentBuild build = new CurrentBuild();
    private List<?> causes = List.of();
    private final List<Map<String, Object>> builds = new ArrayList<>();

    @BeforeEach
    void setUp() throws Exception {
        pipeline = new PipelineInterpreter(BASE.resolve("vars"));
        pipeline.define("env", env)
                .define("scm", SCM)
                .define("docker", new Docker())
                .define("currentBuild", build)
                .step("agent", arguments -> "agent")
                .step("nonresumable", arguments -> "nonresumable")
                .step("cron", arguments -> "cron " + arguments.get(0))
                .step("pipelineTriggers", arguments -> "triggers " + arguments.get(0))
                .step("mlcReleaseTag", arguments -> releaseTag((Map<?, ?>) arguments.get(0)))
                .step("mlcPlan", arguments -> plan((Map<?, ?>) arguments.get(0)))
                .step("mlcBuildWheel", arguments -> List.of(wheel((Map<?, ?>) arguments.get(0))));
    }

    /** The plan of the project: what it says before anything is judged, and of the builds that are named. */
    private List<Map<String, Object>> plan(Map<?, ?> parameters) {
        if (builds.isEmpty()) {
            Map<String, Object> single = new TreeMap<>();
            single.put("identifier", null);
            return List.of(single);
        }
        return parameters.get("only") instanceof List<?> names
                ? builds.stream()
                        .filter(build -> names.contains(build.get("name")))
                        .toList()
                : builds.stream().map(MlcPipelineTest::unjudged).toList();
    }

    private static Map<String, Object> unjudged(Map<String, Object> build) {
        Map<String, Object> copy = new TreeMap<>(build);
        copy.put("leftOut", null);
        return copy;
    }

    /** A build of the project's matrix. */
    private MlcPipelineTest planned(String identifier, String agent, String leftOut) {
        Map<String, Object> build = new TreeMap<>();
        build.put("name", identifier);
        build.put("identifier", identifier);
        build.put("flavour", null);
        build.put("arch", identifier.contains("aarch64") ? "aarch64" : "x86_64");
        build.put("libc", identifier.contains("musl") ? "musl" : "glibc");
        build.put("image", "pinned/" + identifier.substring(identifier.indexOf('-') + 1));
        build.put("imageAsked", false);
        build.put("agent", agent);
        build.put("expectedName", "x-1.0-" + identifier + ".whl");
        build.put("leftOut", leftOut);
        builds.add(build);
        return this;
    }

    @Test
    void shouldBuildTheMatrixByArchitectureAndReleaseWhatIsNotLeftOut() {
        planned("cp312-manylinux_x86_64", null, null);
        planned("cp313-manylinux_x86_64", null, null);
        planned("cp313-musllinux_x86_64", null, "no Python");
        planned("cp313-manylinux_aarch64", "arm64", null);
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(agent: 'linux', agents: [aarch64: 'arm64'])");

        assertThat(names())
                .containsSubsequence(
                        "node linux", "checkout", "mlcPlan", "branch cpu x86_64", "node linux", "mlcBuildWheel")
                .containsSubsequence(
                        "branch cpu aarch64", "node arm64", "checkout", "mlcBuildWheel", "mlcPublishRelease")
                .doesNotContain("mlcTestWheel");
        assertThat(lines("mlcPlan"))
                .first()
                .isEqualTo("[source: ., channel: stable, here: false, agents: [aarch64: arm64]]");
        assertThat(lines("mlcBuildWheel"))
                .containsExactly(
                        "[source: ., flavour: cpu, wheelhouse: wheelhouse/cpu, channel: stable,"
                                + " identifiers: [cp312-manylinux_x86_64, cp313-manylinux_x86_64], sdist: true]",
                        "[source: ., flavour: cpu, wheelhouse: wheelhouse/cpu, channel: stable,"
                                + " identifiers: [cp313-manylinux_aarch64]]");
        assertThat(lines("docker.inside"))
                .containsExactly(
                        "registry.example/cpu@sha256:11,",
                        "pinned/musllinux_x86_64,",
                        "registry.example/cpu@sha256:11,");
        assertThat(lines("mlcPublishRelease"))
                .containsExactly("[expect: [x-1.0-cp312-manylinux_x86_64.whl, x-1.0-cp313-manylinux_x86_64.whl,"
                        + " x-1.0-cp313-manylinux_aarch64.whl]]");
    }

    @Test
    void shouldBuildTheMatrixOfOneArchitectureWhereItWasPlanned() {
        planned("cp312-manylinux_x86_64", null, null);
        env.remove("MLC_WHEELS_IMAGE_CPU");
        pipeline.run("mlcPipeline(agent: 'linux', sdist: false, test: [command: 'pytest'], config: 'w.toml')");

        assertThat(lines("node")).containsExactly("linux", "linux");
        assertThat(lines("docker.inside")).containsExactly("pinned/manylinux_x86_64,", "pinned/manylinux_x86_64,");
        assertThat(lines("mlcBuildWheel"))
                .singleElement()
                .asString()
                .doesNotContain("sdist")
                .contains("config: w.toml");
        assertThat(lines("mlcTestWheel")).containsExactly("[wheels: wheelhouse/cpu/*.whl, command: pytest]");
    }

    @Test
    void shouldNameTheBuildsOfTheMatrixThatFailed() {
        planned("cp312-manylinux_x86_64", null, null);
        pipeline.step("mlcBuildWheel", arguments -> {
            throw new StepFailure("1 of 1 build failed: cp312-manylinux_x86_64\n  the reason");
        });
        assertThatThrownBy(() -> pipeline.run("mlcPipeline()")).isInstanceOf(StepFailure.class);
        assertThat(lines("echo"))
                .containsExactly(
                        "Failed: cpu x86_64 (1 of 1 build failed: cp312-manylinux_x86_64). Nothing is released.");
    }

    @Test
    void shouldBuildNoMatrixWhereOnePythonIsNamed() {
        planned("cp312-manylinux_x86_64", null, null);
        pipeline.run("mlcPipeline(python: 'python3.12')");
        assertThat(names()).doesNotContain("mlcPlan").contains("mlcTestWheel");
        assertThat(lines("mlcBuildWheel")).singleElement().asString().doesNotContain("identifiers");
    }

    private static Map<String, Object> releaseTag(Map<?, ?> parameters) {
        try {
            Object pattern = parameters.get("tagPattern");
            boolean own = pattern != null && !pattern.equals("given");
            TagPattern tags = own ? TagPattern.of(pattern.toString()) : TagPattern.STANDARD;
            return Map.of("tag", tags.parse((String) parameters.get("tag")).toString());
        } catch (InvalidReleaseTagException e) {
            return null;
        }
    }

    private static Map<String, Object> wheel(Map<?, ?> parameters) {
        String path = parameters.get("wheelhouse") + "/x-1.0-py3-none-" + parameters.get("flavour") + ".whl";
        return Map.of("path", path, "sha256", "ab12");
    }

    @Test
    void shouldBuildAndTestBranchInContainersAndReleaseNothing() {
        pipeline.run("mlcPipeline(agent: 'linux', ccache: '/var/ccache', test: [command: 'pytest'])");

        assertThat(names())
                .containsSubsequence("stage Wheels", "node linux", "checkout", "docker.inside", "mlcBuildWheel")
                .containsSubsequence("mlcBuildWheel", "node linux", "checkout", "unarchive", "mlcTestWheel")
                .containsSubsequence("unarchive", "sh Check sha256 of the wheels", "docker.inside", "mlcTestWheel")
                .doesNotContain("mlcPublishRelease", "stage Release", "stage Checks");
        assertThat(names())
                .filteredOn("sh Update submodules"::equals)
                .as("of the build")
                .hasSize(1);
        assertThat(lines("unarchive")).containsExactly("[mapping: [%1$s: %1$s]]".formatted(CPU_WHEEL));
        assertThat(lines("withEnv")).contains("[MLC_SHA256SUMS=ab12  %s\n]".formatted(CPU_WHEEL));
        assertThat(lines("docker.inside")).first().isEqualTo("registry.example/cpu@sha256:11, -v /var/ccache:/ccache");
        assertThat(lines("mlcBuildWheel"))
                .containsExactly(
                        "[source: ., flavour: cpu, wheelhouse: wheelhouse/cpu, channel: stable, ccache: /ccache]");
        assertThat(lines("mlcTestWheel")).containsExactly("[wheels: wheelhouse/cpu/*.whl, command: pytest]");
        assertThat(lines("ws")).allMatch("workspace/exec_3/wheels_v1.0"::equals);
    }

    @Test
    void shouldCompareWheelsBetweenTestsAndChecksOnlyIfTold() {
        pipeline.run("mlcPipeline(flavours: ['cpu', 'cuda-12.8'], compare: [failOn: 'tag-newer', agent: 'small'],"
                + " checks: [a: [run: { echo 'checked' }]])");
        assertThat(names())
                .containsSubsequence("mlcTestWheel", "stage Compare", "node small", "mlcCompareWheels", "stage Checks");
        assertThat(lines("mlcCompareWheels")).containsExactly("[failOn: [tag-newer]]");
        int compared = (int) names().stream().filter("mlcCompareWheels"::equals).count();
        pipeline.run("mlcPipeline()");
        assertThat(names()).filteredOn("mlcCompareWheels"::equals).hasSize(compared);
    }

    @Test
    void shouldTreatPullRequestAsBranch() {
        env.put("BRANCH_NAME", "PR-7");
        env.put("CHANGE_ID", "7");
        pipeline.run("mlcPipeline(nightly: 'H 6 * * *', ccache: '/var/ccache')");
        assertThat(names()).contains("mlcBuildWheel", "mlcTestWheel").doesNotContain("mlcPublishRelease", "properties");
        assertThat(lines("docker.inside"))
                .as("caches that may be read")
                .allMatch(line -> line.endsWith(" -v /var/ccache/changes:/ccache/changes"));
        assertThat(lines("mlcBuildWheel")).singleElement().asString().contains("channel: stable");
    }

    @Test
    void shouldPublishCompleteSetOnReleaseTag() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(flavours: ['cpu', 'cuda-12.8'], gpuAgent: 'gpu', release: [generateNotes: true])");

        assertThat(names()).containsSubsequence("branch cpu", "branch cuda-12.8", "stage Release", "mlcPublishRelease");
        assertThat(names()).containsSubsequence("branch cuda-12.8", "mlcBuildWheel", "node gpu", "mlcTestWheel");
        assertThat(lines("mlcPublishRelease"))
                .containsExactly(
                        "[expect: [x-1.0-py3-none-cpu.whl, x-1.0-py3-none-cuda-12.8.whl], generateNotes: true]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.0.0-rc.1", "v0.20.dev0", "v0.20.0.dev12", "v1.0.0+build.5"})
    void shouldReleaseEveryTagThatIsAReleaseTag(String tag) {
        env.put("TAG_NAME", tag);
        pipeline.run("mlcPipeline()");
        assertThat(names()).containsSubsequence("stage Release", "mlcPublishRelease");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "v1.0", "v1.0.0-nightly", "v01.0.0", "1.0.0"})
    void shouldNotTryToReleaseOtherTags(String tag) {
        env.put("TAG_NAME", tag);
        pipeline.run("mlcPipeline()");
        assertThat(names()).contains("mlcBuildWheel").doesNotContain("stage Release", "mlcPublishRelease");
    }

    @Test
    void shouldGiveTagPatternToAllThatReadTags() {
        env.put("TAG_NAME", "3.0.2");
        pipeline.run("mlcPipeline(tagPattern: '{version}')");

        assertThat(lines("mlcReleaseTag")).containsExactly("[tag: 3.0.2, tagPattern: {version}]");
        assertThat(lines("mlcBuildWheel")).singleElement().asString().contains("tagPattern: {version}");
        assertThat(lines("mlcPublishRelease")).singleElement().asString().contains("tagPattern: {version}");
    }

    @Test
    void shouldWriteTheIndexAfterTheRelease() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(release: [index: 'public/simple', credentialsId: 'github', agent: 'web'])");

        assertThat(names()).containsSubsequence("node web", "mlcPublishRelease", "mlcPublishIndex");
        assertThat(lines("mlcPublishIndex")).containsExactly("[to: public/simple, credentialsId: github]");
        assertThat(lines("mlcPublishRelease"))
                .containsExactly("[expect: [x-1.0-py3-none-cpu.whl], credentialsId: github]");
    }

    @Test
    void shouldUploadPackagesBetweenDraftAndRelease() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(release: [packages: [index: 'pypi', credentialsId: 'pypi'], index: 'simple'])");

        assertThat(names())
                .containsSubsequence("mlcPublishRelease", "mlcPublishPackage", "mlcPublishRelease", "mlcPublishIndex");
        assertThat(lines("mlcPublishPackage")).containsExactly("[index: pypi, credentialsId: pypi]");
        assertThat(lines("mlcPublishRelease"))
                .containsExactly(
                        "[expect: [x-1.0-py3-none-cpu.whl], draftOnly: true]", "[expect: [x-1.0-py3-none-cpu.whl]]");
    }

    @Test
    void shouldOnlyRehearsePackagesOfRehearsedRelease() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(release: [packages: [index: 'pypi'], dryRun: true])");
        assertThat(lines("mlcPublishPackage")).containsExactly("[dryRun: true, index: pypi]");
        assertThat(lines("mlcPublishRelease")).hasSize(1);
    }

    @Test
    void shouldRefuseDraftOnlyWithPackages() {
        env.put("TAG_NAME", "v1.0.0");
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(release: [packages: [index: 'pypi'], draftOnly: true])"))
                .hasMessageContaining("draftOnly stops before packages are uploaded");
        assertThat(names()).doesNotContain("mlcPublishRelease");
    }

    @Test
    void shouldPublishNightlyOfTheSchedule() {
        pipeline.run("mlcPipeline(nightly: 'H 6 * * *', nightlyRelease: [credentialsId: 'github'])");
        assertThat(names()).doesNotContain("mlcPublishRelease");

        causes = List.of("timer");
        pipeline.run("mlcPipeline(nightly: 'H 6 * * *', nightlyRelease: [credentialsId: 'github'])");
        assertThat(names()).containsSubsequence("stage Nightly", "mlcPublishRelease");
        assertThat(lines("mlcPublishRelease"))
                .containsExactly("[expect: [x-1.0-py3-none-cpu.whl], channel: nightly, credentialsId: github]");
    }

    @Test
    void shouldIndexTheDirectoryThatItPublishesInto() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(release: [to: '/srv/releases', index: '/srv/releases/simple', credentialsId: 'no'])");
        assertThat(lines("mlcPublishIndex")).containsExactly("[to: /srv/releases/simple, from: /srv/releases]");
    }

    @Test
    void shouldWriteNoIndexOfWhatIsOnlyRehearsed() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(release: [index: 'public/simple', dryRun: true])");
        assertThat(names()).contains("mlcPublishRelease").doesNotContain("mlcPublishIndex");
    }

    @Test
    void shouldCheckOutTheSourcesForAFileOfNotesOnly() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(release: [agent: 'web', notesFile: 'NOTES.md'])");
        assertThat(names()).containsSubsequence("node web", "checkout", "mlcPublishRelease");
        assertThat(lines("mlcPublishRelease")).singleElement().asString().contains("notesFile: NOTES.md");
    }

    @Test
    void shouldReleaseNothingFromAnUnstableBuild() {
        env.put("TAG_NAME", "v1.0.0");
        build.result = "UNSTABLE";
        assertThatThrownBy(() -> pipeline.run("mlcPipeline()"))
                .hasMessage("mlcPipeline: the build is UNSTABLE, so nothing is released");
        assertThat(names()).contains("mlcTestWheel").doesNotContain("stage Release", "mlcPublishRelease");
    }

    @Test
    void shouldReleaseWithoutTestsWhenThereAreNone() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.run("mlcPipeline(test: false)");
        assertThat(names()).doesNotContain("mlcTestWheel");
        assertThat(lines("mlcPublishRelease")).singleElement().asString().contains("requireTests: false");
    }

    @Test
    void shouldPublishPreReleaseTagToo() {
        env.put("TAG_NAME", "v1.0.0-rc.1");
        pipeline.run("mlcPipeline()");
        assertThat(names()).contains("mlcPublishRelease");
    }

    @Test
    void shouldPublishNothingFromOtherTags() {
        env.put("TAG_NAME", "nightly");
        pipeline.run("mlcPipeline()");
        assertThat(names()).doesNotContain("mlcPublishRelease");
    }

    @Test
    void shouldScheduleNightliesOnPrimaryBranchOnly() {
        env.put("BRANCH_NAME", "topic");
        pipeline.run("mlcPipeline(nightly: 'H 6 * * *')");
        assertThat(names()).doesNotContain("properties");
        env.put("BRANCH_NAME", "main");
        env.put("BRANCH_IS_PRIMARY", "true");
        pipeline.run("mlcPipeline(nightly: 'H 6 * * *')");
        assertThat(lines("properties")).containsExactly("[triggers [cron H 6 * * *]]");
    }

    @Test
    void shouldScheduleNightliesInJobOfOneBranch() {
        pipeline.run("mlcPipeline(nightly: 'H 6 * * *')");
        assertThat(lines("properties")).containsExactly("[triggers [cron H 6 * * *]]");
    }

    @Test
    void shouldEndTheScheduleAndOtherwiseLeavePropertiesAlone() {
        pipeline.run("mlcPipeline()");
        assertThat(names()).doesNotContain("properties");
        pipeline.run("mlcPipeline(nightly: '')");
        assertThat(lines("properties")).containsExactly("[triggers []]");
    }

    @Test
    void shouldBuildNightlyChannelWhenTimerStartedIt() {
        causes = List.of(Map.of("shortDescription", "timer"));
        pipeline.run("mlcPipeline(nightly: 'H 6 * * *')");
        assertThat(lines("mlcBuildWheel")).singleElement().asString().contains("channel: nightly");
    }

    @Test
    void shouldBuildOtherFlavoursButReleaseNothingWhenOneFails() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.step("mlcBuildWheel", arguments -> {
            Map<?, ?> parameters = (Map<?, ?>) arguments.get(0);
            if (parameters.get("flavour").equals("cpu")) {
                throw new StepFailure("compiler broke");
            }
            return List.of(wheel(parameters));
        });
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(flavours: ['cpu', 'cuda-12.8'])"))
                .hasMessage("compiler broke");
        assertThat(names()).containsSubsequence("branch cuda-12.8", "mlcBuildWheel", "mlcTestWheel");
        assertThat(names()).doesNotContain("mlcPublishRelease");
        assertThat(lines("echo")).containsExactly("Failed: cpu (build). Nothing is released.");
        assertThat(build.getDescription()).isEqualTo("Failed: cpu (build)");
    }

    @Test
    void shouldNameEveryFlavourThatFailed() {
        pipeline.step("mlcTestWheel", arguments -> {
            throw new StepFailure("import failed");
        });
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(flavours: ['cpu', 'cuda-12.8'])"))
                .hasMessage("import failed");
        assertThat(lines("echo")).containsExactly("Failed: cpu (test), cuda-12.8 (test). Nothing is released.");
    }

    @Test
    void shouldKeepDescriptionThatIsThere() {
        build.setDescription("mine");
        pipeline.step("mlcBuildWheel", arguments -> {
            throw new StepFailure("compiler broke");
        });
        assertThatThrownBy(() -> pipeline.run("mlcPipeline()")).hasMessage("compiler broke");
        assertThat(build.getDescription()).isEqualTo("mine");
    }

    @Test
    void shouldReleaseNothingWhenTestFails() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.step("mlcTestWheel", arguments -> {
            throw new StepFailure("import failed");
        });
        assertThatThrownBy(() -> pipeline.run("mlcPipeline()")).hasMessage("import failed");
        assertThat(lines("echo")).containsExactly("Failed: cpu (test). Nothing is released.");
        assertThat(names()).doesNotContain("mlcPublishRelease");
    }

    @Test
    void shouldRunChecksWithWheelsOfTheirFlavourAndNameTheOneThatFails() {
        pipeline.step("sh", arguments -> {
            if (arguments.get(0) instanceof CharSequence) {
                throw new StepFailure("exit 1");
            }
            return "";
        });
        assertThatThrownBy(() -> pipeline.run("""
            mlcPipeline(checks: [
                webgpu: [flavour: 'cpu', agent: 'web', run: { sh 'compile.sh webgpu' }],
            ])
            """)).hasMessage("exit 1");
        assertThat(names()).containsSubsequence("stage Checks", "branch webgpu", "node web", "unarchive");
        assertThat(lines("echo")).containsExactly("Failed: webgpu (check). Nothing is released.");
    }

    @Test
    void shouldTestOnOrdinaryAgentWhenNoGpuLabelIsGiven() {
        pipeline.run("mlcPipeline(flavours: ['cuda-12.8'], agent: 'linux')");
        assertThat(lines("node")).containsOnly("linux");
    }

    @Test
    void shouldGiveUpWaitingWhenNoAgentHasTheGpuLabel() {
        env.put("TAG_NAME", "v1.0.0");
        pipeline.step("node", arguments -> {
            if (arguments.get(0).equals("gpu")) {
                throw new StepFailure("timeout has been exceeded");
            }
            return pipeline.runBody(arguments);
        });
        assertThatThrownBy(() -> pipeline.run("""
            mlcPipeline(flavours: ['cpu', 'cuda-12.8'], gpuAgent: 'gpu', timeouts: [agent: 30, test: 20])
            """)).hasMessage("timeout has been exceeded");
        assertThat(names()).containsSubsequence("branch cuda-12.8", "mlcBuildWheel", "timeout", "node gpu");
        assertThat(lines("timeout")).last().isEqualTo("[time: 50, unit: MINUTES]");
        assertThat(lines("timeout")).contains("[time: 270, unit: MINUTES]", "[time: 240, unit: MINUTES]");
        assertThat(lines("echo")).containsExactly("Failed: cuda-12.8 (test). Nothing is released.");
        assertThat(names()).doesNotContain("mlcPublishRelease");
    }

    @Test
    void shouldGiveGpusToTestsOnGpuAgentsOnly() {
        pipeline.run("mlcPipeline(flavours: ['cpu', 'cuda-12.8'], gpuAgent: 'gpu', image: 'i', ccache: '')");
        assertThat(lines("docker.inside")).containsExactly("i,", "i,", "i,", "i, --gpus all");
    }

    @Test
    void shouldGiveGpusOfRocmAsItsContainersNeedThem() {
        pipeline.run("mlcPipeline(flavours: ['rocm-6.2'], gpuAgent: 'amd', image: 'i')");
        assertThat(lines("docker.inside")).last().asString().contains("--device /dev/kfd --device /dev/dri");
    }

    @Test
    void shouldGiveOptionsToBuildsAndThoseOfTestsToTests() {
        pipeline.run("""
            mlcPipeline(flavours: ['cuda-12.8'], gpuAgent: 'gpu', image: 'i', insideOptions: '--cpus 8',
                test: [insideOptions: '--gpus device=0'])
            """);
        assertThat(lines("docker.inside")).containsExactly("i, --cpus 8", "i, --gpus device=0");
    }

    @Test
    void shouldUseNoDockerWithInsideFalse() {
        env.remove("MLC_WHEELS_IMAGE_CPU");
        pipeline.run("mlcPipeline(inside: false, ccache: '/var/ccache')");
        assertThat(names()).doesNotContain("docker.inside", "sh Pull the toolchain image");
        assertThat(lines("mlcBuildWheel")).singleElement().asString().contains("ccache: /var/ccache");
    }

    @Test
    void shouldPullImageByStepThatSurvivesRestart() {
        pipeline.run("mlcPipeline()");
        assertThat(names())
                .containsSubsequence("retry", "sh Pull the toolchain image", "docker.inside", "mlcBuildWheel");
    }

    @Test
    void shouldTryEachPartOnAnotherAgentWhenItsAgentIsLost() {
        pipeline.run("mlcPipeline(retries: 4)");
        assertThat(pipeline.calls())
                .filteredOn(call -> call.strip().startsWith("retry [count"))
                .hasSize(2)
                .allMatch(call -> call.endsWith("retry [count: 4, conditions: [agent, nonresumable]]"));
    }

    @Test
    void shouldRefuseUnknownParametersAndMissingImage() {
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(flavors: ['cpu'])"))
                .hasMessageStartingWith("mlcPipeline: unknown parameter 'flavors'; known are flavours, ");
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(flavours: ['rocm-6.2'])"))
                .hasMessageStartingWith("mlcPipeline: no image for flavour rocm-6.2");
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(flavours: [])"))
                .hasMessageStartingWith("mlcPipeline: no flavours");
        assertThat(names()).doesNotContain("mlcBuildWheel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "flavours: [cpu: [agnet: 'x']]    | unknown parameter 'agnet' of flavour cpu",
                "flavours: [cpu: [nightly: 'x']]  | unknown parameter 'nightly' of flavour cpu",
                "test: [cmd: 'x']                 | unknown parameter 'cmd' in test",
                "flavours: [cpu: [test: [a: 1]]]  | unknown parameter 'a' in test",
                "timeouts: [compile: 3]           | unknown parameter 'compile' in timeouts",
                "flavours: [cpu: 'x']             | the parameters of flavour cpu have to be a map, but are 'x'",
                "flavours: [cpu: null]            | the parameters of flavour cpu have to be a map, but are 'null'",
                "test: 'pytest'                   | the parameters in test have to be a map, but are 'pytest'",
                "timeouts: 30                     | the parameters in timeouts have to be a map, but are '30'",
                "timeouts: [test: '30']           | the timeout 'test' has to be a number of minutes, but is '30'",
                "compare: [failsOn: 'x']          | unknown parameter 'failsOn' in compare",
                "compare: true                    | the parameters in compare have to be a map, but are 'true'",
                "release: true                    | the parameters in release have to be a map, but are 'true'",
                "release: [generatNotes: true]    | unknown parameter 'generatNotes' in release",
                "checks: ['a']                    | the parameters of checks have to be a map, but are '[a]'",
                "checks: [a: [platform: 'x']]     | unknown parameter 'platform' of check a",
                "checks: [a: [flavour: 'cpu']]    | check a has nothing to run",
                "checks: [a: [run: {}, flavour: 'metal']] | check a needs the wheels of flavour metal, which is not",
                "ccache: '/a b'                   | ccache is '/a b', which can't be mounted",
                "ccache: '/a:/b'                  | ccache is '/a:/b', which can't be mounted"
            })
    void shouldRefuseMistakesBeforeAnythingIsBuilt(String parameters, String message) {
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(" + parameters + ")"))
                .hasMessageStartingWith("mlcPipeline: " + message);
        assertThat(names()).doesNotContain("mlcBuildWheel");
    }

    @Test
    void shouldTakeOneLineWhereStepsTakeAList() {
        pipeline.run("mlcPipeline(cmake: 'set(USE_NCCL ON)', test: [requirements: 'pytest'])");
        assertThat(lines("mlcBuildWheel")).singleElement().asString().contains("cmake: [set(USE_NCCL ON)]");
        assertThat(lines("mlcTestWheel")).singleElement().asString().contains("requirements: [pytest]");
    }

    @Test
    void shouldDocumentEveryParameter() throws IOException {
        String help = Files.readString(BASE.resolve("vars/mlcPipeline.txt"));
        assertThatThrownBy(() -> pipeline.run("mlcPipeline(nonsense: 1)"))
                .extracting(Throwable::getMessage)
                .asString()
                .satisfies(message -> assertThat(
                                message.replaceFirst(".*known are ", "").split(", "))
                        .hasSizeGreaterThan(20)
                        .allSatisfy(name -> assertThat(help).contains("<code>" + name + "</code>")));
    }

    @Test
    void shouldHandEveryParameterToTheStepsThatTakeIt() throws IOException {
        env.put("TAG_NAME", "v1.0.0");
        List<String> ofBuilds = parametersOf("mlcBuildWheel");
        ofBuilds.removeAll(List.of("flavour", "wheelhouse", "archive", "ccache"));
        ofBuilds.removeAll(List.of("identifiers", "only", "config", "sdist")); // of a matrix
        for (String parameter : ofBuilds) {
            pipeline.run("mlcPipeline(" + parameter + ": 'given')");
            assertThat(lines("mlcBuildWheel"))
                    .last()
                    .asString()
                    .containsAnyOf(parameter + ": given", parameter + ": [given]");
        }
        List<String> ofTests = parametersOf("mlcTestWheel");
        ofTests.remove("wheels");
        for (String parameter : ofTests) {
            pipeline.run("mlcPipeline(test: [" + parameter + ": 'given'])");
            assertThat(lines("mlcTestWheel"))
                    .last()
                    .asString()
                    .containsAnyOf(parameter + ": given", parameter + ": [given]");
        }
        for (String parameter : parametersOf("mlcCompareWheels")) {
            pipeline.run("mlcPipeline(compare: [" + parameter + ": 'given'])");
            assertThat(lines("mlcCompareWheels"))
                    .last()
                    .asString()
                    .containsAnyOf(parameter + ": given", parameter + ": [given]");
        }
        List<String> ofReleases = parametersOf("mlcPublishRelease");
        ofReleases.remove("tagPattern"); // of the whole flow
        for (String parameter : ofReleases) {
            pipeline.run("mlcPipeline(release: [" + parameter + ": 'given'])");
            assertThat(lines("mlcPublishRelease")).last().asString().contains(parameter + ": given");
        }
    }

    /** The parameters of a step, as its table in the documentation has them. */
    private static List<String> parametersOf(String step) throws IOException {
        String steps = Files.readString(BASE.resolve("docs/steps.md"));
        List<String> parameters = steps.split("\n## " + step + "\n")[1]
                .split("\n## ")[0]
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1])
                .collect(Collectors.toCollection(ArrayList::new));
        assertThat(parameters).hasSizeGreaterThan(3);
        return parameters;
    }

    @Test
    void shouldOverrideParametersPerFlavour() {
        pipeline.run("mlcPipeline(image: 'a', flavours: [cpu: [jobs: 4], 'cuda-12.8': [image: 'b', agent: 'big']])");
        assertThat(lines("mlcBuildWheel")).first().asString().contains("jobs: 4");
        assertThat(lines("docker.inside")).containsExactly("a,", "a,", "b,", "b,");
        assertThat(lines("node")).contains("big");
    }

    @Test
    void shouldRunTheWholeFlowOfMlcLlm() throws IOException {
        runExampleOfMlcLlm();

        assertThat(names()).filteredOn("mlcBuildWheel"::equals).hasSize(5);
        assertThat(names()).filteredOn("mlcTestWheel"::equals).hasSize(5);
        assertThat(names())
                .containsSubsequence("branch cuda-12.8", "node CPU-SMALL", "mlcBuildWheel", "node GPU", "mlcTestWheel")
                .containsSubsequence(
                        "stage Checks", "branch CUDA", "branch WASM", "branch Android-OpenCL", "branch Metal")
                .containsSubsequence("branch iOS", "node MAC", "stage Release", "mlcPublishRelease");
        assertThat(lines("mlcPublishRelease"))
                .singleElement()
                .asString()
                .contains("rocm-6.2.whl", "generateNotes: true");
    }

    @Test
    void shouldBuildAndTestMlcLlmAsUpstreamDoes() throws IOException {
        runExampleOfMlcLlm();

        assertThat(lines("mlcBuildWheel"))
                .allMatch(call -> call.contains("jobs: 8") && call.endsWith("ccache: /ccache]"))
                .filteredOn(call -> call.contains("flavour: cuda-12.8"))
                .singleElement()
                .asString()
                .contains("set(CMAKE_CUDA_FLAGS \"${CMAKE_CUDA_FLAGS} -t 8\"), set(USE_CUBLAS ON), set(USE_NCCL ON)");
        assertThat(lines("mlcTestWheel"))
                .allMatch(call -> call.contains("requirements: [--find-links https://mlc.ai/wheels, mlc-ai-nightly-"))
                .filteredOn(call -> call.contains("python -m pytest -v -m unittest tests/python/"))
                .singleElement()
                .asString()
                .contains("mlc-ai-nightly-cu128>=0.dev0, pytest]", "python: /opt/conda/envs/ci-unittest/bin/python");
        assertThat(lines("docker.inside"))
                .filteredOn(call -> call.contains("--gpus all -e CUDA_VISIBLE_DEVICES"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("mlcaidev/ci-cu128:26d65cc, ");
    }

    @Test
    void shouldCompileModelsOfMlcLlmAsUpstreamDoes() throws IOException {
        runExampleOfMlcLlm();

        List<String> calls =
                pipeline.calls().stream().map(String::strip).collect(Collectors.toCollection(ArrayList::new));
        calls.subList(0, calls.indexOf("stage Checks")).clear();
        assertThat(calls)
                .filteredOn(call -> call.startsWith("docker.inside "))
                .map(call -> call.replace("-v /var/cache/ccache:/ccache ", ""))
                .containsExactly(
                        "docker.inside mlcaidev/ci-cu128:26d65cc, --cpus 4",
                        "docker.inside mlcaidev/ci-cpu:26d65cc, --cpus 8",
                        "docker.inside mlcaidev/ci-cpu:26d65cc, --cpus 4");
        assertThat(calls)
                .filteredOn(call -> call.startsWith("withEnv [TARGET="))
                .map(call -> call.replaceFirst(">=0.dev0, CONDA_ENVIRONMENT=.*", ""))
                .containsExactly(
                        "withEnv [TARGET=cuda, NUM_THREADS=4, SIBLING=mlc-ai-nightly-cu128",
                        "withEnv [TARGET=wasm, NUM_THREADS=8, SIBLING=mlc-ai-nightly-cpu",
                        "withEnv [TARGET=android, NUM_THREADS=4, SIBLING=mlc-ai-nightly-cpu",
                        "withEnv [TARGET=metal, NUM_THREADS=6, SIBLING=mlc-ai-nightly-cpu",
                        "withEnv [TARGET=ios, NUM_THREADS=6, SIBLING=mlc-ai-nightly-cpu");
        assertThat(calls).filteredOn(call -> call.contains("Update submodules")).hasSize(3);
    }

    private void runExampleOfMlcLlm() throws IOException {
        env.put("TAG_NAME", "v0.20.0");
        for (String flavour : List.of("CUDA_13_0", "ROCM_6_1", "ROCM_6_2")) {
            env.put("MLC_WHEELS_IMAGE_" + flavour, flavour);
        }
        String jenkinsfile = Files.readString(BASE.resolve("examples/mlc-llm/Jenkinsfile"));
        assertThat(jenkinsfile.lines()).hasSizeLessThan(60);
        pipeline.run(jenkinsfile.replace("@Library('mlc-wheels') _", ""));
    }

    /** Names of the calls, with the label where one is given, without what surrounds them. */
    private List<String> names() {
        return pipeline.calls().stream()
                .map(String::strip)
                .map(MlcPipelineTest::name)
                .toList();
    }

    private static String name(String call) {
        if (call.matches("(node|stage|branch) .*")) {
            return call;
        }
        if (call.startsWith("sh [label: ")) {
            return "sh " + call.substring("sh [label: ".length()).split(", (returnStdout|script): ")[0];
        }
        return call.split(" ")[0];
    }

    private List<String> lines(String step) {
        return pipeline.calls().stream()
                .map(String::strip)
                .filter(call -> call.startsWith(step + " "))
                .map(call -> call.substring(step.length() + 1))
                .toList();
    }

    /** Stands for docker-workflow's variable. */
    public final class Docker {
        public Image image(Object name) {
            return new Image(String.valueOf(name));
        }
    }

    public final class Image {
        private final String name;

        Image(String name) {
            this.name = name;
        }

        public Object inside(String options, Closure<?> body) {
            pipeline.note("docker.inside", name, options);
            return pipeline.runBody(List.of(body));
        }
    }

    public final class CurrentBuild {
        private String description;
        private String result = "SUCCESS";

        public String getDescription() {
            return description;
        }

        public void setDescription(Object description) {
            this.description = String.valueOf(description);
        }

        public String getCurrentResult() {
            return result;
        }

        public List<?> getBuildCauses(String type) {
            return type.equals("hudson.triggers.TimerTrigger$TimerTriggerCause") ? causes : List.of();
        }
    }
}
