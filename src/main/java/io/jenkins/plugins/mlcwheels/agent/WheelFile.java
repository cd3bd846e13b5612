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
        WheelFile file = ofSdist(path, wheel);
        if (!Files.isRegularFile(path)
                || file.problems().size() > wheel.objections().size()) {
            return file;
        }
        try (WheelArchive archive = WheelArchive.open(path)) {
            return new WheelFile(file.asset(), archive.metadata().requiresPython(), file.problems());
        }
    }

    /** A source distribution, of which no more is asked than its bytes. */
    static WheelFile ofSdist(Path path, WheelToPublish file) throws IOException {
        List<ReleaseProblem> problems = new ArrayList<>();
        file.objections().forEach(objection -> problems.add(new ReleaseProblem(objection.what(), objection.remedy())));
        ReleaseAsset recorded =
                new ReleaseAsset(file.fileName(), file.size(), file.sha256(), new AssetSource.File(path));
        if (Files.isRegularFile(path) && !Sha256.of(path).equals(file.sha256())) {
            problems.add(new ReleaseProblem(
                    "'" + file.fileName() + "' has other bytes than those that this build recorded",
                    "See what writes to it between its audit and its publishing."));
        }
        return new WheelFile(recorded, Optional.empty(), problems);
    }
}
