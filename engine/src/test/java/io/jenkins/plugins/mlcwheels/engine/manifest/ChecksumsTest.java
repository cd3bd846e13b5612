package io.jenkins.plugins.mlcwheels.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumsTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void shouldPrintAsSha256sumDoesSortedByName() {
        Checksums sums = Checksums.of(Map.of("b.whl", DIGEST, "a.whl", DIGEST));
        assertThat(sums).hasToString(DIGEST + "  a.whl\n" + DIGEST + "  b.whl\n");
        assertThat(Checksums.parse(sums.toBytes())).isEqualTo(sums);
    }

    @Test
    void shouldReadBinaryMarkAndUpperCase() {
        byte[] text = (DIGEST.toUpperCase(java.util.Locale.ROOT) + " *a b.whl\r\n\n").getBytes(StandardCharsets.UTF_8);
        assertThat(Checksums.parse(text).digestOf("a b.whl")).contains(DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123  a.whl", "D", "D a.whl", "D  ../a.whl", "D  a\\b.whl", "D  ", "D  a\nD  a"})
    void shouldRefuseOtherLines(String text) {
        byte[] bytes = text.replace("D", DIGEST).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Checksums.parse(bytes))
                .isInstanceOf(InvalidChecksumsException.class)
                .hasMessageContaining("line ");
    }

    @Test
    void shouldRefuseHugeFiles() {
        assertThatThrownBy(() -> Checksums.parse(new byte[5 << 20])).isInstanceOf(InvalidChecksumsException.class);
        byte[] lines = "\n".repeat(30_000).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Checksums.parse(lines)).isInstanceOf(InvalidChecksumsException.class);
    }

    @Property(tries = 300)
    void shouldFailOnlyAsDocumented(@ForAll byte[] text) {
        try {
            Checksums sums = Checksums.parse(text);
            assertThat(Checksums.parse(sums.toBytes())).isEqualTo(sums);
        } catch (InvalidChecksumsException e) {
            assertThat(e.getMessage()).startsWith("SHA256SUMS: ");
        }
    }
}
