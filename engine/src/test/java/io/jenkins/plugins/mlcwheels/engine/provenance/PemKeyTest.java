package io.jenkins.plugins.mlcwheels.engine.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {

    private static final char[] NONE = {};
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    /** Of openssl genpkey -algorithm ed25519 -aes-256-cbc, with the passphrase geheim. */
    private static final String OF_OPENSSL = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiTykpPq6uiCAICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEF4X1kOquPGKiJjRJUXaPCEEQLPG
            uGBUGtLD36A7Km2/iO8UzWPqaKgKzv8fhivESfF7iXZc1MtsR8Aufc8ONF3Qi9og
            3JUnrX0Fz0Wz81CKDW0=
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    /** What openssl pkey -pubout gives for it. */
    private static final String PUBLIC_OF_OPENSSL = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAnjyxH8b2IETjwEulynG2O1LSrgFIawejsiDaGHD/1+0=
            -----END PUBLIC KEY-----
            """;

    @ParameterizedTest
    @EnumSource
    void shouldSignWithWhatWasWrittenAndReadBack(KeyAlgorithm algorithm) {
        PemKey made = PemKey.generate(algorithm);
        PemKey read = PemKey.parse(made.toPem(NONE), NONE);
        assertThat(read.publicKey()).isEqualTo(made.publicKey());
        byte[] signature = read.sign(MESSAGE);
        TrustedKey trusted = TrustedKey.parse(made.publicKey().toPem());
        assertThat(trusted.verifies(MESSAGE, signature)).isTrue();
        assertThat(trusted.verifies(new byte[] {1}, signature)).isFalse();
        assertThat(trusted.verifies(MESSAGE, new byte[] {1, 2, 3})).isFalse();
        assertThat(PemKey.generate(algorithm).publicKey().verifies(MESSAGE, signature))
                .isFalse();
    }

    /** The public half is worked out from the private one alone. */
    @RepeatedTest(30)
    void shouldKnowItsPublicHalf() throws GeneralSecurityException {
        var pair = KeyAlgorithm.ECDSA_P256.generate();
        PemKey read = PemKey.parse(pem(pair.getPrivate()), NONE);
        assertThat(read.publicKey()).isEqualTo(TrustedKey.of(pair.getPublic()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldEncryptAndAskForThePassphrase(KeyAlgorithm algorithm) {
        PemKey made = PemKey.generate(algorithm);
        String pem = made.toPem("geheim".toCharArray());
        assertThat(pem).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(PemKey.parse(pem, "geheim".toCharArray()).publicKey()).isEqualTo(made.publicKey());
        assertThatThrownBy(() -> PemKey.parse(pem, NONE))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("the private key is encrypted, and there is no passphrase");
        assertThatThrownBy(() -> PemKey.parse(pem, "wrong".toCharArray()))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("the private key can't be decrypted");
    }

    @Test
    void shouldReadEncryptedKeyOfOpenssl() {
        PemKey key = PemKey.parse(OF_OPENSSL, "geheim".toCharArray());
        assertThat(key.publicKey()).isEqualTo(TrustedKey.parse(PUBLIC_OF_OPENSSL));
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 384", "Ed448, 0"})
    void shouldRefuseOtherAlgorithms(String algorithm, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (size > 0) {
            generator.initialize(size);
        }
        var pair = generator.generateKeyPair();
        assertThatThrownBy(() -> PemKey.parse(pem(pair.getPrivate()), NONE))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("another algorithm");
        String pub = Pem.print("PUBLIC KEY", pair.getPublic().getEncoded());
        assertThatThrownBy(() -> TrustedKey.parse(pub)).isInstanceOf(UnusableKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret-text",
                "-----BEGIN PRIVATE KEY-----\nsecret-text\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0",
                "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----",
            })
    void shouldRefuseWhatIsNoKeyAndRepeatNothingOfIt(String text) {
        assertThatThrownBy(() -> PemKey.parse(text, "secret".toCharArray()))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> TrustedKey.parse(text)).isInstanceOf(UnusableKeyException.class);
    }

    @Test
    void shouldNotTakeAPrivateKeyForAPublicOne() {
        PemKey key = PemKey.generate(KeyAlgorithm.ED25519);
        assertThatThrownBy(() -> TrustedKey.parse(key.toPem(NONE)))
                .isInstanceOfSatisfying(UnusableKeyException.class, e -> assertThat(e.suggestion())
                        .contains("keep the private one to yourself"));
    }

    @Test
    void shouldPrintNothingOfThePrivateKey() {
        PemKey key = PemKey.generate(KeyAlgorithm.ECDSA_P256);
        assertThat(key)
                .hasToString("private key of ecdsa-p256 " + key.publicKey().id());
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
