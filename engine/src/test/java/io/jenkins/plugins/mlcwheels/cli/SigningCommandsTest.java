package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keygen}, {@code sign}, {@code verify}, and what other commands do with signed files. */
class SigningCommandsTest {

    @TempDir
    private Path directory;

    private StringWriter out;
    private StringWriter err;
    private Path key;
    private Path wheel;
    private Path bundle;
    private Path releases;

    @BeforeEach
    void keyAndWheel() throws IOException {
        key = directory.resolve("release.key");
        assertThat(run("keygen", "--out", key)).isZero();
        wheel = TestWheels.wheel("demo", "0.1.0", "py3-none-any")
                .file("demo.py", "VALUE = 1\n")
                .purelib(true)
                .writeTo(Files.createDirectories(directory.resolve("dist")));
        bundle = wheel.resolveSibling(wheel.getFileName() + ".sigstore.json");
        releases = directory.resolve("releases");
    }

    @Test
    void shouldWriteKeyThatOnlyItsOwnerReadsAndOverwriteNothing() throws IOException {
        assertThat(Files.getPosixFilePermissions(key)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(out + "").contains("not encrypted", "public key:  " + key + ".pub", "key id:");
        String before = Files.readString(key);
        assertThat(run("keygen", "--out", key)).isEqualTo(ExitCode.USAGE.code());
        assertThat(key).hasContent(before);

        Files.delete(key);
        assertThat(run("keygen", "--out", key)).as("the public key is there").isEqualTo(ExitCode.USAGE.code());
        assertThat(key).doesNotExist();
    }

    @Test
    void shouldEncryptKeyWithPassphraseOfAFile() throws IOException {
        Path secret = Files.writeString(directory.resolve("passphrase"), "geheim\n");
        Path encrypted = directory.resolve("encrypted.key");
        assertThat(run("keygen", "--out", encrypted, "--passphrase-file", secret, "--algorithm", "ed25519"))
                .isZero();
        assertThat(encrypted).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(run("sign", wheel, "--sign-key", encrypted)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("the private key is encrypted");
        assertThat(run("sign", wheel, "--sign-key", encrypted, "--passphrase-file", secret))
                .isZero();
        assertThat(run("verify", wheel, "--key", encrypted + ".pub")).isZero();
    }

    @Test
    void shouldSignAndVerify() throws IOException {
        assertThat(run("sign", wheel, "--sign-key", key)).isZero();
        String first = Files.readString(bundle);
        assertThat(run("sign", wheel, "--sign-key", key)).isZero();
        assertThat(bundle).hasContent(first);
        assertThat(run("verify", wheel, "--key", key + ".pub")).isZero();
        assertThat(out + "").contains("ok      signature: expected by key ", "1 file, all verified");
        assertThat(run("verify", directory.resolve("dist"), "--key", key + ".pub"))
                .isZero();
    }

    @Test
    void shouldSayWhatAUserSaysOfTheSource() throws IOException {
        assertThat(run(
                        "sign",
                        wheel,
                        "--sign-key",
                        key,
                        "--source-repository",
                        "https://user:secret@github.com/octo/demo.git",
                        "--ref",
                        "refs/tags/v0.1.0",
                        "--commit",
                        "12".repeat(20),
                        "--builder-id",
                        "https://ci.example.org/"))
                .isZero();
        assertThat(run("verify", wheel, "--key", key + ".pub", "--json")).isZero();
        assertThat(out + "").contains("https://github.com/octo/demo.git").doesNotContain("secret");
        assertThat(run(
                        "verify",
                        wheel,
                        "--key",
                        key + ".pub",
                        "--tag",
                        "v0.1.0",
                        "--builder",
                        "https://ci.example.org/"))
                .isZero();
        assertThat(run("verify", wheel, "--key", key + ".pub", "--tag", "v0.2.0"))
                .isEqualTo(ExitCode.VERIFICATION_FAILED.code());
        assertThat(out + "").contains("FAILED  tag: expected refs/tags/v0.2.0; found refs/tags/v0.1.0");
    }

    @Test
    void shouldFailWithFourteenForWhatIsNotSignedByTheKey() throws IOException {
        assertThat(run("verify", wheel, "--key", key + ".pub")).isEqualTo(14);
        assertThat(out + "").contains("no such file");

        assertThat(run("sign", wheel, "--sign-key", key)).isZero();
        Path other = directory.resolve("other.key");
        assertThat(run("keygen", "--out", other)).isZero();
        assertThat(run("verify", wheel, "--key", other + ".pub")).isEqualTo(14);
        assertThat(out + "").contains("unknown key");
        assertThat(run("verify", wheel, "--key", other + ".pub", "--key", key + ".pub"))
                .isZero();

        byte[] damaged = Files.readAllBytes(wheel);
        damaged[10] ^= 1;
        Files.write(wheel, damaged);
        assertThat(run("verify", wheel, "--key", key + ".pub")).isEqualTo(14);
        assertThat(out + "").contains("FAILED  digest");

        Files.delete(wheel);
        assertThat(run("verify", directory.resolve("dist"), "--key", key + ".pub"))
                .isEqualTo(14);
        assertThat(out + "").contains("no such file");
    }

    @Test
    void shouldEndWithTwoForWhatCannotBeRead() throws IOException {
        Files.writeString(bundle, "{");
        assertThat(run("verify", wheel, "--key", key + ".pub")).isEqualTo(2);
        assertThat(out + "").contains("UNREADABLE  ");
        assertThat(run("verify", wheel, "--key", key)).isEqualTo(2);
        assertThat(err + "").contains("keep the private one to yourself");
        assertThat(run("verify", wheel)).isEqualTo(2);
        assertThat(err + "").contains("no key to verify with");
        assertThat(run("sign", wheel, "--sign-key", key)).isEqualTo(2);
        assertThat(err + "").contains("is there, and can't be read");
    }

    @Test
    void shouldVerifyByAPolicyFile() throws IOException {
        assertThat(run("sign", wheel, "--sign-key", key)).isZero();
        Path policy = Files.writeString(
                directory.resolve("policy.toml"),
                "keys = [\"release.key.pub\"]\nbuilder = \"https://ci.example.org/\"\n");
        assertThat(run("verify", wheel, "--policy", policy)).isEqualTo(14);
        assertThat(out + "").contains("FAILED  builder: expected https://ci.example.org/");
        assertThat(run(
                        "verify",
                        wheel,
                        "--policy",
                        policy,
                        "--builder",
                        "https://github.com/jenkinsci/mlc-wheels-plugin"
                                + "/blob/main/docs/provenance/workstation-v1.md"))
                .isZero();
    }

    @Test
    void shouldPublishSignedReleaseAndDoNothingTheSecondTime() throws IOException {
        Object[] command = {"publish", "--to", releases, "--tag", "v0.1.0", "--sign-key", key, "--sbom", wheel};
        assertThat(run(command)).as(err + "").isZero();
        Path released = releases.resolve("v0.1.0");
        assertThat(released.resolve("release.json")).content().contains("\"schemaVersion\" : 3", "\"bundles\"");
        assertThat(released.resolve("SHA256SUMS")).content().contains(bundle.getFileName() + "", "release.cdx.json");
        assertThat(run("verify", released, "--key", key + ".pub")).isZero();

        Files.delete(bundle);
        assertThat(run(command)).as("signed again").isZero();
        assertThat(out + "").contains("nothing to do");

        assertThat(run("index", releases)).isZero();
        assertThat(releases.resolve("simple/demo/index.json")).content().contains("_mlc-wheels-bundle");
    }

    @Test
    void shouldPublishAndTestOnlyWhatIsSignedIfAsked() throws IOException {
        assertThat(run("publish", "--to", releases, "--tag", "v0.1.0", "--require-signed", key + ".pub", wheel))
                .isEqualTo(14);
        assertThat(run("test", "--require-signed", key + ".pub", wheel)).isEqualTo(14);
        assertThat(err + "").contains("no such file");
        assertThat(releases).doesNotExist();

        assertThat(run("sign", wheel, "--sign-key", key)).isZero();
        assertThat(run("publish", "--to", releases, "--tag", "v0.1.0", "--require-signed", key + ".pub", wheel))
                .isZero();
        assertThat(releases.resolve("v0.1.0/" + bundle.getFileName())).hasSameBinaryContentAs(bundle);
    }

    @Test
    void shouldSignChecksumsByACommand() throws IOException {
        assertThat(run(
                        "publish",
                        "--to",
                        releases,
                        "--tag",
                        "v0.1.0",
                        "--sums-sign-command",
                        "sha256sum SHA256SUMS > SHA256SUMS.sig",
                        wheel))
                .as(err + "")
                .isZero();
        assertThat(releases.resolve("v0.1.0/SHA256SUMS.sig")).content().endsWith("SHA256SUMS\n");
        assertThat(run("publish", "--to", releases, "--tag", "v0.2.0", "--sums-sign-command", "false", wheel))
                .isEqualTo(2);
        assertThat(err + "").contains("--sums-sign-command ended with exit code 1");
    }

    @Test
    void shouldVerifyFilesAndIndexesOnTheWeb() throws IOException {
        assertThat(run("publish", "--to", releases, "--tag", "v0.1.0", "--sign-key", key, wheel))
                .isZero();
        assertThat(run("index", releases)).isZero();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = releases.resolve(exchange.getRequestURI().getPath().substring(1));
            if (exchange.getRequestURI().getPath().equals("/moved.whl")) {
                exchange.getResponseHeaders().add("Location", "/v0.1.0/" + wheel.getFileName());
                exchange.sendResponseHeaders(302, -1);
            } else if (Files.isRegularFile(file)) {
                byte[] bytes = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
            exchange.close();
        });
        server.start();
        try {
            String site = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            String file = site + "v0.1.0/" + wheel.getFileName();
            assertThat(run("verify", file, "--key", key + ".pub")).as(err + "").isZero();
            assertThat(run("verify", site + "simple/", "--key", key + ".pub"))
                    .as(err + "")
                    .isZero();
            assertThat(run("verify", site + "simple/demo/", "--key", key + ".pub"))
                    .isZero();
            assertThat(out + "").contains("1 file, all verified");
            assertThat(run("verify", site + "moved.whl", "--key", key + ".pub"))
                    .as("no bundle beside it")
                    .isEqualTo(14);
            assertThat(run("verify", site + "gone.whl", "--key", key + ".pub")).isEqualTo(14);
            assertThat(run("verify", site + "v0.1.0/", "--key", key + ".pub")).isEqualTo(2);

            Files.writeString(releases.resolve("v0.1.0/" + wheel.getFileName()), "forged");
            assertThat(run("verify", site + "simple/", "--key", key + ".pub")).isEqualTo(14);
            assertThat(out + "").contains("FAILED  digest");
        } finally {
            server.stop(0);
        }
    }

    /** One statement for each of 450 files at most, so that a release keeps below 1,000 files. */
    @Test
    void shouldSignALargeSetWithOneBundle() throws IOException {
        Path many = Files.createDirectories(directory.resolve("many"));
        List<Object> command = new java.util.ArrayList<>(
                List.of("publish", "--to", releases, "--tag", "v0.1.0", "--no-audit", "--sign-key", key));
        for (int i = 0; i <= ReleaseBundles.MOST_SINGLE; i++) {
            command.add(TestWheels.wheel("demo" + i, "0.1.0", "py3-none-any")
                    .file("demo.py", "VALUE = " + i + "\n")
                    .purelib(true)
                    .writeTo(many));
        }
        assertThat(run(command.toArray())).as(err + "").isZero();
        Path released = releases.resolve("v0.1.0");
        assertThat(released.resolve("release.sigstore.json")).exists();
        assertThat(released.resolve("demo7-0.1.0-py3-none-any.whl.sigstore.json"))
                .doesNotExist();
        assertThat(run("verify", released, "--key", key + ".pub")).isZero();
        assertThat(out + "").contains("451 files, all verified");
    }

    private int run(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
    }
}
