package io.jenkins.plugins.mlcwheels.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1.0.0-rc.1~2_x|v1.0.0-rc.1~2_x",
                "a b+c|a%20b%2Bc",
                "1:2.3*4|1%3A2.3%2A4",
                "ä€|%C3%A4%E2%82%AC",
                "a/b%2F|a%2Fb%252F"
            })
    void shouldKeepOnlyUnreservedCharacters(String text, String encoded) {
        assertThat(PercentEncoding.encode(text)).isEqualTo(encoded);
        assertThat(PercentEncoding.decode(encoded)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%é0"})
    void shouldRefuseWhatIsNotEncoded(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PercentEncoding.decode(text));
    }

    @Property
    void shouldMakeAddressesOfAnyText(@ForAll String text) {
        String encodable = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        URI address = URI.create("https://example.org/" + PercentEncoding.encode(encodable));
        assertThat(address.getPath().substring(1)).isEqualTo(encodable);
        assertThat(PercentEncoding.decode(address.getRawPath().substring(1))).isEqualTo(encodable);
    }
}
