package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionDecision;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides, at one moment, whether the wheels of builds stay among their artifacts. Changes nothing. */
final class BuildEvaluator {

    private final Instant now;

    @CheckForNull
    private RunningBuilds running;

    BuildEvaluator(@NonNull Instant now) {
        this.now = now;
    }

    @NonNull
    Instant now() {
        return now;
    }

    /** When a build ended, or began if it runs. */
    @NonNull
    static Instant ended(@NonNull Run<?, ?> run) {
        return Instant.ofEpochMilli(run.getStartTimeInMillis() + Math.max(0, run.getDuration()));
    }

    /** Why the wheels of a build stay whatever their age is; empty if only their age counts. */
    @NonNull
    static Optional<String> protection(@NonNull Run<?, ?> run) {
        if (run.isBuilding() || run.isLogUpdated()) {
            return Optional.of("the build is running");
        }
        List<PublishedRelease> releases =
                ReleasesAction.of(run).map(ReleasesAction::getReleases).orElse(List.of());
        if (releases.stream().anyMatch(release -> !release.isNightly())) {
            return Optional.of(releases.stream()
                    .filter(release -> !release.isNightly())
                    .map(release -> (release.isDraft() ? "the draft of " : "the release ") + release.getTag())
                    .collect(Collectors.joining(" and ", "the build made ", "")));
        }
        String kept = run.getWhyKeepLog();
        return kept == null ? Optional.empty() : Optional.of("the build is to be kept: " + kept);
    }

    /** Whether they are to go, and why; looks at all builds that run if it has to. Needs the rights of the system. */
    @NonNull
    WheelOutlook judge(@NonNull Run<?, ?> run, @NonNull WheelsAction wheels, @NonNull RetentionRule rule)
            throws IOException {
        RetentionDecision decision = decide(run, rule, protection(run));
        if (!decision.keep()) {
            Optional<String> user = running().userOf(run);
            if (user.isPresent()) {
                decision = decide(run, rule, Optional.of(user.get() + " uses it"));
            }
        }
        if (decision.keep()) {
            return WheelOutlook.stay(run, wheels, decision.reason());
        }
        Optional<String> obstacle = new ArtifactRemoval(run, wheels.getArchivedPaths()).obstacle();
        return obstacle.isPresent()
                ? WheelOutlook.held(run, wheels, obstacle.get())
                : WheelOutlook.go(run, wheels, decision.reason() + "; " + rule);
    }

    private RetentionDecision decide(Run<?, ?> run, RetentionRule rule, Optional<String> protection) {
        RetentionItem item = RetentionItem.of(run.getExternalizableId(), Set.of(), ended(run));
        Optional<String> permanent =
                protection.or(() -> rule.limit().isPresent() ? Optional.empty() : Optional.of(rule.toString()));
        RetentionItem judged = permanent.map(item::keptForEver).orElse(item);
        RetentionPolicy policy = rule.limit()
                .map(limit -> RetentionPolicy.youngerThan(limit))
                // Never reached by its number: the item is permanent.
                .orElseGet(() -> RetentionPolicy.newest(1));
        return RetentionPlan.of(List.of(judged), policy, now).decisions().get(0);
    }

    private RunningBuilds running() {
        if (running == null) {
            running = RunningBuilds.now();
        }
        return running;
    }
}
