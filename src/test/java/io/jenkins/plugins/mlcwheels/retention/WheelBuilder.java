package io.jenkins.plugins.mlcwheels.retention;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ItemGroup;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import jenkins.model.Jenkins;
import jenkins.model.ModifiableTopLevelItemGroup;
import org.jvnet.hudson.test.TestExtension;

/** Archives a file that is called a wheel, and others if told, and records it as the steps do. */
public final class WheelBuilder extends Builder implements AutoCloseable {

    static final String WHEEL = "wheelhouse/demo-1.2.0-py3-none-manylinux_2_28_x86_64.whl";

    private static final String TAG = "py3-none-manylinux_2_28_x86_64";

    private final ArrayList<String> others;
    private transient CountDownLatch archived;
    private transient CountDownLatch end;

    private WheelBuilder(List<String> others) {
        this.others = new ArrayList<>(others);
    }

    /** A job whose builds archive a wheel, and these files. */
    static FreeStyleProject job(ItemGroup<?> in, String name, String... others) throws IOException {
        FreeStyleProject job = (FreeStyleProject) ((ModifiableTopLevelItemGroup) in)
                .createProject(Jenkins.get().getDescriptorByType(FreeStyleProject.DescriptorImpl.class), name, true);
        job.getBuildersList().add(new WheelBuilder(List.of(others)));
        return job;
    }

    /** Lets the builds of a job wait, when they have archived, until they are told to go on. */
    static WheelBuilder hold(FreeStyleProject job) {
        WheelBuilder builder = job.getBuildersList().get(WheelBuilder.class);
        builder.archived = new CountDownLatch(1);
        builder.end = new CountDownLatch(1);
        return builder;
    }

    void awaitArchived() throws InterruptedException {
        archived.await();
    }

    /** Lets the build go on. */
    @Override
    public void close() {
        end.countDown();
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        FilePath workspace = build.getWorkspace();
        String text = "wheel of " + build.getExternalizableId();
        Map<String, String> artifacts = new LinkedHashMap<>();
        artifacts.put(WHEEL, WHEEL);
        workspace.child(WHEEL).write(text, "UTF-8");
        for (String other : others) {
            artifacts.put(other, other);
            workspace.child(other).write("other", "UTF-8");
        }
        build.pickArtifactManager().archive(workspace, launcher, listener, artifacts);
        String md5 = workspace.child(WHEEL).digest();
        Jenkins.get().getFingerprintMap().getOrCreate(build, "demo.whl", md5).addFor(build);
        build.addAction(new Fingerprinter.FingerprintAction(build, Map.of("demo.whl", md5)));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String sha256 = Sha256.of(bytes);
        WheelFacts facts = new WheelFacts(
                WHEEL,
                WHEEL.substring(WHEEL.indexOf('/') + 1),
                "demo",
                "1.2.0",
                TAG,
                "manylinux_2_28_x86_64",
                sha256,
                bytes.length,
                true);
        WheelsAction.record(build, "7", List.of(new WheelRecord(facts, "cpu", true)), Map.of(sha256, "{}"));
        if (end != null) {
            archived.countDown();
            end.await();
        }
        return true;
    }

    /** Whether the wheel of a build is still among its artifacts. */
    static boolean has(FreeStyleBuild build) throws IOException {
        return build.getArtifactManager().root().child(WHEEL).isFile();
    }

    @TestExtension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return false;
        }
    }
}
