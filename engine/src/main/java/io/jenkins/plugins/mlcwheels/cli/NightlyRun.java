package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPlace;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPublisher;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import java.util.List;
import java.util.Optional;

/** One nightly of the command line. */
final class NightlyRun {

    private final NightlyPublisher nightlies;
    private final NightlyOptions options;

    NightlyRun(ReleaseHost host, NightlyOptions options, Timing timing, ProgressListener progress) {
        this.nightlies = new NightlyPublisher(host, timing, progress);
        this.options = options;
    }

    NightlyPlace place(Optional<String> commit, List<ReleaseWheel> wheels) {
        return nightlies.place(options.order(commit, wheels));
    }

    String title(NightlyPlace place) {
        return nightlies.title(place);
    }

    String notes(NightlyPlace place) {
        return nightlies.notes(place);
    }

    void finish(NightlyPlace place) {
        nightlies.finish(place);
    }

    ExitCode publish(NightlyPlace place, PublishRequest request, PublishPlaces places) {
        nightlies.publish(place, request, () -> places.publish(request));
        return ExitCode.OK;
    }
}
