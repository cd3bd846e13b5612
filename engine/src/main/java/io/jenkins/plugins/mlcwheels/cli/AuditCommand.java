package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditwheelJson;
import io.jenkins.plugins.mlcwheels.engine.audit.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mlc-wheels audit}: judges wheels and says what pins their platform tags. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Judges wheels by the manylinux and musllinux policies, checks their archives, and says what"
                + " pins the platform tag.",
        footer = "Exit code: 0 all is well, 2 a wheel can't be read, 5 not a platform wheel, 9 an error was found.")
final class AuditCommand implements Callable<Integer> {

    enum Format {
        text,
        json,
        auditwheel
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "WHEEL", arity = "1..*", description = "The wheels.")
    private List<Path> wheels = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Take libraries with such SONAMEs to be there; repeatable.")
    private List<String> excludes = List.of();

    @Option(
            names = "--policy",
            paramLabel = "PLATFORM",
            description = "Demand consistency with a platform, such as manylinux_2_28.")
    private String policy;

    @Option(
            names = "--require-lib",
            paramLabel = "GLOB",
            description = "Demand a library of such a name in the wheel; repeatable.")
    private List<String> requireLibs = List.of();

    @Option(
            names = "--forbid-lib",
            paramLabel = "GLOB",
            description = "Forbid libraries of such a name, in the wheel or needed by it; repeatable.")
    private List<String> forbidLibs = List.of();

    @Option(names = "--max-size", paramLabel = "SIZE", description = "Largest wheel allowed: bytes, or 100M, 2G.")
    private String maxSize;

    @Option(
            names = "--sibling",
            paramLabel = "WHEEL",
            description = "A wheel that will be installed beside it, whose libraries count as there; repeatable.")
    private List<Path> siblings = List.of();

    @Option(names = "--json", description = "Same as --format json.")
    private boolean json;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text; json: one report per line; auditwheel: what auditwheel show --json prints.")
    private Format format = Format.text;

    @Option(
            names = {"-v", "--verbose"},
            description = "List everything that pins the tag of any policy.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        AuditOptions options = options();
        PrintWriter out = spec.commandLine().getOut();
        Outcomes outcomes = new Outcomes(out);
        if (wheels.size() == 1) {
            outcomes.add(wheels.get(0), () -> WheelAuditor.audit(wheels.get(0), options));
        } else {
            auditAll(options, outcomes);
        }
        out.flush();
        return outcomes.exitCode();
    }

    private AuditOptions options() {
        AuditOptions options = AuditOptions.DEFAULT
                .withExcludes(excludes)
                .withSiblings(siblings)
                .withRequireLibs(requireLibs)
                .withForbidLibs(forbidLibs)
                .withDigest(json || format == Format.json)
                .withThreads(Runtime.getRuntime().availableProcessors());
        if (policy != null) {
            options = options.withPolicy(policy);
        }
        return maxSize == null ? options : options.withMaxSize(bytes(maxSize));
    }

    /** 100M is 100 times 1024 times 1024, as for most tools that deal with files. */
    private long bytes(String size) {
        String digits = size.toUpperCase(java.util.Locale.ROOT).replaceFirst("I?B?$", "");
        int unit = digits.isEmpty() ? -1 : "KMGT".indexOf(digits.charAt(digits.length() - 1));
        try {
            long number = Long.parseLong(unit < 0 ? digits : digits.substring(0, digits.length() - 1));
            if (number < 0) {
                throw new NumberFormatException();
            }
            return Math.multiplyExact(number, 1L << 10 * (unit + 1));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--max-size: '" + size + "' is no size; use bytes, or 100M, 2G");
        }
    }

    /** Several wheels at a time, printed in the order given. */
    private void auditAll(AuditOptions options, Outcomes outcomes) throws Exception {
        int workers = Math.min(options.threads(), wheels.size());
        AuditOptions each = options.withThreads(Math.max(1, options.threads() / workers));
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<AuditReport>> reports = new ArrayList<>();
            for (Path wheel : wheels) {
                reports.add(pool.submit(() -> WheelAuditor.audit(wheel, each)));
            }
            for (int i = 0; i < wheels.size(); i++) {
                Future<AuditReport> report = reports.get(i);
                outcomes.add(wheels.get(i), () -> get(report));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static AuditReport get(Future<AuditReport> report) throws Exception {
        try {
            return report.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Prints each outcome and remembers the worst. */
    private final class Outcomes {
        private final PrintWriter out;
        private final AuditText text;
        private ExitCode worst = ExitCode.OK;

        Outcomes(PrintWriter out) {
            this.out = out;
            this.text = new AuditText(out, CommandLine.Help.Ansi.AUTO.enabled(), verbose);
        }

        int exitCode() {
            return worst.code();
        }

        void add(Path wheel, Callable<AuditReport> audit) throws Exception {
            try {
                print(audit.call());
            } catch (NotAPlatformWheelException e) {
                failed(
                        wheel,
                        e,
                        e.findings().stream().anyMatch(finding -> finding.isError())
                                ? ExitCode.AUDIT_FAILED
                                : ExitCode.NOT_A_PLATFORM_WHEEL);
                if (!machine()) {
                    text.findings(e.findings());
                }
            } catch (EngineException e) {
                if (wheels.size() == 1 && !machine()) {
                    throw e;
                }
                failed(wheel, e, ExitCode.of(e.kind()));
            }
            out.flush();
        }

        private boolean machine() {
            return json || format != Format.text;
        }

        private void print(AuditReport report) {
            if (json || format == Format.json) {
                out.println(AuditReportJson.write(report));
            } else if (format == Format.auditwheel) {
                out.println(AuditwheelJson.write(report));
            } else {
                text.report(report);
            }
            note(report.passed() ? ExitCode.OK : ExitCode.AUDIT_FAILED);
        }

        private void failed(Path wheel, EngineException failure, ExitCode code) {
            if (format == Format.auditwheel) {
                out.println(AuditwheelJson.writeError(String.valueOf(wheel.getFileName()), failure.getMessage()));
            } else if (machine()) {
                out.println(AuditReportJson.writeError(wheel.toString(), failure.getMessage(), code.code()));
            } else {
                PrintWriter err = spec.commandLine().getErr();
                err.println(spec.qualifiedName() + ": " + failure.getMessage());
                err.println("  " + failure.suggestion());
                err.flush();
            }
            note(code);
        }

        /** What can't be read weighs more than what was found to be wrong, and that more than what has no verdict. */
        private void note(ExitCode code) {
            if (weight(code) > weight(worst)) {
                worst = code;
            }
        }

        private int weight(ExitCode code) {
            return switch (code) {
                case OK -> 0;
                case NOT_A_PLATFORM_WHEEL -> 1;
                case AUDIT_FAILED -> 2;
                default -> 3;
            };
        }
    }
}
