package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryReleaseHostTest extends ReleaseHostContractTest {

    @TempDir
    private Path directory;

    @Override
    protected ReleaseHost host() {
        return new DirectoryReleaseHost(directory.resolve("releases"), TagPattern.STANDARD);
    }
}
