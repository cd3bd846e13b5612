package io.jenkins.plugins.mlcwheels.engine.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What test runners do to the path, and what installs for developers leave. */
class RunnerImportsTest extends ProvenImports {

    /** Puts the folder above the topmost package on the path and imports by name, as nose and its kin do. */
    private static final String NOSE = """
            import importlib, os, sys, unittest
            suite = unittest.TestSuite()
            for start in sys.argv[1:]:
                start = os.path.abspath(start)
                package = []
                while os.path.exists(os.path.join(start, "__init__.py")):
                    package.insert(0, os.path.basename(start))
                    start = os.path.dirname(start)
                if start not in sys.path:
                    sys.path.insert(0, start)
                name = ".".join(package + ["test_fx"])
                suite.addTests(unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(name)))
            sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())
            """;

    /** Hands work to processes over their standard input, with the path that it has itself, as pytest-xdist does. */
    private static final String DISTRIBUTED = """
            import subprocess, sys
            sys.path[:0] = sys.argv[1:]
            work = "import sys; sys.path[:] = %r; import fx.sub" % (sys.path,)
            workers = [
                subprocess.Popen(
                    [sys.executable, "-u", "-c", "import sys; exec(eval(sys.stdin.readline()))"],
                    stdin=subprocess.PIPE, text=True)
                for _ in range(3)
            ]
            for worker in workers:
                worker.communicate(repr(work) + "\\n")
            sys.exit(max(worker.returncode for worker in workers))
            """;

    /** The finder that setuptools installs for an editable project whose folders it maps. */
    private static final String FINDER = """
            import importlib.util, sys

            class Finder:
                @classmethod
                def find_spec(cls, name, path=None, target=None):
                    if name == "fx":
                        return importlib.util.spec_from_file_location(name, "%s/fx/__init__.py")

            def install():
                sys.meta_path.insert(0, Finder)
            """;

    @ParameterizedTest
    @CsvSource({"tests,0", "{project}/tests,13"})
    void shouldSeeWhereRunnersThatImportByNameFindTheModules(String tests, int code) throws IOException {
        write("tests/__init__.py", "");
        write("tests/runner.py", NOSE);
        test(fx(), "python tests/runner.py " + tests, "MLC_TEST_SOURCES", "tests");

        assertThat(exit).as(output).isEqualTo(code);
        if (code == 0) {
            assertThat(record()).contains("\"proof\": \"proven\"", "\"modules\": [\"fx\"]");
        } else {
            assertThat(output).contains("fx was imported from " + project.resolve("fx") + ", not from the wheel");
        }
    }

    @ParameterizedTest
    @CsvSource({"'',0", "{project},13"})
    void shouldWatchWorkersThatGetTheirWorkOverAPipe(String path, int code) throws IOException {
        write("tests/distributed.py", DISTRIBUTED);
        test(fx(), "python tests/distributed.py " + path);

        assertThat(exit).as(output).isEqualTo(code);
        assertThat(output).contains(code == 0 ? "passed imports" : "fx was imported from " + project.resolve("fx"));
    }

    @Test
    void shouldNotBeMisledByWhatAnEditableInstallMaps() throws IOException {
        String site = "$(echo $VIRTUAL_ENV/lib/python*/site-packages)";
        write("tests/finder.py", FINDER.formatted(project()));
        test(
                fx(),
                "cp tests/finder.py " + site + "/__editable___fx_1_0_finder.py;"
                        + " echo 'import __editable___fx_1_0_finder as f; f.install()' > " + site
                        + "/__editable__.fx-1.0.pth; python -c 'import fx; assert not fx.WHEEL'");

        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output)
                .contains("fx was imported from " + project.resolve("fx"), "hint: Don't let the command install");
    }

    @Test
    void shouldSeeWhatSetupPyDevelopLeft() throws IOException {
        String site = "$(echo $VIRTUAL_ENV/lib/python*/site-packages)";
        test(
                fx(),
                "rm -r " + site + "/fx; echo {project} > " + site + "/easy-install.pth; echo {project} > " + site
                        + "/fx.egg-link; python -c 'import fx'");

        assertThat(exit).as(output).isEqualTo(13);
        assertThat(output)
                .contains("fx was imported from " + project.resolve("fx"), "hint: Don't let the command install");
    }

    @Test
    void shouldTakeTheWheelThoughTheTreeHasLeftovers() throws IOException {
        write("fx.egg-info/PKG-INFO", "Name: fx\nVersion: 0\n");
        write("build/lib/fx/__init__.py", "WHEEL = False\n");
        write("fx/_native.so", "left by build_ext --inplace");
        test(fx(), "python -m unittest -q tests.test_fx");

        assertThat(exit).as(output).isZero();
        assertThat(record()).contains("\"proof\": \"proven\"");
    }

    @ParameterizedTest
    @CsvSource({
        "python -m pytest -q tests,0",
        "python -m pytest -q --import-mode=importlib tests,0",
        "cd {project} && python -m pytest -q tests,13",
        "python -m pytest -q {project}/tests,13",
        "python -m pytest -q -o pythonpath={project} tests,13"
    })
    void shouldSeeWhatPytestAndConftestPutOnThePath(String command, int code) throws IOException {
        needPackage("pytest");
        write("conftest.py", "import os, sys\nsys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))\n");
        test(fx(), "export PYTHONPATH=" + folderOf("pytest") + "; " + command);

        assertThat(exit).as(output).isEqualTo(code);
        assertThat(output).contains(code == 0 ? "1 passed" : "fx was imported from " + project.resolve("fx"));
    }

    @ParameterizedTest
    @CsvSource({"tests,0", "{project}/tests,13"})
    void shouldWatchTheWorkersOfXdist(String tests, int code) throws IOException {
        needPackage("pytest");
        needPackage("xdist");
        write("conftest.py", "import os, sys\nsys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))\n");
        test(fx(), "export PYTHONPATH=" + folderOf("xdist") + "; python -m pytest -q -n 2 " + tests);

        assertThat(exit).as(output).isEqualTo(code);
    }

    /** These packages are no part of a Python, so that even machines with all programs may lack them. */
    private static void needPackage(String name) {
        try {
            folderOf(name);
        } catch (AssertionError | IOException missing) {
            Assumptions.abort("needs the Python package " + name);
        }
    }

    private static String folderOf(String name) throws IOException {
        String place = LocalCompiler.run("python3", "-I", "-c", "import " + name + "; print(" + name + ".__file__)");
        return Path.of(place.strip()).getParent().getParent().toString();
    }
}
