package io.jenkins.plugins.mlcwheels.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseSignatureTest {

    private static final String SIGNED = "a".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "demo.whl, a, demo.whl.sigstore.json, true",
        "demo.whl, '', demo.whl.sigstore.json, true",
        "demo.whl, b, demo.whl.sigstore.json, false",
        "other.whl, a, demo.whl.sigstore.json, false",
        "demo.whl, a, other.whl.sigstore.json, false"
    })
    void shouldBeOnReleasesThatHaveWhatWasSigned(String file, String digit, String bundle, boolean on) {
        ReleaseSignature signature = new ReleaseSignature(
                "id",
                "pem",
                "key",
                List.of(new SignedStatement("demo.whl", SIGNED, "provenance", "demo.whl.sigstore.json")));
        PublishedRelease release = new PublishedRelease(
                "v1.0.0",
                "1",
                "/releases/v1.0.0",
                false,
                List.of(
                        new PublishedAsset(file, 1, digit.repeat(64), "/" + file),
                        new PublishedAsset(bundle, 1, "", "/" + bundle)));

        assertThat(signature.isOn(release)).isEqualTo(on);
    }
}
