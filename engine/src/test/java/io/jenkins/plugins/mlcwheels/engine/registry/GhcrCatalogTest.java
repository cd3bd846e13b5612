package io.jenkins.plugins.mlcwheels.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class GhcrCatalogTest extends ImageCatalogContractTest {

    private LoopbackGhcr ghcr;
    private GhcrCatalog catalog;

    @BeforeEach
    void start() throws IOException {
        ghcr = LoopbackGhcr.start();
        ghcr.limitPages(1);
        catalog = new GhcrCatalog(
                ImageRepository.parse(ghcr.repository(), Optional.of(ghcr.apiAddress())),
                HttpOptions.of(() -> "token"),
                new VirtualTiming(),
                ProgressListener.SILENT);
    }

    @AfterEach
    void stop() {
        ghcr.close();
        assertThat(ghcr.violations()).isEmpty();
    }

    @Override
    protected ImageModel model() {
        return ghcr.model();
    }

    @Override
    protected ImageCatalog catalog() {
        return catalog;
    }
}
