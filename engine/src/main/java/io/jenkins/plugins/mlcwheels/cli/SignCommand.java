package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs statements about files. */
@Command(
        name = "sign",
        description = "Signs a provenance of each file, of what the record beside it (FILE.build.json) says, and writes"
                + " it to FILE.sigstore.json; other statements to FILE.KIND.sigstore.json.",
        footer = "Exit code: 0 all is well, 2 a key or a file can't be used.",
        mixinStandardHelpOptions = true)
final class SignCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to sign.")
    private List<Path> files;

    @Mixin
    private SigningOptions options;

    @Option(
            names = "--source-repository",
            paramLabel = "URL",
            description = "Where the source is, for files without a record of their build.")
    private String repository;

    @Option(names = "--ref", paramLabel = "REF", description = "Such as refs/tags/v1.2.0.")
    private String ref;

    @Option(names = "--commit", paramLabel = "SHA", description = "The commit that they were built from.")
    private String commit;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        FileSigning signing = options.signing(System.getenv())
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT, "no key to sign with", "Name one with --sign-key."));
        if (repository != null || ref != null || commit != null) {
            signing.source(source());
        }
        PrintWriter out = spec.commandLine().getOut();
        for (Path file : files) {
            for (Path bundle : signing.sign(file, Sha256.of(file))) {
                out.println(bundle);
            }
        }
        out.println("signed with key " + signing.publicKey().id());
        out.flush();
        return ExitCode.OK.code();
    }

    private SourceRevision source() {
        Optional<String> address = Optional.ofNullable(repository).map(text -> SourceRevision.address(text)
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT,
                        "the repository is not an address",
                        "Give one such as https://github.com/OWNER/NAME.")));
        return new SourceRevision(address, Optional.ofNullable(ref), Optional.ofNullable(commit), false);
    }
}
