package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.packageindex.Distribution;
import io.jenkins.plugins.mlcwheels.engine.packageindex.IndexUploader;
import io.jenkins.plugins.mlcwheels.engine.packageindex.ReleaseWithIndex;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Publishes a release, and its files on a package index if there is one, and prints what is done. */
final class PublishPlaces {

    private final ReleasePublisher publisher;
    private final Optional<ReleaseWithIndex> both;
    private final List<Distribution> files;
    private final PrintWriter out;

    /** @param files those that go to the index */
    PublishPlaces(
            ReleasePublisher publisher, Optional<IndexUploader> uploader, List<Distribution> files, PrintWriter out) {
        this.publisher = publisher;
        this.both = uploader.map(index -> new ReleaseWithIndex(publisher, index));
        this.files = files;
        this.out = out;
    }

    /** Whether files go to a package index as well. */
    boolean hasIndex() {
        return both.isPresent();
    }

    /** Prints what would be done. */
    ExitCode dryRun(PublishRequest request) {
        boolean good;
        if (both.isPresent()) {
            ReleaseWithIndex.Plan plan = both.get().plan(request, files);
            out.println(plan);
            good = plan.problems().isEmpty();
        } else {
            ReleasePlan plan = publisher.plan(request);
            out.println(plan);
            good = plan.problems().isEmpty();
        }
        return good ? ExitCode.OK : ExitCode.PUBLISH_REFUSED;
    }

    PublishReport publish(PublishRequest request) {
        PublishReport report;
        if (both.isPresent()) {
            ReleaseWithIndex.Report done = both.get().publish(request, files, this::print);
            UploadCommand.print(out, done.index());
            report = done.release();
        } else {
            report = publisher.publish(request, this::print);
        }
        report.release()
                .ifPresent(release -> out.println((release.draft() ? "draft: " : "published: ") + release.url()));
        for (HostedAsset asset : report.assets()) {
            out.println("  " + asset.url());
        }
        return report;
    }

    private void print(Object plan) {
        out.println(plan);
        out.flush();
    }
}
