package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileVerifier;
import io.jenkins.plugins.mlcwheels.engine.provenance.PolicyFile;
import io.jenkins.plugins.mlcwheels.engine.provenance.TrustedKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.VerifyPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose signatures count, and what the statements have to say. */
final class VerifyOptions {

    @Option(names = "--key", paramLabel = "PUB", description = "A public key (PEM) whose signature counts; repeatable.")
    private List<Path> keys = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "A policy (TOML); options take precedence.")
    private Path policy;

    @Option(names = "--source-repository", paramLabel = "URL", description = "The source that was built.")
    private String repository;

    @Option(names = "--commit", paramLabel = "SHA", description = "Its commit; a source with changes has none.")
    private String commit;

    @Option(names = "--builder", paramLabel = "URI", description = "Who answers for the provenance.")
    private String builder;

    @Option(
            names = "--image",
            paramLabel = "REF",
            description = "The image that it was built in, as it was named, or its digest (sha256:...).")
    private String image;

    @Option(names = "--max-age", paramLabel = "AGE", description = "How long ago it was built at most, such as 90d.")
    private String age;

    @Option(
            names = "--require-statement",
            split = ",",
            paramLabel = "KIND",
            description = "Statements that there must be beside the provenance: test-result, audit, sbom.")
    private List<String> required = List.of();

    /** @param tag that the source has to have, or null */
    FileVerifier verifier(String tag) throws IOException {
        VerifyPolicy asked = new VerifyPolicy(
                Optional.ofNullable(repository),
                Optional.ofNullable(tag),
                Optional.ofNullable(commit),
                Optional.ofNullable(builder),
                Optional.ofNullable(image),
                Optional.ofNullable(age).map(PolicyFile::age),
                PolicyFile.kinds(required));
        List<Path> files = new ArrayList<>(keys);
        if (policy != null) {
            PolicyFile file = PolicyFile.read(policy);
            asked = file.policy().with(asked);
            files.addAll(file.keys());
        }
        return new FileVerifier(read(files), asked, Clock.systemUTC().instant());
    }

    private static List<TrustedKey> read(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "no key to verify with",
                    "Name the public key of whoever signed with --key.");
        }
        List<TrustedKey> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(TrustedKey.read(file));
        }
        return keys;
    }
}
