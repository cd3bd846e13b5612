package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The wheels of published releases, in a directory of their own that goes when this is closed. */
final class ReleaseDownloads implements AutoCloseable {

    private final List<Path> directories = new ArrayList<>();

    /** @throws EngineException if there is no published release of that tag, or it has no wheels */
    List<Path> wheels(GitHubConnection connection, String repository, String tag) throws IOException {
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        return wheels(
                connection.host(repository, "Contents: read", System.getenv(), timing, ProgressListener.SILENT), tag);
    }

    List<Path> wheels(ReleaseHost host, String tag) throws IOException {
        HostedRelease release = host.find(tag).stream()
                .filter(found -> !found.draft())
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT,
                        "there is no published release " + tag + " on " + host.describe(),
                        "Check the tag."));
        Path directory = Files.createTempDirectory("mlc-wheels-release-");
        directories.add(directory);
        List<Path> wheels = new ArrayList<>();
        for (HostedAsset asset : host.assets(release)) {
            if (asset.complete() && asset.name().endsWith(".whl")) {
                wheels.add(download(host, release, asset, directory));
            }
        }
        if (wheels.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "the release " + tag + " on " + host.describe() + " has no wheel",
                    "Name another tag.");
        }
        wheels.sort(null);
        return wheels;
    }

    private static Path download(ReleaseHost host, HostedRelease release, HostedAsset asset, Path directory)
            throws IOException {
        Path file = directory.resolve(WheelFilename.parse(asset.name()).toString());
        try (InputStream in = host.download(release, asset)) {
            Files.copy(in, file);
        }
        Optional<String> sha256 = asset.sha256();
        if (sha256.isPresent() && !sha256.get().equals(Sha256.of(file))) {
            throw new EngineException(
                    EngineException.Kind.REMOTE,
                    asset.name() + " came with other bytes than " + host.describe() + " says it has",
                    "Try again.");
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        for (Path directory : directories) {
            try (var files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
