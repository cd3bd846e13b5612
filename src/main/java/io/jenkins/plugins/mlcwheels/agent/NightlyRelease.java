package io.jenkins.plugins.mlcwheels.agent;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyKind;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyOrder;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPlace;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPublisher;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Publishes what was built as a nightly. */
final class NightlyRelease {

    private final PublishOrder order;
    private final ReleaseHost host;
    private final NightlyPublisher nightlies;
    private final ProgressListener progress;

    NightlyRelease(PublishOrder order, ReleaseHost host, Timing timing, ProgressListener progress) {
        this.order = order;
        this.host = host;
        this.nightlies = new NightlyPublisher(host, timing, progress);
        this.progress = progress;
    }

    /** Makes a request that is to be published under a tag. */
    interface Request {
        PublishRequest.Builder under(ReleaseTag tag) throws IOException;
    }

    /** Where it goes. */
    NightlyPlace place() {
        PublishOrder.Nightly nightly = order.options().nightly();
        Map<String, String> wheels = new LinkedHashMap<>();
        order.wheels().forEach(wheel -> wheels.put(wheel.fileName(), wheel.sha256()));
        String first = order.wheels().stream()
                .filter(wheel -> !wheel.isSdist())
                .map(WheelToPublish::fileName)
                .findFirst()
                .orElseThrow(() -> new PublishRefusedException(
                        order.tag(),
                        List.of(new ReleaseProblem(
                                "there is no wheel to publish, only a source distribution",
                                "Build a wheel before, or let the pattern of wheels match one."))));
        return nightlies.place(new NightlyOrder(
                order.tag(),
                Optional.ofNullable(nightly.kind()).map(kind -> NightlyKind.valueOf(kind.toUpperCase(Locale.ROOT))),
                nightly.takeOver(),
                String.valueOf(order.commit()),
                Pep440Version.parse(WheelFilename.parse(first).version()),
                wheels));
    }

    /** @return what is published then, also if it was before */
    PublishReport publish(ReleasePublisher publisher, NightlyPlace place, PublishRequest.Builder begun) {
        if (place.isThere()) {
            HostedRelease there = place.published().orElseThrow();
            progress.on(new ProgressListener.Notice(
                    there.tag() + " has version " + place.tag().pep440()
                            + ", built before; these wheels have other bytes and are not sent",
                    false));
            return new PublishReport(
                    Optional.of(there),
                    host.assets(there),
                    new ReleasePlan(there.tag(), Optional.of(there), List.of(), List.of()));
        }
        PublishRequest request = request(place, begun);
        return nightlies.publish(place, request, () -> publisher.publish(request));
    }

    /** As it would be published. */
    PublishRequest request(NightlyPlace place, PublishRequest.Builder begun) {
        begun.title(nightlies.title(place));
        if (order.notes() == null
                && order.notesFile() == null
                && !order.options().generateNotes()) {
            begun.notes(nightlies.notes(place));
        }
        return place.complete(begun).build();
    }
}
