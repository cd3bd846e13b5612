package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import io.jenkins.plugins.mlcwheels.engine.test.TestReport;
import io.jenkins.plugins.mlcwheels.engine.test.TestRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests wheels. */
@Command(
        name = "test",
        description = "Installs each wheel into a fresh virtual environment, imports it, starts its console scripts,"
                + " and runs a command.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "WHEEL", description = "Wheels to test, one after the other.")
    private List<Path> wheels;

    @Option(names = "--python", defaultValue = "python3", description = "Interpreter; default: ${DEFAULT-VALUE}.")
    private String python;

    @Option(names = "--command", description = "Command to run in the environment, by bash.")
    private String command;

    @Option(names = "--directory", defaultValue = "", description = "Where the command runs; default: here.")
    private Path directory;

    @Option(
            names = {"-r", "--require"},
            paramLabel = "REQUIREMENT",
            description = "What else to install.")
    private List<String> requirements = List.of();

    @Option(names = "--index-url", paramLabel = "URL", description = "As for pip install.")
    private String indexUrl;

    @Option(names = "--extra-index-url", paramLabel = "URL", description = "As for pip install.")
    private List<String> extraIndexUrls = List.of();

    @Option(names = "--find-links", paramLabel = "PLACE", description = "As for pip install.")
    private List<String> findLinks = List.of();

    @Option(names = "--no-index", description = "As for pip install.")
    private boolean noIndex;

    @Option(names = "--no-deps", description = "As for pip install.")
    private boolean noDeps;

    @Option(names = "--pre", description = "As for pip install.")
    private boolean pre;

    @Option(names = "--junit", paramLabel = "DIR", description = "Gets JUnit XML.")
    private Path junit;

    @Option(names = "--work", paramLabel = "DIR", description = "Where the environment is made; default: the system's.")
    private Path work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int code = ExitCode.OK.code();
        for (Path wheel : wheels) {
            try (ConsoleProgress progress = ConsoleProgress.on(err)) {
                TestReport report = TestRunner.run(plan(wheel), progress);
                out.println(wheel + ": ok, " + report.passed().size() + " checks");
            } catch (EngineException e) {
                if (e.kind() != EngineException.Kind.TEST_FAILED || wheels.size() == 1) {
                    throw e;
                }
                out.println("FAILED " + e.getMessage());
                code = ExitCode.TEST_FAILED.code();
            }
        }
        out.flush();
        return code;
    }

    private TestPlan plan(Path wheel) {
        return new TestPlan(
                wheel,
                python,
                Optional.ofNullable(work),
                pipOptions(),
                requirements,
                Optional.ofNullable(command),
                directory.toAbsolutePath().normalize(),
                Optional.ofNullable(junit));
    }

    private List<String> pipOptions() {
        List<String> options = new ArrayList<>();
        if (indexUrl != null) {
            options.add("--index-url=" + indexUrl);
        }
        extraIndexUrls.forEach(url -> options.add("--extra-index-url=" + url));
        findLinks.forEach(place -> options.add("--find-links=" + place));
        if (noIndex) {
            options.add("--no-index");
        }
        if (noDeps) {
            options.add("--no-deps");
        }
        if (pre) {
            options.add("--pre");
        }
        return options;
    }
}
