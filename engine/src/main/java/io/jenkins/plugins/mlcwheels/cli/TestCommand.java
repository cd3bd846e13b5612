package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import io.jenkins.plugins.mlcwheels.engine.test.TestReport;
import io.jenkins.plugins.mlcwheels.engine.test.TestRunner;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests wheels. */
@Command(
        name = "test",
        description = "Installs each wheel into a fresh virtual environment, imports it, starts its console scripts,"
                + " and runs a command.",
        footer = "Exit code: 0 all wheels work, 2 something is missing or can't be used, 5 a wheel is for "
                + "any platform, 13 a wheel does not work, 14 one is not signed as --require-signed asks, 130"
                + " cancelled.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "WHEEL", description = "Wheels to test, one after the other.")
    private List<Path> wheels;

    @Option(
            names = "--python",
            description = "Interpreter; default: for each wheel the one that its tag wants, python3 if that fits.")
    private String python;

    @Option(names = "--command", description = "Command to run in the environment, by bash, on the test files.")
    private String command;

    @Option(
            names = {"--project", "--directory"},
            paramLabel = "DIR",
            defaultValue = "",
            description = "The project that has the test files, {project} in the command; default: here.")
    private Path project;

    @Option(
            names = "--package",
            paramLabel = "DIR",
            description = "Directory of the package in the project, {package} in the command; default: the project.")
    private Path packageDirectory;

    @Option(
            names = {"-r", "--require"},
            paramLabel = "REQUIREMENT",
            description = "What else to install: a requirement, or a file of requirements; repeatable.")
    private List<String> requirements = List.of();

    @Mixin
    private TestOptions options;

    @Mixin
    private RequireSigned required;

    @Option(
            names = "--pure",
            defaultValue = "allow",
            paramLabel = "allow|refuse",
            description = "What to do with wheels for any platform; default: ${DEFAULT-VALUE}.")
    private PureWheels pure;

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
        required.check(wheels);
        int code = ExitCode.OK.code();
        for (Path wheel : wheels) {
            try (ConsoleProgress progress = ConsoleProgress.on(err)) {
                TestRecords.forget(wheel);
                TestReport report = TestRunner.run(plan(wheel), progress);
                TestRecords.keep(wheel, report.record(), progress);
                out.println(wheel + ": " + describe(report));
            } catch (EngineException e) {
                if (e.kind() == EngineException.Kind.CANCELLED || wheels.size() == 1) {
                    throw e;
                }
                out.println("FAILED " + e.getMessage());
                out.println("  " + e.suggestion());
                code = Math.max(code, ExitCode.of(e.kind()).code());
            }
        }
        out.flush();
        return code;
    }

    private TestPlan plan(Path wheel) {
        return options.apply(TestPlan.of(wheel))
                .python(python)
                .work(work)
                .requirements(TestOptions.requirements(requirements))
                .command(command)
                .project(project.toAbsolutePath().normalize())
                .packageDirectory(packageDirectory)
                .junit(junit)
                .pure(pure)
                .build();
    }

    private static String describe(TestReport report) {
        int notices = report.record().notices().size();
        String checks = "ok, " + report.passed().size() + " checks"
                + (notices == 0 ? "" : ", " + notices + (notices == 1 ? " notice" : " notices"));
        ImportProof proof = report.record().test().imports();
        return switch (proof.outcome()) {
            case PROVEN -> checks + ", imports proven: " + String.join(", ", proof.modules());
            case NO_COMMAND -> checks;
            case NOTHING_IMPORTED, NOT_PROVEN ->
                checks + ", imports: " + proof.outcome().text();
        };
    }
}
