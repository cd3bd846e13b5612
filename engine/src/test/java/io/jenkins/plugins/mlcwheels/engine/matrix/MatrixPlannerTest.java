package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixPlannerTest {

    private static final String PROJECT = "[project]\nname = \"demo\"\nversion = \"1.0\"\n";

    private static Optional<MatrixPlan> find(String toml, UnaryOperator<MatrixRequest.Builder> options) {
        ProjectFiles project = new ProjectFiles(ConfigFile.parse("pyproject.toml", toml), "", "");
        MatrixRequest request =
                options.apply(MatrixRequest.of(project, Arch.X86_64)).build();
        return MatrixPlanner.plan(
                request,
                flavour -> new WheelName(
                        Optional.of("My.Demo" + flavour.map(id -> "-" + id).orElse("")), Optional.of("1.0")));
    }

    private static MatrixPlan plan(String toml, UnaryOperator<MatrixRequest.Builder> options) {
        return find(toml, options).orElseThrow();
    }

    private static MatrixPlan plan(String toml) {
        return plan(toml, request -> request);
    }

    private static PlannedBuild build(MatrixPlan plan, String name) {
        return plan.builds().stream()
                .filter(build -> build.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String value(PlannedBuild build, String option) {
        return build.values().stream()
                .filter(value -> value.option().equals(option))
                .map(value -> value.text() + " from " + String.join(" + ", value.origins()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[project]\nname = 'x'\n",
                "[tool.mlc-wheels]\ntag-pattern = '{version}'\n",
                "[tool.mlc-wheels]\n"
            })
    void shouldHaveNoMatrixWithoutOptionsOnBuilds(String toml) {
        assertThat(find(toml, request -> request)).isEmpty();
        assertThat(find(toml, request -> request.environment(Map.of("CIBW_BUILD", "cp39-*"))))
                .isEmpty();
        assertThat(find(toml, request -> request.append("environment", "A=1", "--env")))
                .isEmpty();
    }

    @Test
    void shouldHaveAMatrixWhereAnOptionSelects() {
        assertThat(find("", request -> request.set("build", "cp39-*", "--build")))
                .isPresent();
        assertThat(find("", request -> request.only(List.of("cp39-manylinux_x86_64"))))
                .isPresent();
        assertThat(find("", request -> request.environment(Map.of("MLC_WHEELS_SKIP", "cp39-*"))))
                .isPresent();
        assertThat(find("[tool.cibuildwheel]\n", request -> request)).isPresent();
        assertThat(find("[tool.mlc-wheels.linux]\n", request -> request)).isPresent();
    }

    @Test
    void shouldPreferItsOwnTableUnlessItSaysNothingOnBuilds() {
        String theirs = "[tool.cibuildwheel]\nbuild = 'cp39-manylinux*'\n";
        String ours = "[tool.mlc-wheels]\ntag-pattern = 'v{version}'\n";

        assertThat(plan(theirs + ours).builds()).hasSize(1);
        assertThat(plan(theirs + ours + "build = 'cp310-*'\n").builds())
                .extracting(PlannedBuild::name)
                .containsExactly("cp310-manylinux_x86_64", "cp310-musllinux_x86_64");
    }

    @Test
    void shouldReadTheVariablesOfTheTableThatCounts() {
        Map<String, String> variables = Map.of("CIBW_BUILD", "cp39-*", "CIBW_SKIP", "*-musl*", "MLC_WHEELS_SKIP", "");

        assertThat(plan("[tool.mlc-wheels]\nbuild = 'cp310-*'\n", request -> request.environment(variables))
                        .builds())
                .extracting(PlannedBuild::name)
                .containsExactly("cp310-manylinux_x86_64", "cp310-musllinux_x86_64");
        assertThat(plan("[tool.cibuildwheel]\nbuild = 'cp310-*'\n", request -> request.environment(variables))
                        .builds())
                .extracting(PlannedBuild::name)
                .containsExactly("cp39-manylinux_x86_64", "cp39-musllinux_x86_64");
    }

    @Test
    void shouldTakeTheLastThatGivesAValue() {
        String toml = """
                [tool.mlc-wheels]
                build = "cp3{10,11}-manylinux*"
                before-all = "table"
                before-build = "table"
                before-test = "table"
                test-command = ["table", "second"]
                test-extras = ["a", "b"]
                [tool.mlc-wheels.linux]
                before-build = "linux"
                before-test = "linux"
                [tool.mlc-wheels.flavour.cpu]
                before-test = "flavour"
                [[tool.mlc-wheels.overrides]]
                select = "cp311-*"
                before-test = "override"
                """;
        MatrixPlan plan = plan(toml, request -> request.environment(
                        Map.of("MLC_WHEELS_TEST_EXTRAS", "variable", "MLC_WHEELS_TEST_EXTRAS_LINUX", "linux,two"))
                .set("before-all", "line", "--before-all"));
        PlannedBuild first = build(plan, "cpu/cp310-manylinux_x86_64");

        assertThat(value(first, "before-all")).isEqualTo("line from --before-all");
        assertThat(value(first, "before-build")).isEqualTo("linux from pyproject.toml:9 [tool.mlc-wheels.linux]");
        assertThat(value(first, "before-test"))
                .isEqualTo("flavour from pyproject.toml:12 [tool.mlc-wheels.flavour.\"cpu\"]");
        assertThat(value(first, "test-command")).isEqualTo("table && second from pyproject.toml:6 [tool.mlc-wheels]");
        assertThat(value(first, "test-extras")).isEqualTo("linux,two from MLC_WHEELS_TEST_EXTRAS_LINUX");
        assertThat(value(first, "build-frontend")).isEqualTo("default from default");
        assertThat(first.options().test().extras()).containsExactly("linux", "two");
        assertThat(value(build(plan, "cpu/cp311-manylinux_x86_64"), "before-test"))
                .isEqualTo("override from pyproject.toml:15 [[tool.mlc-wheels.overrides]]");
    }

    @Test
    void shouldJoinWhatOverridesInherit() {
        String toml = """
                [tool.cibuildwheel]
                build = "cp3{8..10}-manylinux*"
                test-command = "pyproject"
                environment = { FOO = "BAR", HAM = "$(echo eggs)" }
                config-settings = { key1 = "value1", key2 = "value2", several = ["1", "2"] }
                before-all = ["first"]
                [[tool.cibuildwheel.overrides]]
                select = "cp310*"
                inherit = { test-command = "prepend", environment = "append", config-settings = "append" }
                test-command = ["override", "override2"]
                environment = { FOO = "BAZ", PYTHON = "MONTY" }
                config-settings = { key3 = "a b", key2 = "override2" }
                inherit.before-all = "none"
                before-all = ""
                [[tool.cibuildwheel.overrides]]
                select = "*-manylinux_x86_64 cp310-*"
                inherit.test-command = "append"
                test-command = ["final"]
                """.replace("cp3{8..10}", "cp3{9..10}").replace("inherit.before-all = \"none\"\n", "");
        MatrixPlan plan = plan(toml);
        EffectiveOptions joined = build(plan, "cp310-manylinux_x86_64").options();

        assertThat(build(plan, "cp39-manylinux_x86_64").options().test().command())
                .hasValue("pyproject && final");
        assertThat(joined.test().command()).hasValue("override && override2 && pyproject && final");
        assertThat(joined.environment())
                .extracting(EnvironmentAssignment::toString)
                .containsExactly("FOO=\"BAR\"", "HAM=\"$(echo eggs)\"", "FOO=\"BAZ\"", "PYTHON=\"MONTY\"");
        assertThat(joined.configSettings())
                .extracting(ConfigSetting::toString)
                .containsExactly("key1=value1", "key2=override2", "several=1", "several=2", "key3=a b");
        assertThat(joined.beforeAll()).isEmpty();
        assertThat(value(build(plan, "cp310-manylinux_x86_64"), "test-command"))
                .endsWith("from pyproject.toml:10 [[tool.cibuildwheel.overrides]] + pyproject.toml:3"
                        + " [tool.cibuildwheel] + pyproject.toml:17 [[tool.cibuildwheel.overrides]]");
    }

    @Test
    void shouldAppendVariablesAndSettingsOfTheCommandLine() {
        MatrixPlan plan = plan(
                "[tool.mlc-wheels]\nbuild = 'cp39-many*'\nenvironment = 'A=1'\n",
                request -> request.variables(Map.of("B", "it's $HOME"), "--env"));

        assertThat(plan.builds().get(0).options().environment())
                .containsExactly(
                        new EnvironmentAssignment("A", "1"), new EnvironmentAssignment("B", "'it'\\''s $HOME'"));
    }

    @Test
    void shouldMultiplyByFlavours() {
        String toml = """
                [tool.mlc-wheels]
                flavours = ["cpu", "cuda-12.8"]
                build = "cp31{2,3}-manylinux_*"
                skip = "cuda-*/cp313-*"
                [tool.mlc-wheels.flavour."cuda-12.8"]
                manylinux-x86_64-image = "registry.example/cuda:1"
                [[tool.mlc-wheels.overrides]]
                select = "cpu/*"
                test-command = "pytest"
                """;
        MatrixPlan plan = plan(toml);

        assertThat(plan.builds())
                .extracting(PlannedBuild::name)
                .containsExactly(
                        "cpu/cp312-manylinux_x86_64", "cpu/cp313-manylinux_x86_64", "cuda-12.8/cp312-manylinux_x86_64");
        assertThat(plan.builds().get(0).options().test().command()).hasValue("pytest");
        PlannedBuild cuda = plan.builds().get(2);
        assertThat(cuda.options().test().command()).isEmpty();
        assertThat(cuda.options().image())
                .isEqualTo(new ImageChoice("registry.example/cuda:1", "registry.example/cuda:1", true));
        assertThat(cuda.expectedName()).startsWith("my_demo_cuda_12_8-1.0-");
        assertThat(plan(toml, request -> request.flavour("cuda-12.8")).builds()).hasSize(1);
        assertThat(plan(toml, request -> request.only(List.of("cuda-12.8/cp39-musllinux_x86_64")))
                        .builds())
                .extracting(PlannedBuild::name)
                .containsExactly("cuda-12.8/cp39-musllinux_x86_64");
    }

    @Test
    void shouldRefuseTwoBuildsOfOneName() {
        ProjectFiles project = new ProjectFiles(
                ConfigFile.parse(
                        "p.toml", "[tool.mlc-wheels]\nflavours = ['cpu', 'cuda-12.8']\nbuild = 'cp39-many*'\n"),
                "",
                "");

        assertThatExceptionOfType(InvalidMatrixException.class)
                .isThrownBy(() -> MatrixPlanner.plan(
                        MatrixRequest.of(project, Arch.X86_64).build(),
                        flavour -> new WheelName(Optional.of("demo"), Optional.empty())))
                .withMessageStartingWith(
                        "cpu/cp39-manylinux_x86_64 and cuda-12.8/cp39-manylinux_x86_64 would both build demo-*-");
    }

    @Test
    void shouldResolveImagesToDigests() {
        MatrixPlan plan = plan("""
                [tool.cibuildwheel]
                build = "cp39-*"
                archs = "x86_64 riscv64"
                manylinux-x86_64-image = "manylinux_2_34"
                musllinux-x86_64-image = ""
                """);

        ImageChoice manylinux = build(plan, "cp39-manylinux_x86_64").options().image();
        assertThat(manylinux.named()).isEqualTo("manylinux_2_34");
        assertThat(manylinux.reference()).matches("quay.io/pypa/manylinux_2_34_x86_64@sha256:[0-9a-f]{64}");
        assertThat(manylinux.asked()).isFalse();
        assertThat(build(plan, "cp39-musllinux_x86_64").options().image().named())
                .isEqualTo("musllinux_1_2");
        assertThat(build(plan, "cp39-manylinux_riscv64").options().image().named())
                .isEqualTo("manylinux_2_39");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "build-backend = 'scikit_build_core.build'~[tool.scikit-build]~wheel.py-api = 'py3' | py3-none",
                "build-backend = 'scikit_build_core.build'~[tool.scikit-build]~wheel.py-api = 'py2.py3' | py2.py3-none",
                "build-backend = 'scikit_build_core.build'~[tool.mlc-wheels.config-settings]~\"wheel.py-api\" = 'py3'"
                        + " | py3-none"
            })
    void shouldBuildOneWheelForAllPythonsWhereItHasNoCodeForOne(String settings, String tags) {
        MatrixPlan plan = plan("[build-system]\n" + settings.replace('~', '\n')
                + "\n[tool.mlc-wheels.linux]\nskip = '*-musl*'\nenable = 'pypy'\n");

        assertThat(plan.builds()).hasSize(10);
        assertThat(plan.builds().get(0).servedBy()).isEmpty();
        assertThat(plan.builds().subList(1, 10))
                .allSatisfy(build ->
                        assertThat(build.servedBy().map(Object::toString)).hasValue("cp39-manylinux_x86_64"));
        assertThat(plan.builds()).allSatisfy(build -> assertThat(build.expectedName())
                .isEqualTo("my_demo-1.0-" + tags + "-manylinux*_x86_64.whl"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "build-backend = 'scikit_build_core.build'\n[tool.scikit-build]\nwheel.py-api = 'cp311'",
                "build-backend = 'setuptools.build_meta'\n[tool.distutils.bdist_wheel]\npy-limited-api = 'cp311'",
                "build-backend = 'maturin'\n[tool.maturin]\nfeatures = ['other', 'pyo3/abi3-py311']",
                "[tool.mlc-wheels.config-settings]\n--build-option = '--py-limited-api=cp311'"
            })
    void shouldBuildOneWheelForThePythonsThatLoadItsStableAbi(String settings) {
        MatrixPlan plan = plan("[build-system]\n" + settings + "\n[tool.mlc-wheels.linux]\nskip = '*-musl* cp315*'\n");

        assertThat(plan.builds())
                .extracting(build -> build.identifier().python() + " "
                        + build.servedBy().map(by -> by.python().text()).orElse(build.expectedName()))
                .containsExactly(
                        "cp39 my_demo-1.0-cp39-cp39-manylinux*_x86_64.whl",
                        "cp310 my_demo-1.0-cp310-cp310-manylinux*_x86_64.whl",
                        "cp311 my_demo-1.0-cp311-abi3-manylinux*_x86_64.whl",
                        "cp312 cp311",
                        "cp313 cp311",
                        "cp314 cp311",
                        "cp314t my_demo-1.0-cp314-cp314t-manylinux*_x86_64.whl");
    }

    @Test
    void shouldNotGuessWhatAWheelServes() {
        PlannedBuild build = plan("[tool.mlc-wheels]\nbuild = 'cp312-*linux_x86_64 cp313-many*'\n")
                .builds()
                .get(1);

        assertThat(build.servedBy()).isEmpty();
        assertThat(build.expectedName())
                .isEqualTo("my_demo-1.0-{cp313-cp313,cp3*-abi3,*py3*-none}-manylinux*_x86_64.whl");
    }

    @Test
    void shouldResolveDependencyGroups() {
        String groups = "[dependency-groups]\nTest_All = ['pytest', { include-group = 'more' }]\nmore = ['numpy>1']\n";
        TestStep test = plan(groups + "[tool.mlc-wheels]\nbuild = 'cp39-many*'\ntest-requires = ['x; a<\"3\"']\n"
                        + "test-groups = 'test-all'\n")
                .builds()
                .get(0)
                .options()
                .test();

        assertThat(test.requires()).containsExactly("x; a<\"3\"", "pytest", "numpy>1");
        assertThat(test.groups()).containsExactly("test-all");
    }

    @Test
    void shouldKeepItsOwnAuditAndRunOtherCommands() {
        String table = "[tool.cibuildwheel]\nbuild = 'cp39-many*'\n";

        assertThat(plan(table).builds().get(0).options().audit()).isEqualTo(new AuditStep(true, List.of(), List.of()));
        assertThat(plan(table + "audit-command = ''\n")
                        .builds()
                        .get(0)
                        .options()
                        .audit())
                .isEqualTo(new AuditStep(false, List.of(), List.of()));
        assertThat(plan(table + "audit-command = ['abi3audit {abi3_wheel}', 'twine check {wheel}']\n"
                                + "audit-requires = ['twine']\n")
                        .builds()
                        .get(0)
                        .options()
                        .audit())
                .isEqualTo(new AuditStep(true, List.of("twine check {wheel}"), List.of("twine")));
    }

    @Test
    void shouldReadTheOtherOptionsAsCibuildwheelDoes() {
        EffectiveOptions options = plan("""
                        [tool.cibuildwheel]
                        build = "cp39-many*"
                        build-frontend = { name = "pip", args = ["--no-deps", "a b"] }
                        build-verbosity = 7
                        environment-pass = ["A", "B"]
                        test-sources = ["test", "other dir"]
                        test-environment = { X = "1" }
                        test-runtime = { args = ["--simulator", "foo"] }
                        test-skip = "*x86_64"
                        dependency-versions = { packages = ["foo==1.2.3", "bar==4"] }
                        container-engine = { name = "podman", create-args = ["--gpus", "a;b", "--platform=linux/386"], disable-host-mount = true }
                        """).builds().get(0).options();

        assertThat(options.frontend()).isEqualTo(new FrontendChoice("pip", List.of("--no-deps", "a b")));
        assertThat(options.verbosity()).isEqualTo(3);
        assertThat(options.environmentPass()).containsExactly("A", "B");
        assertThat(options.test().sources()).containsExactly("test", "other dir");
        assertThat(options.test().runtimeArguments()).containsExactly("--simulator", "foo");
        assertThat(options.test().skipped()).isTrue();
        assertThat(options.constraints().packages()).containsExactly("foo==1.2.3", "bar==4");
        assertThat(options.container()).isEqualTo(new ContainerSettings("podman", List.of("--gpus", "a;b"), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "latest | LATEST |",
                "pinned | LATEST |",
                "constraints file.txt | FILE | constraints file.txt",
                "file:'constraints file.txt' | FILE | constraints file.txt"
            })
    void shouldReadDependencyVersions(String text, DependencyVersions.Kind kind, String file) {
        DependencyVersions versions = plan("[tool.cibuildwheel]\nbuild = 'cp39-many*'\ndependency-versions = \"" + text
                        + "\"\n")
                .builds()
                .get(0)
                .options()
                .constraints();

        assertThat(versions).isEqualTo(new DependencyVersions(kind, Optional.ofNullable(file), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "buidl = 'x' | pyproject.toml:2: [tool.mlc-wheels] has the unknown key buidl; did you mean build?",
                "build = 1.5 | pyproject.toml:2: tool.mlc-wheels.build has a value of a wrong kind",
                "archs = 'arm64' | pyproject.toml:2 [tool.mlc-wheels]: Linux has no architecture 'arm64'; did you mean aarch64?",
                "enable = 'pypi' | pyproject.toml:2 [tool.mlc-wheels]: enable has no group pypi; did you mean pypy?",
                "build = 'cp38-*' | pyproject.toml:2 [tool.mlc-wheels]: build: no build is matched by cp38-*: Pythons before 3.9 are not built",
                "build = 'cp312-manylinux_x68_64' | pyproject.toml:2 [tool.mlc-wheels]: build: no build is matched by cp312-manylinux_x68_64; did you mean cp312-manylinux_x86_64?",
                "build = 'pp311-*' | pyproject.toml:2 [tool.mlc-wheels]: build: no build is matched by pp311-*, because enable lacks pypy",
                "build = 'cp{1..5000}-*' | pyproject.toml:2 [tool.mlc-wheels]: the pattern \"cp{1..5000}-*\" can't be used: stands for more than 1000 patterns",
                "environment = 'A=1; B=2' | pyproject.toml:2 [tool.mlc-wheels]: environment: ';' is outside of quotes",
                "build-frontend = 'bulid' | pyproject.toml:2 [tool.mlc-wheels]: build-frontend: 'bulid' is not one of build, pip, build[uv] and uv",
                "build-frontend = 'pyodide-build' | pyproject.toml:2 [tool.mlc-wheels]: build-frontend: pyodide-build builds for Pyodide only, and builds are for Linux",
                "build-verbosity = 'x' | pyproject.toml:2 [tool.mlc-wheels]: build-verbosity: 'x' is not a number",
                "container-engine = 'lxc' | pyproject.toml:2 [tool.mlc-wheels]: container-engine: 'lxc' is neither docker nor podman",
                "test-requires = \"'x\" | pyproject.toml:2 [tool.mlc-wheels]: test-requires: a quotation is not closed: '",
                "test-command = '{python} -m x' | pyproject.toml:2 [tool.mlc-wheels]: test-command uses {python}, which cibuildwheel 3 has removed",
                "test-groups = 'x' | pyproject.toml:2 [tool.mlc-wheels]: pyproject.toml has no dependency group x",
                "audit-command = 'x' | pyproject.toml:2 [tool.mlc-wheels]: audit-command 'x' has neither {wheel} nor {abi3_wheel}",
                "manylinux-x86_64-image = 'manylinux1' | pyproject.toml:2 [tool.mlc-wheels]: manylinux-x86_64-image: there is no image manylinux1 for x86_64",
                "overrides = [{ select = 'cp38-*' }] | pyproject.toml:2: the override selects no build that there is: cp38-*",
                "overrides = [{ test-command = 'x' }] | pyproject.toml:2: [[tool.mlc-wheels.overrides]] has no select, so the builds that it is for are unknown",
                "overrides = [{ select = 'cp39-*', inherit = { before-all = 'x' } }] | pyproject.toml:2: tool.mlc-wheels.overrides.0.inherit.before-all has a value of a wrong kind",
                "overrides = [{ select = '*', build-verbosity = 1, inherit = { build-verbosity = 'append' } }] | pyproject.toml:2 [[tool.mlc-wheels.overrides]]: values of build-verbosity can't be joined",
                "flavours = ['cuda'] | pyproject.toml:2: no flavour cuda",
            })
    void shouldSayWhatIsWrongWhereAndWhatWasMeant(String line, String message) {
        assertThatExceptionOfType(InvalidMatrixException.class)
                .isThrownBy(() -> plan("[tool.mlc-wheels]\n" + line + "\n"))
                .withMessage(message)
                .satisfies(error -> assertThat(error.suggestion()).isNotBlank());
    }

    @Test
    void shouldTakeWhatWasWrittenForAnOlderCibuildwheel() {
        MatrixPlan plan = plan("""
                [tool.cibuildwheel]
                build = "cp36-* cp38-manylinux* cp313t-* cp312-manylinux_x86_64"
                enable = ["cpython-freethreading"]
                free-threaded-support = true
                """);

        assertThat(plan.builds())
                .extracting(build -> build.identifier().toString())
                .containsExactly("cp312-manylinux_x86_64");
        assertThat(plan.notices())
                .contains(
                        "pyproject.toml:3 [tool.cibuildwheel]: enable: cibuildwheel 4 has no group"
                                + " cpython-freethreading; free-threaded Pythons from 3.14 on are built without one",
                        "pyproject.toml:2 [tool.cibuildwheel]: build: no build is matched by cp36-*, cp38-manylinux*,"
                                + " cp313t-*",
                        "pyproject.toml:4: free-threaded-support has no effect: Free-threaded Pythons are built by"
                                + " default.");
        assertThatExceptionOfType(InvalidMatrixException.class)
                .isThrownBy(() -> plan("[tool.cibuildwheel]\n", request -> request.set("build", "cp38-*", "--build")))
                .withMessageContaining("Pythons before 3.9 are not built");
        assertThatExceptionOfType(InvalidMatrixException.class)
                .isThrownBy(() -> plan("[tool.cibuildwheel]\nbuild = 'cp38-*'\n"))
                .withMessageContaining("Pythons before 3.9 are not built");
    }

    @Test
    void shouldSayWhereTomlIsBroken() {
        assertThatExceptionOfType(InvalidMatrixException.class)
                .isThrownBy(() -> plan("[tool.mlc-wheels]\nskip = \n"))
                .withMessageStartingWith("pyproject.toml:2:8: not valid TOML: ");
    }

    @Test
    void shouldSayWhatSelectedNothing() {
        assertThatExceptionOfType(NothingSelectedException.class)
                .isThrownBy(() -> plan(PROJECT + "requires-python = '>=3.99'\n[tool.mlc-wheels]\nskip = 'cp39-*'\n"))
                .withMessage("no build is selected by skip = 'cp39-*' (pyproject.toml:6 [tool.mlc-wheels]),"
                        + " archs = 'auto, which is x86_64' (default),"
                        + " requires-python = '>=3.99' (pyproject.toml:4 [project])");
        assertThat(plan("[tool.mlc-wheels]\nskip = '*'\n", request -> request.allowEmpty(true))
                        .builds())
                .isEmpty();
        assertThat(plan(
                                "[tool.cibuildwheel]\nskip = '*'\n",
                                request -> request.environment(Map.of("CIBW_ALLOW_EMPTY", "true")))
                        .builds())
                .isEmpty();
    }

    @Test
    void shouldNoticeWhatHasNoEffect() {
        MatrixPlan plan = plan(
                """
                [tool.cibuildwheel]
                skip = ["cp36-*", "*-win32", "*-musllinux*"]
                pyodide-version = "0.29"
                manylinux-pypy_x86_64-image = "x"
                [tool.cibuildwheel.macos]
                nonsense = 1
                [[tool.cibuildwheel.overrides]]
                select = "cp38-*"
                test_command = "x"
                """,
                request -> request.environment(Map.of(
                        "CIBW_OUTPUT_DIR", "x", "CIBW_BULD", "x", "CIBW_ARCHS_MACOS", "x", "CIBW_XBUILD_TOOLS", "x")));

        assertThat(plan.notices())
                .containsExactly(
                        "pyproject.toml:3: pyodide-version has no effect: Builds are for Linux.",
                        "pyproject.toml:4: manylinux-pypy_x86_64-image has no effect: cibuildwheel 4.2 reads it and uses"
                                + " `manylinux-*-image` for PyPy too.",
                        "pyproject.toml:5: [tool.cibuildwheel.macos] is not read, because builds are for Linux",
                        "pyproject.toml:9: test_command has no effect in [[tool.cibuildwheel.overrides]]; did you mean"
                                + " test-command?",
                        "CIBW_BULD has no effect: cibuildwheel 4.2 has no such option; did you mean CIBW_BUILD?",
                        "CIBW_OUTPUT_DIR has no effect: Give `-w DIR`.",
                        "CIBW_XBUILD_TOOLS has no effect: Builds are for Linux.",
                        "pyproject.toml:2 [tool.cibuildwheel]: skip: no build is matched by cp36-*",
                        "pyproject.toml:7: the override selects none of the builds");
    }

    @Test
    void shouldRefuseVariablesThatAskForAnotherSystem() {
        assertThatExceptionOfType(InvalidMatrixException.class)
                .isThrownBy(() ->
                        plan("[tool.cibuildwheel]\n", request -> request.environment(Map.of("CIBW_PLATFORM", "macos"))))
                .withMessage("CIBW_PLATFORM is macos, and builds are for Linux");
    }

    @Test
    void shouldReadAnotherFileInsteadOfTheProjects() {
        ConfigFile file = ConfigFile.parse("ci.toml", "[tool.cibuildwheel]\nbuild = 'cp39-many*'\n");
        MatrixPlan plan = plan("[tool.mlc-wheels]\nbuild = 'cp310-*'\n", request -> request.config(file));

        assertThat(plan.builds()).extracting(PlannedBuild::name).containsExactly("cp39-manylinux_x86_64");
        assertThatExceptionOfType(InvalidMatrixException.class)
                .isThrownBy(() -> plan("", request -> request.config(ConfigFile.parse("ci.toml", "a = 1\n"))))
                .withMessage("ci.toml: neither [tool.mlc-wheels] nor [tool.cibuildwheel]");
    }

    @Test
    void shouldNotShowSecrets() {
        MatrixPlan plan = plan(
                "[tool.mlc-wheels]\nbuild = 'cp39-many*'\nenvironment = 'API_TOKEN=abcdef URL=https://me:pw@h/x A=$B'\n"
                        + "before-all = 'login s3cr3t-value'\n",
                request -> request.environment(Map.of("DEPLOY_PASSWORD", "s3cr3t-value")));
        PlannedBuild build = plan.builds().get(0);

        assertThat(value(build, "environment")).startsWith("API_TOKEN=**** URL=https://****@h/x A=$B from");
        assertThat(value(build, "before-all")).startsWith("login **** from");
        assertThat(new MatrixJson(Map.of("DEPLOY_PASSWORD", "s3cr3t-value"))
                        .builds(plan)
                        .toString())
                .contains("A=$B", "login ****")
                .doesNotContain("abcdef", "s3cr3t-value", "me:pw");
    }
}
