package io.jenkins.plugins.mlcwheels.engine.packageindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionReaderTest {

    private static final String INFO = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"demo\u001b]0;title\u0007", "de\u202emo", "demo x", "demo'", "d\u00e9mo"})
    void shouldRefuseNamesThatNoIndexTakes(String name) throws IOException {
        Path file = TestSources.write(directory, name, "1.0", INFO);

        assertThatThrownBy(() -> new DistributionReader(1).read(file))
                .isInstanceOf(InvalidDistributionException.class)
                .hasMessageContaining("has a character in its name that no index takes")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\u001b", "\u202e"));
    }

    @Test
    void shouldTakeNamesWithLocalVersionsAndEpochs() throws IOException {
        Path file = TestSources.write(directory, "demo", "1!1.0+cu128", INFO.replace("1.0", "1!1.0+cu128"));

        assertThat(new DistributionReader(1).read(file).problems()).isEmpty();
    }
}
