package io.jenkins.plugins.mlcwheels.engine.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {

    private static Der der(String hex) {
        return Der.parse(HexFormat.of().parseHex(hex));
    }

    @Test
    void shouldReadObjectIdentifiersAndNumbers() {
        Der sequence = der("300e" + "06092b0601040183bf300108".substring(0, 22) + "02012a");
        assertThat(sequence.children()).hasSize(2);
        assertThat(der("060a2b0601040183bf300108").oid()).isEqualTo("1.3.6.1.4.1.57264.1.8");
        assertThat(der("0603883703").oid()).isEqualTo("2.999.3");
        assertThat(der("0202ff7f").integer().intValue()).isEqualTo(-129);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3001",
                "30800000",
                "308100",
                "30820005",
                "0401000a",
                "3f010100",
                "308480000000",
                "3003040500"
            })
    void shouldRefuseWhatIsNoDer(String hex) {
        assertThatThrownBy(() -> {
                    Der value = der(hex);
                    value.children();
                })
                .isInstanceOf(KeylessException.class);
    }

    @Property(tries = 300)
    void shouldReadWhatItWrites(@ForAll @Size(max = 400) byte[] content) {
        Der octets = Der.parse(Der.encode(Der.OCTETS, content));
        assertThat(octets.value()).isEqualTo(content);
        Der sequence = Der.parse(Der.encode(Der.SEQUENCE, octets.encoded()));
        assertThat(sequence.children()).hasSize(1);
        assertThat(sequence.child(0).encoded()).isEqualTo(octets.encoded());
    }

    @Property(tries = 2000)
    void shouldNeverFailInAnotherWay(@ForAll @Size(max = 60) byte[] bytes) {
        try {
            walk(List.of(Der.parse(bytes)));
        } catch (KeylessException e) {
            assertThat(e).hasMessageContaining("no DER");
        }
    }

    private static void walk(List<Der> values) {
        for (Der value : values) {
            if ((value.tag() & 0x20) != 0) {
                walk(value.children());
            } else if (value.tag() == Der.OID) {
                value.oid();
            } else if (value.tag() == Der.INTEGER) {
                value.integer();
            }
        }
    }
}
