package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.provenance.PemKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.Pkcs11Key;
import io.jenkins.plugins.mlcwheels.engine.provenance.PolicyFile;
import io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFacts;
import io.jenkins.plugins.mlcwheels.engine.provenance.SigningKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.SmallFile;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to sign with, and in whose name. */
final class SigningOptions {

    private static final int LARGEST = 64 << 10;

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description = "Sign a provenance of each file with this private key (PEM, PKCS#8), or with one on a token"
                    + " (pkcs11:object=LABEL?module-path=LIBRARY).")
    private String key;

    @Mixin
    private KeyPassphrase passphrase;

    @Option(
            names = "--statement",
            split = ",",
            paramLabel = "KIND",
            description = "What to sign: provenance, test-result, audit, sbom; default: provenance.")
    private List<String> statements = List.of("provenance");

    @Option(
            names = "--builder-id",
            paramLabel = "URI",
            description = "Who answers for the statements; by default an address that says: a workstation.")
    private URI builder;

    @Option(names = "--invocation", paramLabel = "URL", description = "The run that built the files.")
    private URI invocation;

    boolean isAsked() {
        return key != null;
    }

    /** Empty if nothing is to be signed. */
    Optional<FileSigning> signing(Map<String, String> environment) throws IOException {
        if (key == null) {
            return Optional.empty();
        }
        Set<StatementKind> kinds = EnumSet.of(StatementKind.PROVENANCE);
        kinds.addAll(PolicyFile.kinds(statements));
        return Optional.of(new FileSigning(open(environment), kinds, builder(), Optional.ofNullable(invocation)));
    }

    private URI builder() {
        if (builder == null) {
            return ProvenanceFacts.WORKSTATION;
        }
        // Refuses what is no address also where nothing has to be signed any more.
        return new ProvenanceFacts(builder).builder();
    }

    private SigningKey open(Map<String, String> environment) throws IOException {
        char[] secret = passphrase.read(environment);
        if (key.startsWith(Pkcs11Key.SCHEME)) {
            return Pkcs11Key.open(key, secret);
        }
        return PemKey.parse(new String(SmallFile.read(Path.of(key), LARGEST), StandardCharsets.ISO_8859_1), secret);
    }
}
