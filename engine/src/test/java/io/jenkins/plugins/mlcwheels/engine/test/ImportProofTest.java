package io.jenkins.plugins.mlcwheels.engine.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs of {@code checks/} in an environment that has the wheel {@code fx}, without pip and what needs it: a
 * command on the test files of a flat project, whose tree has another {@code fx}.
 */
class ImportProofTest {

    private static final List<String> PROGRAMS =
            List.of("hook.py", "wheel.py", "sources.py", "imports.py", "report.py", "main.py");

    private static final String DRIVER = """
            import os, sys
            sys.path.insert(0, sys.argv[1])
            import main
            os.makedirs(main.junit); os.makedirs(main.empty)
            checks = main.Checks(main.Wheel(os.environ["MLC_WHEEL"]))
            try:
                checks.user_command()
            except main.sources.Unusable as unusable:
                sys.exit("unusable: %s. %s" % unusable.args)
            sys.exit(checks.finish())
            """;

    @TempDir
    private static Path python;

    @TempDir
    private Path directory;

    private Path work;
    private Path project;
    private int exit;
    private String output;

    @BeforeAll
    static void makeEnvironment() throws IOException {
        LocalCompiler.assume("python3", "bash");
        LocalCompiler.run("python3", "-m", "venv", "--without-pip", python.resolve("venv") + "");
    }

    @AfterAll
    static void removeEnvironment() throws IOException {
        LocalCompiler.run("rm", "-rf", python.resolve("venv") + "");
    }

    @AfterEach
    void removeItsCopies() throws IOException {
        LocalCompiler.run("find", directory + "", "-type", "l", "-delete");
    }

    @Test
    void shouldProveThatTestsImportTheWheel() throws IOException {
        test(fx(), "python -m unittest -q tests.test_fx && python -E -c 'import fx.sub'");

        assertThat(exit).as(output).isZero();
        assertThat(output).contains("test files: tests", "passed command", "passed imports");
        assertThat(record()).contains("\"proof\": \"proven\"", "\"modules\": [\"fx\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PYTHONPATH={project} python -c 'import fx'",
                "cd {project} && python -m unittest -q tests.test_fx",
                "cd {project} && python -m fx.sub",
                "cd / && python -c 'import sys; sys.path.append(\"{project}\"); sys.path.reverse(); import fx'",
                "env -i $VIRTUAL_ENV/bin/python -c 'import sys; sys.path.insert(0, \"{project}\"); import fx'",
                "PYTHONPATH={project} python -c 'import fx, os; os._exit(0)'",
                "PYTHONPATH={project} python -c 'import fx, os; os.abort()' || true",
                "PYTHONPATH={project} python -c 'import fx, sys; sys.modules.clear()'",
                "python -c 'import os, sys; os.fork() == 0 or os.wait(); sys.path.insert(0, \"{project}\"); import fx'",
                "python -c 'import fx, importlib, sys; sys.path.insert(0, \"{project}\"); importlib.reload(fx)'",
                "python -c 'import fx; fx.__path__.insert(0, \"{project}/fx\"); import fx.sub'",
                "python -c 'import importlib.util as u;"
                        + " u.module_from_spec(u.spec_from_file_location(\"fx\", \"{project}/fx/__init__.py\"))'",
                "python -c 'import shutil; shutil.make_archive(\"fx\", \"zip\", \"{project}\")';"
                        + " PYTHONPATH=fx.zip python -c 'import fx'",
            })
    void shouldFailWhereverAnImportOfTheTreeComesFrom(String command) throws IOException {
        test(fx(), command);

        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output)
                .containsPattern("error: imports: fx(.sub)? was imported from \\S+/fx\\b.*, not from the wheel");
    }

    @Test
    void shouldFailWhenSpawnedProcessImportsTheTree() throws IOException {
        write("tests/spawns.py", """
                import multiprocessing, sys
                def work(place):
                    sys.path.insert(0, place)
                    import fx
                if __name__ == "__main__":
                    process = multiprocessing.get_context("spawn").Process(target=work, args=sys.argv[1:])
                    process.start()
                    process.join()
                """);
        test(fx(), "python tests/spawns.py {project}");

        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output).contains("fx was imported from " + project.resolve("fx"));
    }

    @Test
    void shouldSayWhatAnEditableInstallLeft() throws IOException {
        test(
                fx(),
                "echo {project} > $(echo $VIRTUAL_ENV/lib/python*/site-packages)/__editable__.fx-1.0.pth;"
                        + " mv $VIRTUAL_ENV/lib/python*/site-packages/fx $VIRTUAL_ENV; python -c 'import fx'");

        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output)
                .contains("fx was imported from " + project.resolve("fx"), "hint: Don't let the command install");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PYTHONPATH={project} python -c 'import importlib.util; importlib.util.find_spec(\"fx\")'",
                "python -c 'import sys, types; sys.modules[\"fx\"] = types.ModuleType(\"fx\"); import fx'",
                "true",
            })
    void shouldMentionThatNothingWasImportedAndFailIfToldTo(String command) throws IOException {
        test(fx(), command);

        assertThat(exit).as(output).isZero();
        assertThat(output).contains("notice: the command imported nothing of the wheel (fx)");
        assertThat(record()).contains("\"proof\": \"nothing imported\"");

        test(fx(), command, "MLC_REQUIRE_IMPORT", "yes");
        assertThat(exit).as(output).isEqualTo(13);
    }

    @Test
    void shouldRecordAsNotProvenWhatMayComeFromAnywhere() throws IOException {
        test(fx(), "PYTHONPATH={project} python -c 'import fx'", "MLC_ANYWHERE", "yes");

        assertThat(exit).as(output).isZero();
        assertThat(record()).contains("\"proof\": \"not proven\"");
    }

    @Test
    void shouldTakeWheelOnThePathAsTheWheel() throws IOException {
        test(fx(), "PYTHONPATH=$MLC_WHEEL python -c 'import fx; assert \".whl\" in fx.__file__'");

        assertThat(exit).as(output).isZero();
        assertThat(record()).contains("\"proof\": \"proven\"");
    }

    @Test
    void shouldSeeThatTheCommandReplacedTheWheel() throws IOException {
        test(fx(), "python -c 'import fx; open(fx.__file__, \"a\").write(\"#\")'");

        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output).contains("which is not the wheel's: the command replaced it");
    }

    @Test
    void shouldSeeThatTheCommandRemovedWhatWatches() throws IOException {
        test(fx(), "rm $VIRTUAL_ENV/lib/python*/site-packages/*_mlc_wheels_imports*");

        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output).contains("the command replaced the environment");
    }

    @Test
    void shouldJudgePortionsOfNamespacesByTheFilesOfTheWheel() throws IOException {
        write("tests/space/helper/__init__.py", "");
        write("tests/old/__init__.py", "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n");
        write("tests/old/helper.py", "");
        write("tests/test_space.py", "import old.helper, old.part, space.helper, space.part\n");
        TestWheels wheel = TestWheels.wheel("space", "1.0", "py3-none-any")
                .file("space/part/__init__.py", "")
                .file("old/__init__.py", "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n")
                .file("old/part/__init__.py", "");
        test(wheel, "PYTHONPATH=tests python -m unittest -q test_space");
        assertThat(exit).as(output).isZero();
        assertThat(record()).contains("[\"old.part\", \"space.part\"]");

        write("space/part/__init__.py", "");
        test(wheel, "PYTHONPATH={project} python -c 'import space.part'");
        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output).contains("space.part was imported from " + project.resolve("space/part"));
    }

    @Test
    void shouldNotTakeTheTestsOfTheProjectForThoseInTheWheel() throws IOException {
        write("tests/__init__.py", "");
        test(fx().file("tests/__init__.py", ""), "python -m unittest -q tests.test_fx");

        assertThat(exit).as(output).isZero();
    }

    @Test
    void shouldHideItselfFromTracebacks() throws IOException {
        test(
                fx(),
                "echo 'import fx.no_such' > broken.py; python -c 'import broken' 2> lines || cat lines; grep -c File lines");

        assertThat(output)
                .contains("No module named 'fx.no_such'")
                .contains("\n2\n")
                .doesNotContain("_load_unlocked");
    }

    @Test
    void shouldBringTestFilesAndTheConfigurationOfPytest() throws IOException {
        write("conftest.py", "");
        write("setup.cfg", "[tool:pytest]\n");
        write("tox.ini", "[tox]\n");
        write("pyproject.toml", "[tool.pytest.ini_options]\npythonpath = ['.']\n");
        write("python/tests/test_more.py", "");
        test(fx(), "ls", "MLC_PACKAGE", project.resolve("python") + "");
        assertThat(output)
                .contains("test files: tests, conftest.py, python/tests", "\npyproject.toml\n", "\nsetup.cfg\n");
        assertThat(output).doesNotContain("\nfx\n", "tox.ini", "setup.py");

        test(fx(), "ls", "MLC_TEST_SOURCES", "fx/sub.py");
        assertThat(output).contains("test files: fx/sub.py").doesNotContain("\ntests\n");

        test(fx(), "ls python/tests/test_more.py");
        assertThat(output)
                .as("folders of tests that the command names")
                .contains("test files: tests, conftest.py, python/tests\n");

        test(fx(), "ls {project}/tests");
        assertThat(output)
                .as("a copy could be taken for the files that are named")
                .contains("test files: conftest.py\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other", "/etc/hostname", "no_such_directory"})
    void shouldRefuseTestFilesThatAreNotInTheProject(String path) throws IOException {
        Files.createDirectory(directory.resolve("other"));
        test(fx(), "true", "MLC_TEST_SOURCES", path);

        assertThat(exit).isNotZero();
        assertThat(output).contains("unusable: " + path);
    }

    @Test
    void shouldKeepFoldersAboveOutOfPytestsSearch() throws IOException {
        test(fx(), "ls");

        assertThat(output).contains("\npytest.ini\n");
    }

    @Test
    void shouldQuotePlaceholdersAsTheyStand() throws IOException {
        project = directory.resolve("a 'project' \"with\" $all `of` \\it");
        test(
                fx(),
                "cat {project}/tests/test_fx.py > /dev/null; cat \"{project}/tests/test_fx.py\" > /dev/null;"
                        + " cat '{package}/tests/test_fx.py' > /dev/null; project=1; test ${project} = 1");

        assertThat(exit).as(output).isZero();
    }

    @Test
    void shouldSayHowACommandGetsAFileThatItLacks() throws IOException {
        write("ci/check.sh", "");
        test(fx(), "bash ci/check.sh");

        assertThat(exit).isEqualTo(13);
        assertThat(output).contains("hint: The command runs in a fresh directory without ci/check.sh");
    }

    private static TestWheels fx() {
        return TestWheels.wheel("fx", "1.0", "py3-none-any")
                .file("fx/__init__.py", "WHEEL = True\n")
                .file("fx/sub.py", "");
    }

    private void write(String path, String text) throws IOException {
        Path file = project().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path project() {
        if (project == null) {
            project = directory.resolve("project");
        }
        return project;
    }

    private void test(TestWheels wheel, String command, String... variables) throws IOException {
        write("fx/__init__.py", "WHEEL = False\n");
        write("fx/sub.py", "");
        write("tests/test_fx.py", "import unittest, fx\nclass Fx(unittest.TestCase):\n    def test(self): fx.WHEEL\n");
        work = Files.createTempDirectory(directory, "work");
        Path file = wheel.writeTo(work);
        LocalCompiler.run("cp", "-a", python.resolve("venv") + "", work + "");
        Path interpreter = work.resolve("venv/bin/python");
        LocalCompiler.run(
                interpreter + "",
                "-I",
                "-c",
                "import sys, sysconfig, zipfile;"
                        + " zipfile.ZipFile(sys.argv[1]).extractall(sysconfig.get_path('purelib'))",
                file + "");
        for (String program : PROGRAMS) {
            Files.createDirectories(work.resolve("checks"));
            try (InputStream in = TestScript.class.getResourceAsStream("checks/" + program)) {
                Files.copy(in, work.resolve("checks").resolve(program));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(interpreter + "", "-I", "-c", DRIVER, work.resolve("checks") + "")
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", interpreter.getParent() + ":" + environment.get("PATH"));
        environment.put("VIRTUAL_ENV", work.resolve("venv") + "");
        environment.put("MLC_WHEEL", file + "");
        environment.put("MLC_PROJECT", project + "");
        environment.put("MLC_COMMAND", command);
        environment.put("MLC_RECORDS", work.resolve("records") + "");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        Process process = builder.start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            exit = process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private String record() throws IOException {
        try (var records = Files.list(work.resolve("records"))) {
            return Files.readString(records.findFirst().orElseThrow());
        }
    }
}
