package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.agent.HashWheels;
import io.jenkins.plugins.mlcwheels.agent.PlanTest;
import io.jenkins.plugins.mlcwheels.agent.PlannedScript;
import io.jenkins.plugins.mlcwheels.agent.TestParameters;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Tests wheels as their users get them, each in a fresh virtual environment, and notes that they were tested. */
public final class TestWheelStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String wheels = WheelStepDescriptor.DEFAULT_WHEELS;
    private String command;
    private ArrayList<String> requirements = new ArrayList<>();
    private String python = DescriptorImpl.DEFAULT_PYTHON;

    @DataBoundConstructor
    public TestWheelStep() {}

    /** Ant pattern of the wheels, relative to the current directory. */
    @NonNull
    public String getWheels() {
        return wheels;
    }

    @DataBoundSetter
    public void setWheels(@CheckForNull String wheels) {
        this.wheels = StepParameters.text(wheels, WheelStepDescriptor.DEFAULT_WHEELS);
    }

    /** Shell command that tests further, in the environment that has the wheel; null for none. */
    @CheckForNull
    public String getCommand() {
        return command;
    }

    @DataBoundSetter
    public void setCommand(@CheckForNull String command) {
        this.command = StepParameters.text(command);
    }

    /** Lines of a requirements file for what the command needs; null for none. */
    @CheckForNull
    public List<String> getRequirements() {
        return StepParameters.orNull(requirements);
    }

    @DataBoundSetter
    public void setRequirements(@CheckForNull List<String> requirements) {
        this.requirements = StepParameters.lines(requirements);
    }

    /** The interpreter of the fresh environment. */
    @NonNull
    public String getPython() {
        return python;
    }

    @DataBoundSetter
    public void setPython(@CheckForNull String python) {
        this.python = StepParameters.text(python, DescriptorImpl.DEFAULT_PYTHON);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, this);
    }

    private static final class Execution extends ScriptExecution {

        private static final long serialVersionUID = 1L;

        private final TestWheelStep step;
        private LinkedHashMap<String, String> sha256s;
        private String junit;

        Execution(StepContext context, TestWheelStep step) {
            super(context);
            this.step = step;
        }

        @Override
        PlannedScript script() throws IOException, InterruptedException {
            TestParameters parameters = new TestParameters(
                    step.wheels,
                    step.python,
                    step.requirements,
                    step.command,
                    temporary().getRemote());
            junit = parameters.junit();
            PlanTest.Planned planned = workspace().act(new PlanTest(listener(), parameters));
            sha256s = planned.sha256s();
            planned.script()
                    .environment()
                    .putAll(IndexAccess.variables(getContext().get(Run.class), temporary()));
            return planned.script();
        }

        private TaskListener listener() throws IOException, InterruptedException {
            return getContext().get(TaskListener.class);
        }

        @Override
        Object work(int code) throws IOException, InterruptedException {
            FilePath workspace = workspace();
            TestResults.recordAll(getContext(), new FilePath(workspace.getChannel(), junit));
            if (code != 0) {
                throw ScriptFailure.of("the test", code);
            }
            WheelsAction.recordTested(getContext().get(Run.class), unchanged(workspace));
            listener()
                    .getLogger()
                    .println(
                            sha256s.size() == 1
                                    ? "1 wheel passed the test."
                                    : sha256s.size() + " wheels passed the test.");
            return null;
        }

        /** What was there before the test and is there now is what was tested. */
        private Set<String> unchanged(FilePath workspace) throws IOException, InterruptedException {
            Set<String> tested = new HashSet<>(sha256s.values());
            tested.retainAll(workspace
                    .act(new HashWheels(listener(), new ArrayList<>(sha256s.keySet())))
                    .values());
            return tested;
        }

        @Override
        String workStatus() {
            return "recording";
        }

        @Override
        String stopped() {
            return "mlcTestWheel is stopped: its processes are ended and its environment is removed. The wheels are not"
                    + " marked as tested.";
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends WheelStepDescriptor {

        public static final String DEFAULT_PYTHON = "python3";

        @Override
        public String getFunctionName() {
            return "mlcTestWheel";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return "Test Python wheels";
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.getOrDefault("wheels", DEFAULT_WHEELS).toString();
        }
    }
}
