package io.jenkins.plugins.mlcwheels.engine.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With SoftHSM, where it is installed; in a process of its own, as the library reads its settings once. */
class Pkcs11TokenTest {

    @TempDir
    private Path directory;

    /** Signs, and prints whether the signature is good and what the id of the key is. */
    public static final class Sign {
        public static void main(String[] args) {
            Pkcs11Key key = Pkcs11Key.open(args[0], "1234".toCharArray());
            byte[] message = {1, 2, 3};
            System.out.println(key.publicKey().verifies(message, key.sign(message)) + " "
                    + key.publicKey().algorithm());
        }
    }

    @Test
    void shouldSignWithKeyOnToken() throws IOException, InterruptedException {
        Optional<Path> library = Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib64/softhsm/libsofthsm2.so",
                        "/usr/lib64/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst();
        assumeThat(library).as("SoftHSM").isPresent();
        Files.createDirectories(directory.resolve("tokens"));
        Files.writeString(
                directory.resolve("softhsm.conf"), "directories.tokendir = " + directory.resolve("tokens") + "\n");
        Files.writeString(
                directory.resolve("pkcs11.cfg"), "name = test\nlibrary = " + library.get() + "\nslotListIndex = 0\n");
        run("softhsm2-util", "--init-token", "--free", "--label", "test", "--pin", "1234", "--so-pin", "5678");
        Path java = Path.of(System.getProperty("java.home"), "bin");
        run(
                java.resolve("keytool").toString(),
                "-genkeypair",
                "-alias",
                "release",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=release",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-storepass",
                "1234",
                "-addprovider",
                "SunPKCS11",
                "-providerArg",
                directory.resolve("pkcs11.cfg").toString());
        String output = run(
                java.resolve("java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sign.class.getName(),
                "pkcs11:object=release?module-path=" + library.get());
        assertThat(output).endsWith("true ecdsa-p256\n");
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SOFTHSM2_CONF", directory.resolve("softhsm.conf").toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
