package io.jenkins.plugins.mlcwheels.engine.packageindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Blake2bTest {

    /** RFC 7693, appendix A. */
    @Test
    void shouldHashTheExampleOfTheSpecification() {
        assertThat(hex(64, "abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    }

    /** Digests that Python 3.11 computed with hashlib.blake2b(..., digest_size=32). */
    @ParameterizedTest
    @CsvSource({
        "0, 0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
        "1, 03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314",
        "3, b316f3683ac87007461037a8ff6547de35618800044bb3a4e98b3560c92c3794",
        "127, 1bb3d24376d0b5840955e640c6a8a4830cd69af0b7ad71a409d2a30c6a374abb",
        "128, 9101ed0a248b57efc0c6070cfbf9cf316c182d125ad6191c1f7783c3d32b6346",
        "129, 60f5e954d1a1775362ffd0762ed37bbe101ed5e88896dd793f1a889786fb3132",
        "255, 9399bcd4acec0cc0e9dec7267671a6f2e65568dc917afb54791da24523a71b32",
        "256, 45d503f4fc344944eeff959e1e2234c47884011023598cadbd934f08d4265016",
        "257, 4ad285edc2490602fd02d61df8008d95887039bade83dae8a1e207ae1cac33ac",
        "1000, a494537cc57474059ebe7a7f7a76c03306551355abebb1967408ed04e7564fa9",
        "100000, 4e4726e4e63ae22b5e82dc60f1ed4fce7b996b30ab80d687e392cf3ee22be8bc"
    })
    void shouldHashAsPythonDoes(int length, String digest) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7L % 251);
        }
        assertThat(hex(32, bytes)).isEqualTo(digest);
    }

    @Property(tries = 200)
    void shouldNotDependOnHowTheBytesCome(
            @ForAll @Size(max = 700) byte[] bytes, @ForAll @IntRange(min = 1, max = 300) int chunk) {
        Blake2b piecewise = Blake2b.ofLength(32);
        for (int from = 0; from < bytes.length; from += chunk) {
            piecewise.update(bytes, from, Math.min(chunk, bytes.length - from));
        }
        assertThat(piecewise.hex()).isEqualTo(hex(32, Arrays.copyOf(bytes, bytes.length)));
    }

    @Test
    void shouldRefuseLengthsThatThereAreNone() {
        assertThatThrownBy(() -> Blake2b.ofLength(65)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String hex(int length, byte[] bytes) {
        Blake2b hash = Blake2b.ofLength(length);
        hash.update(bytes, 0, bytes.length);
        return hash.hex();
    }
}
