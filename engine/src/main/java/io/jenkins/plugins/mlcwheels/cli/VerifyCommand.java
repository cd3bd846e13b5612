package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies who signed files, and what the statements about them say. */
@Command(
        name = "verify",
        description =
                "Verifies files by the bundles beside them: who signed, whether it is for these very bytes, and"
                        + " whether the statements say what is asked for. Fetches nothing unless an address or --repo is given.",
        footer = "Exit code: 0 all is well, 2 a bundle or a key can't be read, 12 a server failed, 14 a check failed, a"
                + " missing bundle and an unknown key included.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR|URL",
            description = "Files, directories of releases, addresses of files, or of an index, which end with a"
                    + " slash; each file with FILE.sigstore.json beside it.")
    private List<String> targets = List.of();

    @Option(names = "--bundle", paramLabel = "FILE", description = "The bundle with the provenance of the one FILE.")
    private Path bundle;

    @Option(
            names = "--repo",
            paramLabel = "OWNER/NAME",
            description = "Verify the release --tag of this repository on GitHub; the token comes from the environment"
                    + " variable GITHUB_TOKEN.")
    private String repository;

    @Option(names = "--tag", paramLabel = "TAG", description = "The tag that the source had, and of the release.")
    private String tag;

    @Mixin
    private VerifyOptions options;

    @Mixin
    private GitHubConnection connection;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        FileVerifier verifier = options.verifier(tag);
        List<FileReport> reports = verify(found(), verifier);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(VerifyText.json(reports));
        } else {
            VerifyText.print(reports, out);
        }
        out.flush();
        return code(reports).code();
    }

    private List<VerifyTarget> found() throws IOException {
        List<VerifyTarget> found = new ArrayList<>();
        if (repository != null) {
            if (tag == null) {
                throw unusable("--repo needs the tag of a release", "Add --tag.");
            }
            Timing timing = Timing.of(Clock.systemUTC(), new Random());
            found.addAll(HostedTargets.of(
                    connection.host(repository, "Contents: read", System.getenv(), timing, ProgressListener.SILENT),
                    tag));
        }
        for (String target : targets) {
            found.addAll(found(target));
        }
        if (found.isEmpty()) {
            throw unusable("nothing to verify", "Name files, directories or addresses, or a --repo.");
        }
        if (bundle != null && found.size() != 1) {
            throw unusable("--bundle belongs to one file", "Name that one only.");
        }
        return found;
    }

    private List<VerifyTarget> found(String target) throws IOException {
        if (WebTargets.isAddress(target)) {
            String address = WebTargets.checked(target);
            WebTargets web = new WebTargets(connection.anonymous(address, System.getenv()));
            return address.endsWith("/") ? new IndexTargets(web).of(URI.create(address)) : List.of(web.file(address));
        }
        Path path = Path.of(target);
        if (Files.isDirectory(path)) {
            return LocalTargets.directory(path);
        }
        return List.of(bundle == null ? LocalTargets.file(path) : LocalTargets.file(path, bundle));
    }

    /** Several at once, as reading large files takes time; in the order in which they were found. */
    private static List<FileReport> verify(List<VerifyTarget> found, FileVerifier verifier) throws IOException {
        try {
            return found.parallelStream()
                    .map(target -> {
                        try {
                            return target.verify(verifier);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static ExitCode code(List<FileReport> reports) {
        boolean unreadable =
                reports.stream().anyMatch(report -> report.unreadable().isPresent());
        boolean failed = reports.stream().anyMatch(report -> report.unreadable().isEmpty() && !report.passed());
        return failed ? ExitCode.VERIFICATION_FAILED : unreadable ? ExitCode.USAGE : ExitCode.OK;
    }

    private static EngineException unusable(String message, String suggestion) {
        return new EngineException(EngineException.Kind.INPUT, message, suggestion);
    }
}
