package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildPlanTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "cpu, -cpu, ''",
        "cuda-12.8, -cu128, 80;89;90a;120",
        "cuda-13.0, -cu130, 80;89;90a;110;120",
        "rocm-6.1, -rocm61, ''",
        "rocm-6.2, -rocm62, ''"
    })
    void knowsUpstreamsFlavours(String id, String suffix, String architectures) {
        Flavour flavour = FlavourCatalog.builtIn().flavour(id);
        assertThat(flavour.nameSuffix()).isEqualTo(suffix);
        assertThat(flavour.cmake()).containsEntry("USE_VULKAN", "ON").satisfies(cmake -> assertThat(
                        cmake.getOrDefault("CMAKE_CUDA_ARCHITECTURES", ""))
                .isEqualTo(architectures));
        assertThat(flavour.excludes())
                .contains("libtvm.so*", "libtvm_ffi.so*", "libvulkan.so*")
                .allMatch(pattern -> pattern.endsWith(".so*"));
    }

    @Test
    void knowsNoOtherFlavours() {
        assertThat(FlavourCatalog.builtIn().flavours())
                .extracting(Flavour::id)
                .containsExactly("cpu", "cuda-12.8", "cuda-13.0", "rocm-6.1", "rocm-6.2");
        assertThatThrownBy(() -> plan(request().flavour("cuda-9")))
                .isInstanceOf(UnknownFlavourException.class)
                .hasMessage("unknown flavour cuda-9");
    }

    @Test
    void writesTheFlavoursLinesForTreesThatReadConfigCmake() throws IOException {
        cmake("include(config.cmake)");
        BuildPlan plan = plan(request().flavour("cuda-12.8").cmakeLines(List.of("set(USE_X ON)")));
        assertThat(plan.configCmake())
                .containsExactly(
                        "set(USE_VULKAN ON)",
                        "set(USE_CUDA ON)",
                        "set(CMAKE_CUDA_ARCHITECTURES \"80;89;90a;120\")",
                        "set(CMAKE_CUDA_FLAGS \"--expt-relaxed-constexpr\")",
                        "set(USE_X ON)");
        assertThat(plan.cmakeInclude()).isEmpty();
        assertThat(plan.tools()).containsExactly("compiler", "cmake");
    }

    @Test
    void includesOnlyTheUsersLinesElsewhere() throws IOException {
        cmake("project(x)");
        BuildPlan plan = plan(request().cmakeLines(List.of("set(USE_X ON)")));
        assertThat(plan.configCmake()).isEmpty();
        assertThat(plan.cmakeInclude()).containsExactly("set(USE_X ON)");
        assertThat(plan.notes()).singleElement().asString().contains("config.cmake");
    }

    @Test
    void refusesCmakeLinesWithoutCmake() {
        assertThatThrownBy(() -> plan(request().cmakeLines(List.of("set(USE_X ON)"))))
                .isInstanceOf(InvalidBuildRequestException.class)
                .hasMessageContaining("no CMakeLists.txt");
    }

    @Test
    void needsNoInstalledCmakeWhereTheBackendBringsOne() throws IOException {
        cmake("project(x)");
        TestProject.in(
                directory,
                TestProject.PYPROJECT.replace("requires = []", "requires = [\n  \"scikit-build-core>=0.10\",\n]"));
        assertThat(BuildPlan.of(request().build(), SourceTree.read(directory)).tools())
                .containsExactly("compiler");
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, STABLE, Plain.Project, ''",
        "cuda-12.8, STABLE, plain-project-cu128, plain-project-cu128",
        "cpu, NIGHTLY, plain-project-nightly-cpu, plain-project-nightly-cpu",
        "rocm-6.2, NIGHTLY, plain-project-nightly-rocm62, plain-project-nightly-rocm62"
    })
    void namesPackagesByFlavourAndChannel(String flavour, Channel channel, String expected, String rename) {
        PackageIdentity identity =
                plan(request().flavour(flavour).channel(channel)).identity();
        assertThat(identity.expectedName()).contains(expected);
        assertThat(identity.rename().orElse("")).isEqualTo(rename);
    }

    @Test
    void takesTheNameThatIsGiven() {
        assertThat(plan(request().flavour("cuda-12.8").name("other")).identity().rename())
                .contains("other");
    }

    @Test
    void tellsTheVersionToSetuptoolsScmForThisProjectOnly() throws IOException {
        TestProject.in(
                directory,
                TestProject.PYPROJECT
                        .replace("version = \"0.0.1\"", "dynamic = [\"readme\", \"version\"]")
                        .replace(
                                "requires = []", "requires = [\"setuptools[core]>=61\", \"setuptools_scm[toml]>=8\"]"));
        BuildPlan plan = BuildPlan.of(versioned().build(), SourceTree.read(directory));
        assertThat(BuildScript.of(plan).environment())
                .containsEntry("MLC_EDITS", "")
                .containsEntry("SETUPTOOLS_SCM_PRETEND_VERSION_FOR_PLAIN_PROJECT", "1.2.0rc1")
                .doesNotContainKey("SETUPTOOLS_SCM_PRETEND_VERSION")
                .containsEntry("MLC_EXPECT_VERSION", "1.2.0rc1");
        assertThat(plan.describe())
                .containsEntry(
                        "versionFrom", "setuptools-scm, told by SETUPTOOLS_SCM_PRETEND_VERSION_FOR_PLAIN_PROJECT");
    }

    @Test
    void namesTheProjectToSetuptoolsScmWhereHatchVcsDoesNot() throws IOException {
        TestProject.in(
                directory,
                "[project]\nname = \"a.b\"\ndynamic = [\"version\"]\n[tool.hatch.version]\nsource = \"vcs\"\n");
        BuildPlan plan = BuildPlan.of(versioned().build(), SourceTree.read(directory));
        assertThat(plan.identity().edits()).singleElement().satisfies(edit -> assertThat(edit.after())
                .isEqualTo("\n[tool.hatch.version.raw-options]\ndist_name = \"a-b\"\n"));
        assertThat(BuildScript.of(plan).environment())
                .containsEntry("SETUPTOOLS_SCM_PRETEND_VERSION_FOR_A_B", "1.2.0rc1");
    }

    @Test
    void buildsVersionsThatStandElsewhereAsTheyAre() throws IOException {
        TestProject.in(directory, TestProject.PYPROJECT.replace("version = \"0.0.1\"", "dynamic = [\"version\"]"));
        Files.writeString(directory.resolve("setup.py"), "from setuptools import setup\nsetup(version='1.2.0rc1')\n");
        BuildPlan plan = BuildPlan.of(versioned().build(), SourceTree.read(directory));
        assertThat(BuildScript.of(plan).environment())
                .containsEntry("MLC_EDITS", "")
                .containsEntry("MLC_EXPECT_VERSION", "1.2.0rc1")
                .containsEntry(
                        "MLC_VERSION_REMEDY",
                        "The project's version comes from setup.py. Change it there, or build at another tag.")
                .doesNotContainKey("SETUPTOOLS_SCM_PRETEND_VERSION");
        assertThat(plan.identity().versionWay()).isEqualTo("setup.py, as it is; the wheel must have version 1.2.0rc1");
    }

    @Test
    void refusesTreesWithoutPyproject() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> SourceTree.read(empty))
                .isInstanceOf(InvalidSourceTreeException.class)
                .hasMessageContaining("neither pyproject.toml nor setup.py");
        assertThatThrownBy(() -> SourceTree.read(directory.resolve("gone")))
                .isInstanceOf(InvalidSourceTreeException.class)
                .hasMessageContaining("no such directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MLC_DIST", "A B", "A=B", "", "UID", "SHELLOPTS"})
    void refusesVariablesThatAreTakenOrNone(String name) {
        assertThatThrownBy(() -> plan(request().environment(Map.of(name, "x"))))
                .isInstanceOf(InvalidBuildRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "a b", "a;b", "", "$(id)"})
    void refusesTextsThatAreNoImage(String reference) {
        assertThatThrownBy(() -> new ContainerImage(reference, "docker", Optional.empty(), Optional.empty()))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void keepsValuesOutOfTheScriptsText() {
        ShellScript plain = BuildScript.of(plan(request()));
        ShellScript hostile = BuildScript.of(plan(request()
                .beforeBuild("'; touch /tmp/x; $(id)")
                .configSettings(Map.of("k", "`id`"))
                .environment(Map.of("E", "\"; id"))));
        assertThat(hostile.text()).isEqualTo(plain.text());
        assertThat(hostile.environment()).containsEntry("MLC_BEFORE_BUILD", "'; touch /tmp/x; $(id)");
    }

    @Test
    void runsContainersAsTheCallerWithLimitsAndAReadOnlySource() {
        ContainerImage image = new ContainerImage("repo/image:1", "podman", Optional.of("1.5"), Optional.of("2g"));
        BuildPlan plan = plan(versioned().image(image).ccache(directory.resolve("cache")));
        ContainerEngine engine = new ContainerEngine("podman", true, true);
        ContainerCommand container = ContainerCommand.of(plan, image, "name", engine.userOptions(1000, 1001));
        assertThat(container.spec().command())
                .startsWith("podman", "run", "--rm", "--interactive", "--name=name")
                .contains(
                        "--userns=keep-id", "--user=1000:1001", "--cpus=1.5", "--memory=2g", "--env=MLC_EXPECT_VERSION")
                .contains("--mount=type=bind,source=" + directory + ",target=/workspace,readonly")
                .noneMatch(word -> word.contains("1.2.0rc1"));
        assertThat(container.spec().environment())
                .containsEntry("MLC_EXPECT_VERSION", "1.2.0rc1")
                .containsEntry("MLC_SOURCE", "/workspace")
                .containsEntry("MLC_CCACHE", "/ccache");
        assertThat(container.spec().lifeline()).isTrue();
    }

    @Test
    void letsRootInRootlessDockerBeTheCaller() {
        assertThat(new ContainerEngine("docker", false, true).userOptions(1000, 1000))
                .containsExactly("--user=0:0");
        assertThat(new ContainerEngine("docker", false, false).userOptions(1000, 1000))
                .containsExactly("--user=1000:1000");
    }

    private BuildRequest.Builder request() {
        return BuildRequest.of(directory);
    }

    private BuildRequest.Builder versioned() {
        return request().version(Pep440Version.parse("1.2.0rc1"));
    }

    private BuildPlan plan(BuildRequest.Builder request) {
        try {
            if (Files.notExists(directory.resolve("pyproject.toml"))) {
                TestProject.in(directory);
            }
            return BuildPlan.of(request.build(), SourceTree.read(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cmake(String text) throws IOException {
        Files.writeString(directory.resolve("CMakeLists.txt"), text);
    }
}
