package io.jenkins.plugins.mlcwheels.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRepositoryTest {

    @ParameterizedTest
    @CsvSource({
        "ghcr.io/mlc-ai/tool, https://api.github.com",
        "GHCR.io/MLC-ai/tool/chain.x, https://api.github.com",
        "containers.git.example.org/o/n, https://git.example.org/api/v3",
        "containers.octo.ghe.com/o/n, https://api.octo.ghe.com",
        "127.0.0.1:5000/o/n, http://127.0.0.1:80",
    })
    void shouldTakeRegistryWithItsApi(String text, URI api) {
        assertThat(ImageRepository.parse(text, Optional.of(api)).api()).isEqualTo(api);
    }

    @Test
    void shouldKnowApiOfRegistry() {
        assertThat(ImageRepository.parse("ghcr.io/o/n", Optional.empty()).api()).hasToString("https://api.github.com");
        assertThat(ImageRepository.parse("containers.x.ghe.com/o/n", Optional.empty())
                        .api())
                .hasToString("https://api.x.ghe.com");
        ImageRepository shouting = ImageRepository.parse("ghcr.io/MLC/Tool", Optional.empty());
        assertThat(shouting.path()).isEqualTo("mlc/tool");
        assertThat(shouting).hasToString("ghcr.io/MLC/Tool");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example/o/n, https://api.github.com",
        "ghcr.io/o/n, https://evil.example/api/v3",
        "ghcr.io/o/n, http://api.github.com",
        "ghcr.io/o/n, http://127.0.0.1:8080",
        "127.0.0.1:5000/o/n, https://api.github.com",
        "ghcr.io:8443/o/n, https://api.github.com",
    })
    void shouldRefuseRegistryThatIsNotOfTheApi(String text, URI api) {
        assertThatThrownBy(() -> ImageRepository.parse(text, Optional.of(api)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("does not belong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghcr.io/o",
                "o/n",
                "ghcr.io/o/n:v1",
                "ghcr.io/o/n@sha256:1",
                "ghcr.io/o/../n",
                "ghcr.io/o//n",
                "ghcr.io/o/n/",
                "ghcr.io/o/n?x=1",
                "https://ghcr.io/o/n",
                "",
                "ghcr.io/o/n%2f"
            })
    void shouldRefuseWhatIsNoRepository(String text) {
        assertThatThrownBy(() -> ImageRepository.parse(text, Optional.empty())).hasMessageContaining("not the name");
    }
}
