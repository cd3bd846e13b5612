package io.jenkins.plugins.mlcwheels.engine.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of keys on tokens; {@code Pkcs11TokenTest} signs with one. */
class Pkcs11KeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs11:",
                "pkcs11:object=a",
                "pkcs11:object=a?module-path=/a%22b",
                "pkcs11:object=a?module-path=/nowhere.so",
                "pkcs11:object=a;pin-value=secret?module-path=/nowhere.so",
                "pkcs11:token=a;object=a?module-path=/nowhere.so",
            })
    void shouldRefuseAddressThatIsNone(String address) {
        assertThatThrownBy(() -> Pkcs11Key.open(address, new char[0]))
                .isInstanceOfSatisfying(UnusableKeyException.class, e -> {
                    assertThat(e.getMessage()).doesNotContain("secret");
                    assertThat(e.suggestion()).isNotEmpty();
                });
    }
}
