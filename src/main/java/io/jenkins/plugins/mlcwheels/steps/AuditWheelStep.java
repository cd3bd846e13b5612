package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.agent.AuditWheels;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Audits wheels that something else built, and records them. */
public final class AuditWheelStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String wheels = WheelStepDescriptor.DEFAULT_WHEELS;
    private String flavour;
    private String platform;
    private ArrayList<String> excludes = new ArrayList<>();
    private boolean disableIsaExtCheck;
    private boolean archive;
    private String auditFailure = AuditFailure.FAILURE.id();

    @DataBoundConstructor
    public AuditWheelStep() {}

    /** Ant pattern of the wheels, relative to the current directory. */
    @NonNull
    public String getWheels() {
        return wheels;
    }

    @DataBoundSetter
    public void setWheels(@CheckForNull String wheels) {
        this.wheels = StepParameters.text(wheels, WheelStepDescriptor.DEFAULT_WHEELS);
    }

    /** Id of the flavour to record the wheels as; null for none. */
    @CheckForNull
    public String getFlavour() {
        return flavour;
    }

    @DataBoundSetter
    public void setFlavour(@CheckForNull String flavour) {
        this.flavour = StepParameters.text(flavour);
    }

    /** Platform tag that the wheels have to hold to; null for the one that their names promise. */
    @CheckForNull
    public String getPlatform() {
        return platform;
    }

    @DataBoundSetter
    public void setPlatform(@CheckForNull String platform) {
        this.platform = StepParameters.text(platform);
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

    /** Whether files may need more of the processor than the baseline of its architecture. */
    public boolean isDisableIsaExtCheck() {
        return disableIsaExtCheck;
    }

    @DataBoundSetter
    public void setDisableIsaExtCheck(boolean disableIsaExtCheck) {
        this.disableIsaExtCheck = disableIsaExtCheck;
    }

    /** Whether the wheels become artifacts of the build. */
    public boolean isArchive() {
        return archive;
    }

    @DataBoundSetter
    public void setArchive(boolean archive) {
        this.archive = archive;
    }

    /** Id of an {@link AuditFailure}: what a failed audit does to the build. */
    @NonNull
    public String getAuditFailure() {
        return auditFailure;
    }

    @DataBoundSetter
    public void setAuditFailure(@CheckForNull String auditFailure) {
        this.auditFailure = StepParameters.text(auditFailure, AuditFailure.FAILURE.id());
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        AuditFailure.of(auditFailure);
        return new Execution(context, this);
    }

    private static final class Execution extends WorkExecution {

        private static final long serialVersionUID = 1L;

        private final AuditWheelStep step;

        Execution(StepContext context, AuditWheelStep step) {
            super(context);
            this.step = step;
        }

        @Override
        Object work() throws IOException, InterruptedException {
            FilePath workspace = workspace();
            AuditWheels audit = new AuditWheels(
                    getContext().get(TaskListener.class),
                    step.wheels,
                    step.platform,
                    step.excludes,
                    step.disableIsaExtCheck);
            return new WheelGate(getContext(), workspace)
                    .flavour(step.flavour)
                    .archive(step.archive)
                    .take(workspace.act(audit), AuditFailure.of(step.auditFailure));
        }

        @Override
        String workStatus() {
            return "auditing";
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends WheelStepDescriptor {

        @Override
        public String getFunctionName() {
            return "mlcAuditWheel";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.AuditWheelStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.getOrDefault("wheels", DEFAULT_WHEELS).toString();
        }
    }
}
