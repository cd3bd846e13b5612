package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mlc-wheels audit}: judges wheels and says what pins their platform tags. */
@Command(
        name = AuditRun.COMMAND,
        mixinStandardHelpOptions = true,
        description = "Judges wheels for Linux, Windows and macOS, checks their archives, says what pins the platform"
                + " tag and who brings each library; several at once are compared as one release.",
        footer = "Exit code: 0 all is well, 2 a wheel can't be read, 5 not a platform wheel, 9 an error was found.")
final class AuditCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "WHEEL",
            arity = "1..*",
            description = "The wheels; source distributions (.tar.gz) as well.")
    private List<Path> wheels = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Assume that libraries with such SONAMEs are present; repeatable.")
    private List<String> excludes = List.of();

    @Option(
            names = "--policy",
            paramLabel = "PLATFORM",
            description = "Require compliance with a platform, such as manylinux_2_28.")
    private String policy;

    @Option(
            names = "--require-lib",
            paramLabel = "GLOB",
            description = "Require a library of such a name in the wheel; repeatable.")
    private List<String> requireLibs = List.of();

    @Option(
            names = "--forbid-lib",
            paramLabel = "GLOB",
            description = "Forbid libraries of such a name, in the wheel or needed by it; repeatable.")
    private List<String> forbidLibs = List.of();

    @Option(names = "--max-size", paramLabel = "SIZE", description = "Largest wheel allowed: bytes, or 100M, 2G.")
    private String maxSize;

    @Option(
            names = "--disable-isa-ext-check",
            description = "Let files need more of the processor than its architecture's baseline, such as x86-64-v2.")
    private boolean anyInstructionSet;

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
    private AuditRun.Format format = AuditRun.Format.text;

    @Option(
            names = {"-v", "--verbose"},
            description = "List everything that pins the tag of any policy.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        AuditRun.Format form = json ? AuditRun.Format.json : format;
        CommandLine commandLine = spec.commandLine();
        return new AuditRun(
                        commandLine.getOut(), commandLine.getErr(), form, CommandLine.Help.Ansi.AUTO.enabled(), verbose)
                .run(wheels, options(form))
                .code();
    }

    private AuditOptions options(AuditRun.Format form) {
        AuditOptions options = AuditRun.options(form)
                .withExcludes(excludes)
                .withSiblings(siblings)
                .withAnyInstructionSet(anyInstructionSet)
                .withRequireLibs(requireLibs)
                .withForbidLibs(forbidLibs);
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
                    spec.commandLine(), "--max-size: '" + size + "' is not a size; use bytes, or 100M, 2G");
        }
    }
}
