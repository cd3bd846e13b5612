package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.Certificates;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldTrustServerOfACompanyOnlyWhenTold() throws Exception {
        TestCertificate certificate = TestCertificate.make(directory);
        try (LoopbackGitHub github = LoopbackGitHub.start(certificate.server())) {
            GitHubRepository repository = GitHubRepository.parse(github.api(), github.repository());
            HttpOptions options = HttpOptions.of(() -> "token");
            GitHubCall call = GitHubCall.get("asking", repository.address(""));
            assertThatThrownBy(() -> new GitHubTransport(repository, options).exchange(call))
                    .isInstanceOf(SSLException.class);
            HttpOptions trusting = options.withTls(Certificates.trusting(certificate.pem()));
            assertThat(new GitHubTransport(repository, trusting).exchange(call).status())
                    .isEqualTo(200);
            assertThat(github.violations()).isEmpty();
        }
    }

    @Test
    void shouldRefuseFileWithoutCertificates() throws Exception {
        Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate\n");
        assertThatThrownBy(() -> Certificates.trusting(file))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("ca.pem");
    }
}
