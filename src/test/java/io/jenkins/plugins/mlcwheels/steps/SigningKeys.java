package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileVerifier;
import io.jenkins.plugins.mlcwheels.engine.provenance.KeyAlgorithm;
import io.jenkins.plugins.mlcwheels.engine.provenance.PemKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.TrustedKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.VerifyPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** A key for tests that sign, and a look for it in files where it must not be. */
public final class SigningKeys {

    private final PemKey key = PemKey.generate(KeyAlgorithm.ECDSA_P256);

    public String pem() {
        return key.toPem(new char[0]);
    }

    public TrustedKey trusted() {
        return key.publicKey();
    }

    public FileCredentialsImpl file(CredentialsScope scope, String id) {
        return new FileCredentialsImpl(
                scope, id, "", "release.key", SecretBytes.fromRawBytes(pem().getBytes(StandardCharsets.US_ASCII)));
    }

    public static StringCredentialsImpl text(String id, String content) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(content));
    }

    public void addToSystem(String id) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().add(file(CredentialsScope.GLOBAL, id));
        provider.save();
    }

    /** Verifies a wheel in a directory of a release, as the command line does. */
    public FileReport verify(Path wheel, VerifyPolicy policy) throws IOException {
        return new FileVerifier(List.of(trusted()), policy, Instant.now())
                .verify(wheel.getFileName().toString(), Sha256.of(wheel), name -> {
                    Path bundle = wheel.resolveSibling(name);
                    return Files.exists(bundle) ? Optional.of(Files.readAllBytes(bundle)) : Optional.empty();
                });
    }

    public static Path onlyWheel(Path release) throws IOException {
        try (Stream<Path> files = Files.list(release)) {
            List<Path> wheels =
                    files.filter(file -> file.toString().endsWith(".whl")).toList();
            assertThat(wheels).hasSize(1);
            return wheels.get(0);
        }
    }

    /** No part of the key, in any form, is in a file below the directories. */
    public void assertNowhere(List<Path> roots) throws IOException {
        List<String> marks = new ArrayList<>();
        pem().lines().filter(line -> !line.startsWith("-----")).forEach(marks::add);
        byte[] der = Base64.getMimeDecoder().decode(pem().replaceAll("-----[A-Z ]+-----", ""));
        marks.add(new String(der, 36, 24, StandardCharsets.ISO_8859_1));
        int looked = 0;
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    looked++;
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(marks);
                }
            }
        }
        assertThat(looked).isPositive();
    }
}
