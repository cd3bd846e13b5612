package io.jenkins.plugins.mlcwheels.retention;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Actionable;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Fingerprint;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.RunParameterValue;
import hudson.tasks.Fingerprinter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/**
 * What runs at a moment or waits in the queue, and which other builds that uses: those that triggered it, were given to
 * it as parameters, are replayed by it, or share a fingerprint with it.
 */
final class RunningBuilds {

    private static final Logger LOGGER = Logger.getLogger(RunningBuilds.class.getName());

    /** Knows causes by which a build goes back to an earlier build of its own job. */
    interface Origin extends ExtensionPoint {

        /** The number of that build; empty if the cause is none of these. */
        OptionalInt number(Cause cause);
    }

    private final Set<Run<?, ?>> running = new LinkedHashSet<>();
    private final Map<String, String> usedBy = new HashMap<>();

    private RunningBuilds() {}

    /** Looks now. Needs the rights of the system. */
    static RunningBuilds now() {
        RunningBuilds builds = new RunningBuilds();
        builds.collectFromExecutors();
        builds.collectPipelines();
        for (Run<?, ?> run : builds.running) {
            builds.collectUses(run, run.getParent().getFullName(), run.getFullDisplayName() + ", which is running,");
        }
        for (Queue.Item item : Queue.getInstance().getItems()) {
            if (item.task instanceof Item job) {
                builds.collectUses(item, job.getFullName(), "a build of " + job.getFullName() + " in the queue");
            }
        }
        return builds;
    }

    private void collectFromExecutors() {
        for (Computer computer : Jenkins.get().getComputers()) {
            for (Executor executor : computer.getAllExecutors()) {
                Queue.Executable executable = executor.getCurrentExecutable();
                while (executable != null) {
                    if (executable instanceof Run<?, ?> run) {
                        running.add(run);
                    }
                    executable = executable.getParentExecutable();
                }
            }
        }
    }

    private void collectPipelines() {
        for (FlowExecution execution : FlowExecutionList.get()) {
            try {
                if (execution.getOwner().getExecutable() instanceof Run<?, ?> run) {
                    running.add(run);
                }
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "a pipeline that runs can't be found", e);
            }
        }
    }

    private void collectUses(Actionable user, String job, String name) {
        for (CauseAction causes : user.getActions(CauseAction.class)) {
            collectCauses(causes.getCauses(), job, name);
        }
        for (ParametersAction parameters : user.getActions(ParametersAction.class)) {
            parameters.getAllParameters().forEach(parameter -> {
                if (parameter instanceof RunParameterValue run) {
                    usedBy.put(run.getRunId(), name);
                }
            });
        }
    }

    private void collectCauses(List<Cause> causes, String job, String name) {
        for (Cause cause : causes) {
            if (cause instanceof Cause.UpstreamCause upstream) {
                usedBy.put(upstream.getUpstreamProject() + "#" + upstream.getUpstreamBuild(), name);
                collectCauses(upstream.getUpstreamCauses(), job, name);
            }
            for (Origin origin : ExtensionList.lookup(Origin.class)) {
                origin.number(cause).ifPresent(number -> usedBy.put(job + "#" + number, name));
            }
        }
    }

    /** What uses a build, as words that "uses it" can follow; empty if nothing does. */
    Optional<String> userOf(Run<?, ?> build) throws IOException {
        String user = usedBy.get(build.getExternalizableId());
        if (user != null) {
            return Optional.of(user);
        }
        List<Fingerprint> fingerprints = running.isEmpty() ? List.of() : fingerprints(build);
        for (Run<?, ?> other : running) {
            if (!other.equals(build) && (isTriggeredBy(build.getCauses(), other) || shares(fingerprints, other))) {
                return Optional.of(other.getFullDisplayName() + ", which is running,");
            }
        }
        return Optional.empty();
    }

    private static boolean isTriggeredBy(List<Cause> causes, Run<?, ?> other) {
        return causes.stream()
                .anyMatch(cause -> cause instanceof Cause.UpstreamCause upstream
                        && (upstream.pointsTo(other) || isTriggeredBy(upstream.getUpstreamCauses(), other)));
    }

    private static List<Fingerprint> fingerprints(Run<?, ?> build) throws IOException {
        List<Fingerprint> fingerprints = new ArrayList<>();
        Fingerprinter.FingerprintAction action = build.getAction(Fingerprinter.FingerprintAction.class);
        if (action != null) {
            // Not values(): those of the map that it is are its keys.
            for (Map.Entry<String, String> file : action.getRecords().entrySet()) {
                Fingerprint fingerprint = Jenkins.get()._getFingerprint(file.getValue());
                if (fingerprint != null) {
                    fingerprints.add(fingerprint);
                }
            }
        }
        return fingerprints;
    }

    private static boolean shares(List<Fingerprint> fingerprints, Run<?, ?> other) {
        return fingerprints.stream()
                .anyMatch(fingerprint ->
                        fingerprint.getRangeSet(other.getParent().getFullName()).includes(other.getNumber()));
    }
}
