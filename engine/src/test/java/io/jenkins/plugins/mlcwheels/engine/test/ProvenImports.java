package io.jenkins.plugins.mlcwheels.engine.test;

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
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of {@code checks/} in an environment that has the wheel {@code fx}, without pip and what needs it: a
 * command on the test files of a flat project, whose tree has another {@code fx}.
 */
abstract class ProvenImports {

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
    Path directory;

    Path work;
    Path project;
    int exit;
    String output;

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

    /** What runs in the environment. */
    String driver() {
        return DRIVER;
    }

    static TestWheels fx() {
        return TestWheels.wheel("fx", "1.0", "py3-none-any")
                .file("fx/__init__.py", "WHEEL = True\n")
                .file("fx/sub.py", "");
    }

    void write(String path, String text) throws IOException {
        Path file = project().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    Path project() {
        if (project == null) {
            project = directory.resolve("project");
        }
        return project;
    }

    void test(TestWheels wheel, String command, String... variables) throws IOException {
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
        ProcessBuilder builder = new ProcessBuilder(interpreter + "", "-I", "-c", driver(), work.resolve("checks") + "")
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

    String record() throws IOException {
        try (var records = Files.list(work.resolve("records"))) {
            return Files.readString(records.findFirst().orElseThrow());
        }
    }
}
