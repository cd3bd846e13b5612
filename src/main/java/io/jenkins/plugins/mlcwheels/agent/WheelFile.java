package io.jenkins.plugins.mlcwheels.agent;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.release.AssetSource;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wheel to publish as it lies on this machine.
 *
 * @param problems those that the controller knows, and that its bytes are not the recorded ones
 */
record WheelFile(ReleaseAsset asset, Optional<String> requiresPython, List<ReleaseProblem> problems) {

    static WheelFile of(Path path, WheelToPublish wheel) throws IOException {
        List<ReleaseProblem> problems = new ArrayList<>();
        wheel.objections().forEach(objection -> problems.add(new ReleaseProblem(objection.what(), objection.remedy())));
        ReleaseAsset recorded =
                new ReleaseAsset(wheel.fileName(), wheel.size(), wheel.sha256(), new AssetSource.File(path));
        if (!Files.isRegularFile(path)) {
            return new WheelFile(recorded, Optional.empty(), problems);
        }
        if (!Sha256.of(path).equals(wheel.sha256())) {
            problems.add(new ReleaseProblem(
                    "'" + wheel.fileName() + "' has other bytes than those that this build recorded",
                    "See what writes to it between its audit and its publishing."));
            return new WheelFile(recorded, Optional.empty(), problems);
        }
        try (WheelArchive archive = WheelArchive.open(path)) {
            return new WheelFile(recorded, archive.metadata().requiresPython(), problems);
        }
    }
}
