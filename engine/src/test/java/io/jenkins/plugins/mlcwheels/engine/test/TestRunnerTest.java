package io.jenkins.plugins.mlcwheels.engine.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.shell.CancelledException;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.NoWheelFileException;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TestRunnerTest {

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    @Test
    void passesAWheelThatWorks() throws Exception {
        Path wheel = TestWheels.wheel("good", "1.0", "py3-none-any")
                .purelib(true)
                .file("good/__init__.py", "ANSWER = 42\ndef main(): print('usage')\n")
                .file("space/inner/__init__.py", "")
                .distInfo("entry_points.txt", "[console_scripts]\ngood-tool = good:main\n")
                .writeTo(directory);
        TestReport report = TestRunner.run(
                plan(
                        wheel,
                        "python -c 'import good; assert good.ANSWER == 42';"
                                + " echo '<testsuite tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"1\"/>'"
                                + " > \"$MLC_JUNIT_DIRECTORY/own.xml\""),
                this::hear);
        assertThat(report.passed())
                .containsExactly(
                        "install",
                        "requirements",
                        "import good",
                        "import space.inner",
                        "script good-tool",
                        "command",
                        "imports");
        assertThat(report.junit()).containsExactly("own.xml: 3 tests, 0 failures, 0 errors, 1 skipped");
        assertThat(directory.resolve("junit"))
                .isDirectoryContaining("glob:**/TEST-good-1.0-py3-none-any-wheel.xml")
                .isDirectoryContaining("glob:**/TEST-good-1.0-py3-none-any-own.xml");
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void takesRequirementsFromFilesOfTheProject() throws Exception {
        Path wheel = TestWheels.wheel("good", "1.0", "py3-none-any")
                .purelib(true)
                .file("good.py", "")
                .writeTo(directory);
        TestWheels.wheel("sibling", "2.0", "py3-none-any")
                .purelib(true)
                .file("sibling.py", "")
                .writeTo(directory);
        Files.writeString(directory.resolve("needs.txt"), "sibling==2.0 # what the tests need\n");
        TestReport report = TestRunner.run(
                builder(wheel, "python -c 'import sibling'")
                        .project(directory)
                        .requirements(List.of("needs.txt"))
                        .pipOptions(List.of("--no-index", "--find-links=" + directory))
                        .build(),
                this::hear);
        assertThat(report.passed()).contains("install", "command");
        assertThatThrownBy(() -> TestRunner.run(
                        builder(wheel, null)
                                .requirements(List.of("-r gone.txt"))
                                .build(),
                        this::hear))
                .isInstanceOfSatisfying(
                        TestFailedException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining("gone.txt: no such file of requirements");
    }

    @Test
    void refusesWheelsForAnyPlatformWhenTold() throws Exception {
        Path wheel = TestWheels.wheel("good", "1.0", "py3-none-any")
                .purelib(true)
                .file("good.py", "")
                .writeTo(directory);
        assertThatThrownBy(() -> TestRunner.run(
                        builder(wheel, null).pure(PureWheels.REFUSE).build(), this::hear))
                .isInstanceOfSatisfying(TestFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(EngineException.Kind.NOT_A_PLATFORM_WHEEL))
                .hasMessage("good-1.0-py3-none-any.whl: is a wheel for any platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo here; sleep 600", "trap '' TERM; echo here; while :; do sleep 1; done"})
    void saysWhatWasCancelledAndLeavesNothingBehind(String command) throws Exception {
        Path wheel = TestWheels.wheel("good", "1.0", "py3-none-any")
                .purelib(true)
                .file("good.py", "")
                .writeTo(directory);
        Thread tester = Thread.currentThread();
        ProgressListener listener = event -> {
            if (event instanceof ProgressListener.Output output && output.line().equals("here")) {
                tester.interrupt();
            }
        };
        TestPlan plan = plan(wheel, command);
        assertThatThrownBy(() -> TestRunner.run(plan, listener))
                .isInstanceOf(CancelledException.class)
                .hasMessage("the test of " + wheel.getFileName() + " was cancelled, and all its processes were ended");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void saysOfEachFailureWhatItIs() throws Exception {
        Path wheel = TestWheels.wheel("bad", "1.0", "py3-none-any")
                .purelib(true)
                .metadata("Requires-Dist: package-of-nobody>=2\n")
                .file("aborts/__init__.py", "import os\nos.abort()\n")
                .file("lacks_library/__init__.py", "import ctypes\nctypes.CDLL('libnobody.so.7')\n")
                .file("lacks_module.py", "import module_of_nobody\n")
                .distInfo("entry_points.txt", "[console_scripts]\nbad-tool = aborts:main\n")
                .writeTo(directory);
        assertThatThrownBy(() -> TestRunner.run(plan(wheel, "exit 3"), this::hear))
                .isInstanceOfSatisfying(TestFailedException.class, e -> assertThat(e.kind())
                        .isEqualTo(EngineException.Kind.TEST_FAILED))
                .hasMessageContaining("the requirement package-of-nobody")
                .hasMessageStartingWith("bad-1.0-py3-none-any.whl: ");
        assertThat(heard)
                .contains(
                        "failed import aborts: was ended by SIGABRT",
                        "failed import lacks_library: needs the library libnobody.so.7, which can't be found",
                        "failed import lacks_module: needs the module module_of_nobody, which is not installed",
                        "failed script bad-tool: was ended by SIGABRT",
                        "failed command: exit code 3");
        assertThat(Files.readString(directory.resolve("junit/TEST-bad-1.0-py3-none-any-wheel.xml")))
                .contains("tests=\"7\" failures=\"6\"")
                .contains("<failure message=\"was ended by SIGABRT\">");
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void mentionsWhatNeedsAnExtraOrTakesNoHelp() throws Exception {
        Path wheel = TestWheels.wheel("tools", "1.0", "py3-none-any")
                .purelib(true)
                .metadata("Provides-Extra: gui\nRequires-Dist: not-installed; extra == 'gui'")
                .file(
                        "tools/__init__.py",
                        "import sys\ndef double(): print(2 * float(sys.argv[1]))\n"
                                + "def lazy(): import not_installed\n")
                .file("tools/gui.py", "import not_installed\ndef main(): pass\n")
                .file("toolsd.py", "import something_else\n")
                .distInfo(
                        "entry_points.txt",
                        "[console_scripts]\ndouble = tools:double\ngui = tools.gui:main [gui]\n"
                                + "gui2 = tools.gui:main\nlazy = tools:lazy\nskipped = no:such\n")
                .writeTo(directory);
        TestReport report =
                TestRunner.run(builder(wheel, null).noScripts(List.of("ski*")).build(), this::hear);

        assertThat(report.passed()).containsExactly("install", "requirements", "import tools");
        assertThat(report.record().notices())
                .satisfiesExactly(
                        notice -> assertThat(notice)
                                .isEqualTo("import toolsd: needs the module something_else, which is not installed"),
                        notice -> assertThat(notice)
                                .startsWith("script double: starts, but ends --help with exit code 1"),
                        notice -> assertThat(notice).startsWith("script gui: needs the extra gui"),
                        notice -> assertThat(notice).startsWith("script gui2: needs the extra gui"),
                        notice -> assertThat(notice).startsWith("script lazy: needs the extra gui"));
        assertThat(report.record().test().imports().outcome()).isEqualTo(ImportProof.Outcome.NO_COMMAND);
        assertThat(report.record().interpreter()).startsWith("/");
    }

    @Test
    void failsScriptsThatCantStart() throws Exception {
        Path wheel = TestWheels.wheel("broken", "1.0", "py3-none-any")
                .purelib(true)
                .metadata("Import-Name: broken")
                .file("broken/__init__.py", "import os\ndef dies(): os.abort()\ndef lazy(): import nobody\n")
                .file("broken/needs.py", "import nobody\n")
                .file("other.py", "import nobody\n")
                .distInfo(
                        "entry_points.txt",
                        "[console_scripts]\ndies = broken:dies\nlazy = broken:lazy\nneeds = broken.needs:main\n"
                                + "nothing = broken:nothing\n")
                .writeTo(directory);
        assertThatThrownBy(() -> TestRunner.run(
                        builder(wheel, null).imports(List.of("broken.needs")).build(), this::hear))
                .isInstanceOf(TestFailedException.class);
        assertThat(heard)
                .contains(
                        "passed import broken",
                        "failed import broken.needs: needs the module nobody, which is not installed",
                        "notice: import other: needs the module nobody, which is not installed",
                        "failed script dies: was ended by SIGABRT",
                        "failed script lazy: can't start: needs the module nobody, which is not installed",
                        "failed script needs: can't start: needs the module nobody, which is not installed")
                .anyMatch(text -> text.startsWith("failed script nothing: can't start: exit code 1: AttributeError"));
    }

    @Test
    void saysWhichPythonTheWheelWants() throws Exception {
        Path wheel = TestWheels.wheel("future", "1.0", "cp399-cp399-linux_x86_64")
                .file("future.py", "")
                .writeTo(directory);
        assertThatThrownBy(() -> TestRunner.run(builder(wheel, null).build(), this::hear))
                .isInstanceOfSatisfying(
                        TestFailedException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT))
                .hasMessageMatching(".*: built for cp399, but python3 is 3\\.\\d+, and no other was found that fits");
        assertThatThrownBy(() ->
                        TestRunner.run(builder(wheel, null).python("python3").build(), this::hear))
                .hasMessageMatching(".*: built for cp399, but python3 is 3\\.\\d+");
        assertThatThrownBy(() -> TestRunner.run(
                        builder(wheel, null).python("python-of-nobody").build(), this::hear))
                .hasMessageContaining("no python-of-nobody found");
    }

    @Test
    void refusesExtrasThatTheWheelHasNot() throws Exception {
        Path wheel = TestWheels.wheel("plain", "1.0", "py3-none-any")
                .purelib(true)
                .file("plain.py", "")
                .writeTo(directory);
        assertThatThrownBy(() -> TestRunner.run(
                        builder(wheel, null).extras(List.of("gui")).build(), this::hear))
                .isInstanceOfSatisfying(
                        TestFailedException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining("the wheel has no extra called gui");
    }

    @Test
    void givesAHomeToUsersWhoHaveNone() throws Exception {
        Path wheel = TestWheels.wheel("cached", "1.0", "py3-none-any")
                .purelib(true)
                .file("cached/__init__.py", "import os\nos.makedirs(os.path.expanduser('~/.cache/cached'))\n")
                .writeTo(directory);
        ShellScript script = TestScript.of(plan(wheel, "test -d ~/.cache/cached"), directory.resolve("records"));
        List<String> command = List.of("env", "HOME=/dev/null", "bash", "-c", script.text());

        assertThat(ProcessTree.run(new ProcessSpec(command, directory, script.environment()), this::hear))
                .isZero();
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsNoWheelBeforeAnEnvironmentIsMade() throws Exception {
        Path gone = directory.resolve("gone-1.0-py3-none-any.whl");
        Path text = Files.writeString(directory.resolve("text-1.0-py3-none-any.whl"), "hello");
        assertThatThrownBy(() -> TestRunner.run(plan(gone, "true"), this::hear))
                .isInstanceOf(NoWheelFileException.class)
                .hasMessage(gone + ": no such file");
        assertThatThrownBy(() -> TestRunner.run(plan(text, "true"), this::hear))
                .isInstanceOf(BrokenWheelException.class);
        assertThat(directory.resolve("work")).doesNotExist();
    }

    private TestPlan plan(Path wheel, String command) {
        return builder(wheel, command).build();
    }

    private TestPlan.Builder builder(Path wheel, String command) {
        return TestPlan.of(wheel)
                .work(directory.resolve("work"))
                .pipOptions(List.of("--no-index", "--no-deps"))
                .command(command)
                .project(directory)
                .junit(directory.resolve("junit"));
    }

    private void hear(ProgressListener.Event event) {
        if (event instanceof ProgressListener.Notice notice) {
            heard.add(notice.text());
        }
    }
}
