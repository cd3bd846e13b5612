package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.compare.GateCondition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Compares the wheels of a build with those of an earlier one, and holds the differences to conditions. */
public final class CompareWheelsStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    static final String LAST_SUCCESSFUL = "lastSuccessful";
    static final String LAST_RELEASE = "lastRelease";

    private String with = LAST_SUCCESSFUL;
    private String wheels;
    private ArrayList<String> failOn = new ArrayList<>();
    private ArrayList<String> excludes = new ArrayList<>();
    private String failure = AuditFailure.FAILURE.id();

    @DataBoundConstructor
    public CompareWheelsStep() {}

    /** {@code lastSuccessful}, {@code lastRelease}, or a path of the agent. */
    @NonNull
    public String getWith() {
        return with;
    }

    @DataBoundSetter
    public void setWith(@CheckForNull String with) {
        this.with = StepParameters.text(with, LAST_SUCCESSFUL);
    }

    /** Ant patterns on the paths of the recorded wheels; null for all of them. */
    @CheckForNull
    public String getWheels() {
        return wheels;
    }

    @DataBoundSetter
    public void setWheels(@CheckForNull String wheels) {
        this.wheels = StepParameters.text(wheels);
    }

    /** What must not differ; null for nothing. */
    @CheckForNull
    public List<String> getFailOn() {
        return StepParameters.orNull(failOn);
    }

    @DataBoundSetter
    public void setFailOn(@CheckForNull List<String> failOn) {
        this.failOn = StepParameters.lines(failOn);
    }

    /** Patterns of SONAMEs that are taken to be there at run time; null for none. */
    @CheckForNull
    public List<String> getExcludes() {
        return StepParameters.orNull(excludes);
    }

    @DataBoundSetter
    public void setExcludes(@CheckForNull List<String> excludes) {
        this.excludes = StepParameters.lines(excludes);
    }

    /** Id of an {@link AuditFailure}: what a condition that is not met does to the build. */
    @NonNull
    public String getFailure() {
        return failure;
    }

    @DataBoundSetter
    public void setFailure(@CheckForNull String failure) {
        this.failure = StepParameters.text(failure, AuditFailure.FAILURE.id());
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        onFailure();
        try {
            GateCondition.parseAll(failOn);
        } catch (EngineException e) {
            throw new AbortException("failOn: " + e.getMessage() + "\n" + e.suggestion());
        }
        return new CompareWheelsExecution(context, this);
    }

    AuditFailure onFailure() throws AbortException {
        for (AuditFailure value : AuditFailure.values()) {
            if (value.id().equals(failure)) {
                return value;
            }
        }
        throw new AbortException("failure is 'failure' or 'unstable', not '" + failure + "'");
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends WheelStepDescriptor {

        @Override
        public String getFunctionName() {
            return "mlcCompareWheels";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.CompareWheelsStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.getOrDefault("with", LAST_SUCCESSFUL).toString();
        }
    }
}
