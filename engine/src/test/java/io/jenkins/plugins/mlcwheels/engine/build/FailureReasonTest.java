package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of builds that failed, by what they printed. */
@Timeout(120)
class FailureReasonTest {

    @TempDir
    Path work;

    private Path tree;

    @BeforeEach
    void makeCopy() throws IOException {
        tree = Files.createDirectories(work.resolve("source"));
        Files.writeString(work.resolve("folder"), tree.toString());
        for (String name : List.of("failure.py", "packages.py")) {
            try (InputStream in = BuildScript.class.getResourceAsStream("programs/" + name)) {
                Files.copy(in, work.resolve(name));
            }
        }
    }

    @Test
    void namesTheFirstErrorOfTheCompilerWithItsPlace() throws Exception {
        assertThat(reason("""
                  gcc -c /tmp/probe.c -o /tmp/probe.o
                  /tmp/probe.c:1:10: fatal error: only_tried.h: No such file or directory
                  building 'fx._c' extension
                  gcc -fPIC -c fx/_c.c -o build/_c.o
                  COPY/fx/_c.c:7:9: error: expected expression before ';' token
                  COPY/fx/_c.c:9:1: error: unknown type name 'foo'
                  error: command '/usr/bin/gcc' failed with exit code 1
                  error: subprocess-exited-with-error
                  ERROR: Failed building wheel for fx
                """)).isEqualTo("error: fx/_c.c:7:9: error: expected expression before ';' token\n");
    }

    @Test
    void namesWhatIsMissingForALinkerAndOtherCompilers() throws Exception {
        assertThat(reason("/usr/bin/ld: cannot find -lnonesuch: No such file or directory\n"))
                .isEqualTo("error: cannot find -lnonesuch: No such file or directory\n"
                        + "hint: Install the library nonesuch with what is needed to link to it.\n");
        assertThat(reason("error[E0425]: cannot find value `x` in this scope\n --> src/lib.rs:3:5\n"))
                .isEqualTo("error: src/lib.rs:3: cannot find value `x` in this scope\n");
        assertThat(reason("fx/a.pyx:3:4: undeclared name not builtin: y\n"))
                .isEqualTo("error: fx/a.pyx:3: undeclared name not builtin: y\n");
        assertThat(reason("meson.build:3:0: ERROR: Dependency \"foo\" not found\n"))
                .isEqualTo("error: meson.build:3: Dependency \"foo\" not found\n");
        assertThat(reason(
                        "CMake Error at CMakeLists.txt:5 (find_package):\n  Could not find Foo.\n\n\n-- Configuring\n"))
                .isEqualTo("error: CMakeLists.txt:5: Could not find Foo.\n");
    }

    @Test
    void namesTheRealCauseAndNotWhatWasTriedOut() throws Exception {
        String traceback = """
                Traceback (most recent call last):
                  File "setup.py", line 9, in <module>
                RuntimeError: libfoo 3 or newer is needed
                """;
        String cause = "error: setup.py:9: RuntimeError: libfoo 3 or newer is needed\n";
        assertThat(reason("/tmp/tmpx1/probe.c:1:10: fatal error: foo.h: No such file or directory\n" + traceback))
                .isEqualTo(cause);
        assertThat(reason("""
                gcc -c _configtest.c -o _configtest.o
                _configtest.c:1:10: fatal error: sys/none.h: No such file or directory
                """ + traceback)).isEqualTo(cause);
        assertThat(reason("""
                gcc -c src/try.c -o try.o
                src/try.c:1:10: fatal error: foo.h: No such file or directory
                gcc -c src/other.c -o other.o
                """ + traceback)).isEqualTo(cause);
    }

    @Test
    void namesTheCompilerWhereItEndedTheBuildWhateverIsThrownThen() throws Exception {
        assertThat(reason("""
                gcc -c src/a.c -o a.o
                src/a.c:3:1: error: unknown type name 'foo'
                Traceback (most recent call last):
                  File "setup.py", line 9, in <module>
                RuntimeError: the compiler failed
                """)).isEqualTo("error: src/a.c:3:1: error: unknown type name 'foo'\n");
        assertThat(reason("""
                fx/a.pyx:3:4: undeclared name not builtin: y
                Traceback (most recent call last):
                  File "setup.py", line 9, in <module>
                Cython.Compiler.Errors.CompileError: fx/a.pyx
                """)).isEqualTo("error: fx/a.pyx:3: undeclared name not builtin: y\n");
    }

    @Test
    void saysThatTheTimeWasUpWhateverElseWentWrong() throws Exception {
        Files.createFile(work.resolve("timeout"));
        assertThat(run("a.c:1:1: error: odd\nstill compiling\n", "124", ""))
                .isEqualTo("error: timeout: the build was not done after 2 hours; it said last: still compiling\n"
                        + "hint: Allow it more time, or run more jobs at once.\n");
    }

    @Test
    void namesAHeaderThatGitIgnores() throws Exception {
        Files.writeString(work.resolve("ignored"), "/src/fx/gen.h");
        assertThat(reason("fx/_c.c:1:10: fatal error: gen.h: No such file or directory\n"))
                .contains("fx/_c.c:1:10: fatal error: gen.h: No such file or directory")
                .contains("hint: Git ignores ");
    }

    @Test
    void namesASubmoduleThatIsEmpty() throws Exception {
        Files.createDirectories(tree.resolve("3rdparty/dlpack"));
        Files.writeString(
                tree.resolve(".gitmodules"), "[submodule \"dlpack\"]\n\tpath = 3rdparty/dlpack\n\turl = ../dlpack\n");
        assertThat(reason("""
                CMake Error at CMakeLists.txt:5 (add_subdirectory):
                  The source directory

                    COPY/3rdparty/dlpack

                  does not contain a CMakeLists.txt file.
                """))
                .startsWith("error: the submodule 3rdparty/dlpack is empty: CMakeLists.txt:5: The source directory")
                .contains("hint: Run git submodule update --init --recursive");
        assertThat(reason("fx/_c.c:1:10: fatal error: no_such/header.h: No such file or directory\n"))
                .contains("hint: The submodule 3rdparty/dlpack is empty: git submodule update --init --recursive");
    }

    @Test
    void namesRequirementsThatCantBeFoundOrBuilt() throws Exception {
        assertThat(reason("""
                ERROR: Could not find a version that satisfies the requirement foo>=3 (from versions: 1.0, 2.0)
                ERROR: No matching distribution found for foo>=3
                """))
                .isEqualTo("error: the requirement foo>=3 can't be found\nhint: The index has 1.0, 2.0.\n");
        assertThat(reason("""
                  error: subprocess-exited-with-error
                  x pip subprocess to install build dependencies did not run successfully.
                      src/a.c:3:1: error: no good
                      ERROR: Failed building wheel for numpy
                """))
                .isEqualTo("error: the requirement numpy could not be built: src/a.c:3:1: error: no good\n");
        assertThat(reason("""
                Traceback (most recent call last):
                  File "<string>", line 1, in <module>
                  File "setup.py", line 3, in <module>
                ModuleNotFoundError: No module named 'numpy'
                """))
                .isEqualTo("error: setup.py:3: ModuleNotFoundError: No module named 'numpy'\n"
                        + "hint: Add what has numpy to build-system.requires in pyproject.toml.\n");
    }

    @Test
    void namesWhatTheMachineLacks() throws Exception {
        assertThat(reason("c++: fatal error: Killed signal terminated program cc1plus\n"))
                .startsWith("error: cc1plus was killed\nhint: Most likely there was too little memory");
        assertThat(reason("cc1: error: a.o: No space left on device\na.c:1:1: error: odd\n"))
                .contains("is full\nhint: Free some space");
        assertThat(reason("error: command 'swig' failed: No such file or directory\n"))
                .startsWith("error: the program swig is not there");
        assertThat(reason("subprocess did not run successfully.\nexit code: -9\n"))
                .startsWith("error: a process of the build was killed");
        assertThat(reason("""
                WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError()': /simple/foo/
                ERROR: No matching distribution found for foo
                """))
                .isEqualTo("error: the requirement foo can't be found\nhint: The package index can't be reached.\n");
        assertThat(run("", "137", "")).startsWith("error: pip could not build the wheel (ended by SIGKILL)");
        assertThat(run("slow\n", "124", "the command before the build failed")).contains("exit code 124");
    }

    /** To read all of it, a process would need more memory than there is. */
    @Test
    void readsTheEndOfALogOfAnyLength() throws Exception {
        Path log = work.resolve("log");
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            byte[] end = "\nfx/_c.c:7:9: error: expected expression\n".getBytes(StandardCharsets.UTF_8);
            file.write(ByteBuffer.wrap(end), 1L << 40);
        }
        String program =
                "import sys; sys.path.insert(0, sys.argv[1]); import failure;" + " failure.MOST = 1000; failure.main()";
        String output = output("python3", "-I", "-B", "-c", program, work.toString(), "1");
        assertThat(output).isEqualTo("error: fx/_c.c:7:9: error: expected expression\n");
    }

    private String reason(String log) throws Exception {
        return run(log, "1", "");
    }

    private String run(String log, String code, String what) throws Exception {
        Files.writeString(work.resolve("log"), log.replace("COPY", tree.toString()));
        return output("python3", "-I", "-B", work.resolve("failure.py").toString(), work.toString(), code, what);
    }

    private static String output(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("MLC_SOURCE", "/src", "MLC_TIMEOUT", "7200"));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.replace("[mlc-wheels] ", "");
    }
}
