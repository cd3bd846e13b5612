package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileVerifier;
import io.jenkins.plugins.mlcwheels.engine.provenance.KeylessTrust;
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

    @Option(
            names = "--certificate-identity",
            paramLabel = "ID",
            description = "Who signed without a key: the address or e-mail address in the certificate, to the letter.")
    private String identity;

    @Option(
            names = "--certificate-oidc-issuer",
            paramLabel = "URL",
            description = "The identity provider that vouched for it.")
    private String issuer;

    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description = "The trusted_root.json of the Sigstore instance that signed; nothing is fetched.")
    private Path trustedRoot;

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
        Optional<KeylessTrust> keyless = keyless();
        if (files.isEmpty() && keyless.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "no key to verify with",
                    "Name the public key of whoever signed with --key, or give --certificate-identity,"
                            + " --certificate-oidc-issuer and --trusted-root.");
        }
        return new FileVerifier(read(files), keyless, asked, Clock.systemUTC().instant());
    }

    private Optional<KeylessTrust> keyless() throws IOException {
        if (identity == null && issuer == null && trustedRoot == null) {
            return Optional.empty();
        }
        if (identity == null || issuer == null || trustedRoot == null) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "a signature by a certificate is verified by three things together",
                    "Give --certificate-identity, --certificate-oidc-issuer and --trusted-root.");
        }
        return Optional.of(KeylessTrust.read(trustedRoot, identity, issuer));
    }

    private static List<TrustedKey> read(List<Path> files) throws IOException {
        List<TrustedKey> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(TrustedKey.read(file));
        }
        return keys;
    }
}
