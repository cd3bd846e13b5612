package io.jenkins.plugins.mlcwheels.steps;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Descriptor;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelTestRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.util.BuildListenerAdapter;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A step for tests: leaves a wheel of version 1.2.0 in the workspace and records it, as building and testing do. */
public final class RecordWheelStep extends Step {

    private static final String TAG = "py3-none-manylinux_2_28_x86_64";

    private final String name;
    private String version = "1.2.0";
    private boolean passed = true;
    private boolean tested = true;
    private boolean proven = true;
    private boolean archived;
    private boolean gone;

    /** Makes the step known to the Jenkins that runs in this process. */
    public static void register() {
        DescriptorImpl descriptor = new DescriptorImpl();
        ExtensionList.lookup(StepDescriptor.class).add(descriptor);
        ExtensionList.lookup(Descriptor.class).add(descriptor);
    }

    @DataBoundConstructor
    public RecordWheelStep(String name) {
        this.name = name;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = version;
    }

    @DataBoundSetter
    public void setPassed(boolean passed) {
        this.passed = passed;
    }

    @DataBoundSetter
    public void setTested(boolean tested) {
        this.tested = tested;
    }

    /** Whether its tests are known to have imported it, and nothing in its place. */
    @DataBoundSetter
    public void setProven(boolean proven) {
        this.proven = proven;
    }

    @DataBoundSetter
    public void setArchived(boolean archived) {
        this.archived = archived;
    }

    /** Whether it is taken from the workspace again. */
    @DataBoundSetter
    public void setGone(boolean gone) {
        this.gone = gone;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, this);
    }

    private void record(StepContext context) throws Exception {
        byte[] bytes = TestWheels.wheel(name, version, TAG)
                .metadata("Requires-Python: >=3.9")
                .file(name + "/data.txt", "of " + name)
                .bytes();
        String file = name + "-" + version + "-" + TAG + ".whl";
        String path = "wheelhouse/" + file;
        FilePath workspace = context.get(FilePath.class);
        FilePath wheel = workspace.child(path);
        wheel.copyFrom(new ByteArrayInputStream(bytes));
        Run<?, ?> run = context.get(Run.class);
        if (archived) {
            run.pickArtifactManager()
                    .archive(
                            workspace,
                            context.get(Launcher.class),
                            new BuildListenerAdapter(context.get(TaskListener.class)),
                            Map.of(path, path));
        }
        if (gone) {
            wheel.delete();
        }
        String sha256 = Sha256.of(bytes);
        WheelFacts facts =
                new WheelFacts(path, file, name, version, TAG, "manylinux_2_28_x86_64", sha256, bytes.length, passed);
        WheelsAction.record(
                run, context.get(FlowNode.class).getId(), List.of(new WheelRecord(facts, "cpu", archived)), Map.of());
        if (tested) {
            ImportProof proof =
                    new ImportProof(proven ? ImportProof.Outcome.PROVEN : ImportProof.Outcome.NOT_PROVEN, List.of());
            WheelsAction.recordTested(run, Map.of(sha256, new WheelTestRecord(new WheelTest("3.13.1", proof))));
        }
    }

    private static final class Execution extends SynchronousNonBlockingStepExecution<Void> {

        private static final long serialVersionUID = 1L;

        private final transient RecordWheelStep step;

        Execution(StepContext context, RecordWheelStep step) {
            super(context);
            this.step = step;
        }

        @Override
        protected Void run() throws Exception {
            step.record(getContext());
            return null;
        }
    }

    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(FilePath.class, FlowNode.class, Launcher.class, Run.class, TaskListener.class);
        }

        @Override
        public String getFunctionName() {
            return "recordWheel";
        }
    }
}
