package io.jenkins.plugins.mlcwheels.engine.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which imports are taken for those of the wheel, and which fail the test. */
class ImportProofTest extends ProvenImports {

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
}
