package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.inspect.InspectionText;
import io.jenkins.plugins.mlcwheels.engine.inspect.WheelInspection;
import io.jenkins.plugins.mlcwheels.engine.inspect.WheelInspector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mlc-wheels inspect}: what is in a wheel. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Shows the inside of a wheel: files with their sizes, metadata, entry points, licences, SBOM, signed"
                        + " statements beside it; of native files what each needs and who brings it, exports, search paths,"
                        + " oldest system; findings of the audit at the file that they are about.",
        footer = "Exit code: 0 all is well, 2 the wheel can't be read.")
final class InspectCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "WHEEL", description = "The wheel.")
    private Path wheel;

    @Option(
            names = "--sibling",
            paramLabel = "WHEEL",
            description = "A wheel that will be installed beside it, whose libraries count as there; repeatable.")
    private List<Path> siblings = List.of();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Take libraries with such SONAMEs to be there.")
    private List<String> excludes = List.of();

    @Option(names = "--json", description = "Print JSON, on one line.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Every file, every native file with its sections and the names of its exports.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        AuditOptions options = AuditOptions.DEFAULT
                .withExcludes(excludes)
                .withSiblings(siblings)
                .withThreads(Runtime.getRuntime().availableProcessors());
        WheelInspection inspection = WheelInspector.inspect(wheel, options, verbose);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(inspection.toJson());
        } else {
            InspectionText.of(inspection, verbose).forEach(out::println);
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
