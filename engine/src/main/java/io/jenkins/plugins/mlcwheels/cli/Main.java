package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.FileProblem;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** Entry point of {@code mlc-wheels}. */
@Command(
        name = "mlc-wheels",
        description = "Builds, audits, repairs, tests and publishes native Python wheels.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AuditCommand.class,
            CompareCommand.class,
            InspectCommand.class,
            RepairCommand.class,
            PlanCommand.class,
            ScriptCommand.class,
            BuildCommand.class,
            TestCommand.class,
            PublishCommand.class,
            UploadCommand.class,
            IndexCommand.class,
            PruneCommand.class,
            PreflightCommand.class,
            ReleaseCommand.class,
            KeygenCommand.class,
            SignCommand.class,
            VerifyCommand.class
        })
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Commands that leave nothing behind when they are told to end, and so can simply end. */
    private static final Set<String> READERS = Set.of("audit", "inspect", "plan", "script", "verify");

    /** Runs one command and ends the process with its exit code; see {@link ExitCode}. */
    public static void main(String[] args) {
        boolean reads = args.length == 0 || READERS.contains(args[0]);
        System.exit(reads ? run(args) : GracefulStop.around(() -> run(args)));
    }

    private static int run(String[] args) {
        Optional<QuickLine> line = QuickLine.of(args);
        int code = line.isPresent() ? line.get().run() : execute(args);
        return System.out.checkError() ? mute(code) : code;
    }

    /** What was printed is lost, on a full disk for instance: a command that did well otherwise did not. */
    private static int mute(int code) {
        System.err.println("mlc-wheels: standard output can't be written to");
        return code == ExitCode.OK.code() ? ExitCode.UNEXPECTED.code() : code;
    }

    /** Runs one command and returns its exit code; for {@link #main} and for tests. */
    static int execute(String... args) {
        CommandLine line = commandLine();
        boolean named = args.length > 0 && !args[0].startsWith("-");
        if (named && !line.getSubcommands().containsKey(args[0])) {
            return refuse(new UnknownCommandException(line, args[0]), args);
        }
        return line.execute(args);
    }

    /** So that it is said whatever follows the command. */
    private static final class UnknownCommandException extends CommandLine.UnmatchedArgumentException {
        private static final long serialVersionUID = 1L;
        private final String command;

        UnknownCommandException(CommandLine line, String command) {
            super(line, List.of(command));
            this.command = command;
        }

        @Override
        public String getMessage() {
            return "There is no command '" + command + "'.";
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::report);
    }

    /** Says in two lines what is wrong with the arguments; the options themselves are for {@code --help}. */
    private static int refuse(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(PrintableText.lines(name + ": " + failure.getMessage()));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("  Try '" + name + " --help'.");
        }
        err.flush();
        return ExitCode.USAGE.code();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command.");
    }

    private static int report(Exception failure, CommandLine commandLine, ParseResult parsed) {
        return report(
                failure, commandLine.getErr(), commandLine.getCommandSpec().qualifiedName());
    }

    /** Says on {@code err} what went wrong, and returns the exit code for it. */
    static int report(Exception failure, PrintWriter err, String name) {
        Throwable cause = failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof EngineException expected) {
            print(err, name, expected);
            return ExitCode.of(expected.kind()).code();
        }
        if (Thread.currentThread().isInterrupted()) {
            err.println(name + ": cancelled");
            err.flush();
            return ExitCode.CANCELLED.code();
        }
        if (cause instanceof IOException io) {
            err.println(PrintableText.lines(name + ": " + FileProblem.describe(io)));
            err.flush();
            return (FileProblem.isInput(io) ? ExitCode.USAGE : ExitCode.UNEXPECTED).code();
        }
        err.println(name + ": internal error, please report it");
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        err.print(PrintableText.lines(trace.toString()));
        err.flush();
        return ExitCode.UNEXPECTED.code();
    }

    static void print(PrintWriter err, String name, EngineException failure) {
        err.println(PrintableText.lines(name + ": " + failure.getMessage()));
        if (!failure.suggestion().isEmpty()) {
            err.println("  " + failure.suggestion());
        }
        err.flush();
    }

    /** That of this program. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        static String text() {
            return "mlc-wheels " + version();
        }
    }
}
