package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.compare.ComparisonMarkdown;
import io.jenkins.plugins.mlcwheels.engine.compare.ComparisonText;
import io.jenkins.plugins.mlcwheels.engine.compare.GateCondition;
import io.jenkins.plugins.mlcwheels.engine.compare.SetComparer;
import io.jenkins.plugins.mlcwheels.engine.compare.SetComparison;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mlc-wheels compare}: what differs between two wheels, or two sets of them. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares wheels: files and sections that grew, libraries, exported symbols that are gone, the"
                + " platform tag and what made it newer, metadata, licences. Directories of wheels are paired by name,"
                + " Python and platform.",
        footer = "Exit code: 0 all is well, 2 a wheel can't be read or used, 9 a condition of --fail-on is not met, 12"
                + " GitHub failed.")
final class CompareCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "A wheel, a directory of wheels, or with --repo a tag.")
    private String before;

    @Parameters(index = "1", paramLabel = "NEW", description = "A wheel, a directory of wheels, or with --repo a tag.")
    private String after;

    @Option(
            names = "--fail-on",
            paramLabel = "CONDITION",
            description = "Fail if this is so; repeatable, or separated by commas: size+10%%, size+5M, tag-newer,"
                    + " symbols-removed, new-graft, new-library, new-dependency, dependency-changed, python-changed,"
                    + " entry-point-removed, license-changed, file-removed, new-error, wheel-missing.")
    private List<String> conditions = List.of();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Take libraries with such SONAMEs to be there.")
    private List<String> excludes = List.of();

    @Option(
            names = "--repo",
            paramLabel = "OWNER/NAME",
            description = "Take what is no file or directory for the tag of a release of this repository on GitHub; the"
                    + " token comes from the environment variable GITHUB_TOKEN.")
    private String repository;

    @CommandLine.Mixin
    private GitHubConnection connection;

    @Option(names = "--json", description = "Print JSON, on one line.")
    private boolean json;

    @Option(names = "--markdown", description = "Print Markdown, for a change request.")
    private boolean markdown;

    @Option(
            names = {"-v", "--verbose"},
            description = "List everything.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        List<GateCondition> gate = GateCondition.parseAll(conditions);
        if (json && markdown) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--json and --markdown exclude each other.");
        }
        try (ReleaseDownloads downloads = new ReleaseDownloads()) {
            AuditOptions options = AuditOptions.DEFAULT
                    .withExcludes(excludes)
                    .withThreads(Runtime.getRuntime().availableProcessors());
            SetComparison comparison = SetComparer.compare(wheels(before, downloads), wheels(after, downloads), options)
                    .held(gate);
            print(comparison);
            return (comparison.failures().isEmpty() ? ExitCode.OK : ExitCode.AUDIT_FAILED).code();
        }
    }

    private List<Path> wheels(String place, ReleaseDownloads downloads) throws Exception {
        if (Files.exists(Path.of(place)) || repository == null) {
            return SetComparer.wheels(Path.of(place));
        }
        if (place.endsWith(".whl")) {
            throw new EngineException(
                    EngineException.Kind.INPUT, place + ": there is no such file", "Check its name, or give a tag.");
        }
        return downloads.wheels(connection, repository, place);
    }

    private void print(SetComparison comparison) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(comparison.toJson());
        } else if (markdown) {
            out.print(ComparisonMarkdown.of(comparison));
        } else {
            ComparisonText.of(comparison, verbose).forEach(out::println);
        }
        out.flush();
    }
}
