package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.index.IndexDirectory;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPruner;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/** Deletes old nightly wheels of one release; returns their names. Doing it again deletes nothing more. */
public final class PruneReleases extends GitHubCallable<ArrayList<String>> {

    private static final long serialVersionUID = 1L;

    /** How long nightlies stay that are offered no more: an installer may have read an index before. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final String api;
    private final String repository;
    private final String tag;

    @CheckForNull
    private final String index;

    private final PruneOrder order;

    /**
     * @param repository {@code OWNER/NAME}
     * @param index where the index of what stays is written before anything goes; null for nowhere
     */
    public PruneReleases(
            TaskListener listener,
            Secret token,
            String api,
            String repository,
            String tag,
            @CheckForNull String index,
            PruneOrder order) {
        super(listener, token);
        this.api = api;
        this.repository = repository;
        this.tag = tag;
        this.index = index;
        this.order = order;
    }

    @Override
    ArrayList<String> run(Path workspace, HttpOptions options, Timing timing, ProgressListener progress)
            throws IOException {
        GitHubRepository place = GitHubRepository.parse(URI.create(api), repository);
        GitHubReleaseHost host = new GitHubReleaseHost(place, options, timing, progress);
        NightlyPruner pruner = new NightlyPruner(host, tag, order.policy(), timing, progress)
                .withGrace(GRACE, lastNamed(workspace, timing, progress));
        return order.carryOut(pruner.plan(), plan -> apply(pruner, plan, workspace, timing, progress), progress);
    }

    private Function<String, Optional<Instant>> lastNamed(Path workspace, Timing timing, ProgressListener progress) {
        return index == null
                ? address -> Optional.empty()
                : new IndexDirectory(workspace.resolve(index), timing, progress).lastNamed();
    }

    private RetentionReport apply(
            NightlyPruner pruner, RetentionPlan plan, Path workspace, Timing timing, ProgressListener progress) {
        return index == null
                ? pruner.apply(plan)
                : pruner.apply(
                        plan, wheels -> new IndexDirectory(workspace.resolve(index), timing, progress).write(wheels));
    }
}
