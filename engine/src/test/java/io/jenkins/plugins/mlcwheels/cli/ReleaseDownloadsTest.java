package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseDownloadsTest {

    private static final byte[] BYTES = "wheel".getBytes(StandardCharsets.UTF_8);

    private final List<HostedAsset> assets = new ArrayList<>();

    @Test
    void shouldDownloadCompleteWheelsAndRemoveThemInTheEnd() throws Exception {
        add("demo-1.0-py3-none-any.whl", Optional.of(Sha256.of(BYTES)), true);
        add("demo-1.0.tar.gz", Optional.empty(), true);
        add("half-1.0-py3-none-any.whl", Optional.empty(), false);
        List<Path> wheels;
        try (ReleaseDownloads downloads = new ReleaseDownloads()) {
            wheels = downloads.wheels(host(), "v1.0");
            assertThat(wheels)
                    .extracting(wheel -> wheel.getFileName().toString())
                    .containsExactly("demo-1.0-py3-none-any.whl");
            assertThat(wheels.get(0)).hasBinaryContent(BYTES);
        }
        assertThat(Files.exists(wheels.get(0).getParent())).isFalse();
    }

    @Test
    void shouldRefuseOtherBytesThanTheHostSays() {
        add("demo-1.0-py3-none-any.whl", Optional.of("0".repeat(64)), true);
        assertRefused("came with other bytes");
    }

    @Test
    void shouldRefuseNamesThatAreNone() {
        add("../demo-1.0-py3-none-any.whl", Optional.empty(), true);
        assertRefused("../demo");
    }

    @Test
    void shouldRefuseReleaseWithoutWheels() {
        assertRefused("has no wheel");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> {
                    try (ReleaseDownloads downloads = new ReleaseDownloads()) {
                        downloads.wheels(host(), "v1.0");
                    }
                })
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(message);
    }

    private void add(String name, Optional<String> sha256, boolean complete) {
        assets.add(new HostedAsset("1", name, BYTES.length, complete, sha256, "https://example.org/" + name));
    }

    private static HostedRelease release() {
        return new HostedRelease(
                "1", "v1.0", false, false, false, Optional.empty(), false, 0, "v1.0", "", "https://example.org/v1.0");
    }

    private ReleaseHost host() {
        return (ReleaseHost) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ReleaseHost.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "find" -> List.of(release());
                    case "assets" -> assets;
                    case "download" -> new ByteArrayInputStream(BYTES);
                    case "describe" -> "a host";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
