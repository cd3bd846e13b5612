package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.Certificates;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @Test
    void shouldTrustServerOfACompanyOnlyWhenTold() throws Exception {
        Path store = directory.resolve("server.p12");
        Path pem = directory.resolve("ca.pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1");
        keytool(store, "-exportcert", "-alias", "server", "-rfc", "-file", pem.toString());
        HttpsServer server = server(store);
        try {
            URI api = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
            GitHubRepository repository = GitHubRepository.parse(api, "o/n");
            HttpOptions options = HttpOptions.of(() -> "token");
            GitHubCall call = GitHubCall.get("asking", repository.address(""));
            assertThatThrownBy(() -> new GitHubTransport(repository, options).exchange(call))
                    .isInstanceOf(SSLException.class);
            HttpOptions trusting = options.withTls(Certificates.trusting(pem));
            assertThat(new GitHubTransport(repository, trusting).exchange(call).text())
                    .isEqualTo("{}");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldRefuseFileWithoutCertificates() throws Exception {
        Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate\n");
        assertThatThrownBy(() -> Certificates.trusting(file))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("ca.pem");
    }

    private HttpsServer server(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }

    private void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(log).isZero();
    }
}
