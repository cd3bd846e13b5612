package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads wheels as a release needs them: hashed, with what the manifest says of them. */
final class ReleaseWheels {

    private ReleaseWheels() {}

    static List<ReleaseWheel> read(List<Path> files) throws IOException {
        List<ReleaseWheel> wheels = new ArrayList<>();
        for (Path file : files) {
            wheels.add(read(file));
        }
        return wheels;
    }

    private static ReleaseWheel read(Path file) throws IOException {
        try (WheelArchive archive = WheelArchive.open(file)) {
            ReleaseAsset asset = ReleaseAsset.ofFile(file);
            ManifestWheel record = ManifestWheel.of(asset.name(), asset.sha256(), asset.size())
                    .withRequiresPython(archive.metadata().requiresPython());
            return new ReleaseWheel(asset, record, List.of());
        }
    }
}
