package io.jenkins.plugins.mlcwheels.engine.test;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.shell.CancelledException;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the script of a plan and says what came of it. */
public final class TestRunner {

    /** Exit code of scripts for what the user has to mend. */
    private static final int INPUT = 2;

    private TestRunner() {}

    /**
     * Tests one wheel.
     *
     * @throws TestFailedException if it does not work, in the words of the first check that failed
     * @throws io.jenkins.plugins.mlcwheels.engine.wheel.NoWheelFileException if there is no such file
     * @throws CancelledException if this thread is interrupted; nothing that the test started is left then
     * @throws BrokenWheelException if it can't be read as a wheel, or would fill the disk
     */
    public static TestReport run(TestPlan plan, ProgressListener listener) throws IOException {
        return run(plan, ScriptHost.HERE, listener);
    }

    /**
     * Tests one wheel where a host runs scripts; otherwise as {@link #run(TestPlan, ProgressListener)}.
     *
     * @param host has the wheel, the project and the system's temporary directory at the same paths
     */
    public static TestReport run(TestPlan plan, ScriptHost host, ProgressListener listener) throws IOException {
        refuseBroken(plan.wheel());
        for (Path directory : List.of(plan.project(), plan.packageDirectory())) {
            if (!Files.isDirectory(directory.toAbsolutePath())) {
                throw new TestFailedException(
                        EngineException.Kind.INPUT, directory + ": no such directory", "Name the project to test.");
            }
        }
        Path records = plan.work().isPresent()
                ? Files.createTempDirectory(Files.createDirectories(plan.work().get()), "mlc-wheels-record-")
                : Files.createTempDirectory("mlc-wheels-record-");
        try {
            return run(plan, records, host, new ScriptOutput(listener));
        } finally {
            delete(records);
        }
    }

    private static TestReport run(TestPlan plan, Path records, ScriptHost host, ScriptOutput output)
            throws IOException {
        ShellScript script = TestScript.of(plan, records);
        int exit = run(plan, script, host, output);
        if (exit != 0) {
            throw new TestFailedException(
                    exit == INPUT ? EngineException.Kind.INPUT : EngineException.Kind.TEST_FAILED,
                    plan.wheel().getFileName() + ": "
                            + output.last("error:").orElse("the test ended with exit code " + exit),
                    output.last("hint:").orElse("See the output above."));
        }
        output.finishPhase();
        try (Stream<Path> files = Files.list(records)) {
            Path record = files.findFirst().orElseThrow(() -> new IOException("the test left no record"));
            return new TestReport(
                    plan.wheel(), TestRecord.parse(Files.readAllBytes(record)), output.all("junit"), output.phases());
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }

    private static int run(TestPlan plan, ShellScript script, ScriptHost host, ScriptOutput output) {
        try {
            return host.run(script, plan.project().toAbsolutePath(), output);
        } catch (CancelledException e) {
            throw e.of("the test of " + plan.wheel().getFileName());
        }
    }

    /** Sooner than an environment is made for it, and in better words than pip's. */
    private static void refuseBroken(Path wheel) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            if (archive.isBomb()) {
                throw new BrokenWheelException(
                        archive.filename().toString(), "inflates to far more than a wheel of its size does");
            }
        }
    }
}
