package io.jenkins.plugins.mlcwheels.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOutcome;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Audits the wheels of a workspace that a pattern matches. */
public final class AuditWheels extends EngineCallable<ArrayList<AgentWheel>> {

    private static final long serialVersionUID = 1L;

    private final String pattern;
    private final String policy;
    private final ArrayList<String> excludes;
    private final boolean anyInstructionSet;

    /**
     * @param pattern Ant pattern, relative to the workspace
     * @param policy platform that is required; null for none
     * @param anyInstructionSet whether files may need more of the processor than its baseline
     */
    public AuditWheels(
            TaskListener listener, String pattern, String policy, List<String> excludes, boolean anyInstructionSet) {
        super(listener);
        this.pattern = pattern;
        this.policy = policy;
        this.excludes = new ArrayList<>(excludes);
        this.anyInstructionSet = anyInstructionSet;
    }

    @Override
    ArrayList<AgentWheel> run(Path workspace, ProgressListener progress) throws IOException {
        AuditOptions options = AuditOptions.DEFAULT
                .withExcludes(excludes)
                .withAnyInstructionSet(anyInstructionSet)
                .withThreads(Runtime.getRuntime().availableProcessors());
        if (policy != null) {
            options = options.withPolicy(policy);
        }
        ArrayList<AgentWheel> wheels = new ArrayList<>();
        for (Path wheel : WorkspaceWheels.matching(workspace, pattern)) {
            wheels.add(outcome(relative(workspace, wheel), wheel, options));
        }
        return wheels;
    }

    private static AgentWheel outcome(String path, Path wheel, AuditOptions options) throws IOException {
        try {
            return new AgentWheel(path, AuditOutcome.of(wheel, options).toJson());
        } catch (InvalidWheelNameException e) {
            return new AgentWheel(path, null, e.getMessage());
        }
    }
}
