package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.mlcwheels.agent.Objection;
import io.jenkins.plugins.mlcwheels.agent.UploadPackages;
import io.jenkins.plugins.mlcwheels.agent.WheelToPublish;
import io.jenkins.plugins.mlcwheels.credentials.TokenCredentials;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.record.PackageUpload;
import io.jenkins.plugins.mlcwheels.record.PublishedAsset;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.scm.BuiltHead;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Uploads on the agent. Every attempt, also after a restart, looks up anew the credentials and what the index has. */
final class PublishPackageExecution extends GitHubExecution {

    private static final long serialVersionUID = 1L;
    private static final Set<String> DONE = Set.of("there", "uploaded");

    private final PublishPackageStep step;

    PublishPackageExecution(StepContext context, PublishPackageStep step) {
        super(context, "uploading");
        this.step = step;
    }

    /** The address that credentials may be restricted to; null if there is none. */
    @CheckForNull
    static String address(@CheckForNull String index) {
        if (index == null || index.isBlank()) {
            return null;
        }
        return switch (index.trim()) {
            case "pypi" -> "https://upload.pypi.org/legacy/";
            case "testpypi" -> "https://test.pypi.org/legacy/";
            default -> index.trim();
        };
    }

    @Override
    Object work() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        RecordedWheels wheels = RecordedWheels.of(run, step.getWheels());
        String index = checked(run, wheels);
        FilePath workspace = workspace();
        FilePath temporary = temporary(workspace);
        try {
            return upload(run, index, workspace, temporary, wheels);
        } finally {
            if (!Thread.currentThread().isInterrupted()) {
                temporary.deleteRecursive();
            }
        }
    }

    /** Refuses what can't become right by looking any further; returns what the index is called. */
    private String checked(Run<?, ?> run, RecordedWheels wheels) throws AbortException {
        List<Objection> objections = new ArrayList<>();
        if (BuiltHead.isChangeRequest(run)) {
            objections.add(new Objection(
                    "this is a build of the " + BuiltHead.describe(run).orElseThrow() + ", which uploads nothing",
                    "Upload in a build of a branch or a tag."));
        }
        if (wheels.isEmpty()) {
            objections.add(new Objection(
                    step.getWheels() == null
                            ? "this build has recorded no wheel"
                            : "this build has recorded no wheel that matches '" + step.getWheels() + "'",
                    "Build wheels with mlcBuildWheel before, or audit them with mlcAuditWheel."));
        }
        String name = "";
        if (step.getIndex() == null) {
            objections.add(new Objection("it is not known which package index to upload to", "Give index."));
        } else {
            try {
                name = order(new ArrayList<>()).packageIndex().toString();
            } catch (EngineException e) {
                objections.add(new Objection(String.valueOf(e.getMessage()), e.suggestion()));
            } catch (IllegalArgumentException e) {
                objections.add(new Objection(
                        "'" + step.getIndex() + "' is no package index",
                        "Give index: 'pypi', 'testpypi', or an address such as https://pypi.example.org/."));
            }
        }
        objections.addAll(wheels.objections(step.isRequireTests()));
        if (!objections.isEmpty()) {
            throw new AbortException("Nothing was uploaded: "
                    + String.join(
                            "\n", objections.stream().map(Objection::toString).toList()));
        }
        return name;
    }

    private UploadPackages.Order order(ArrayList<WheelToPublish> wheels) {
        return new UploadPackages.Order(
                String.valueOf(step.getIndex()),
                step.getSimple(),
                wheels,
                step.isAllowUnproven(),
                step.getMaxSize(),
                step.getMinRate(),
                step.isDryRun());
    }

    private FilePath temporary(FilePath workspace) throws IOException, InterruptedException {
        FilePath beside = WorkspaceList.tempDir(workspace);
        if (beside == null) {
            throw new IOException(workspace + " has no directory beside it for temporary files");
        }
        return beside.child("mlc-wheels-" + getContext().get(FlowNode.class).getId());
    }

    @CheckForNull
    private Object upload(Run<?, ?> run, String index, FilePath workspace, FilePath temporary, RecordedWheels wheels)
            throws IOException, InterruptedException {
        TokenCredentials.Login login = step.getCredentialsId() == null
                ? null
                : TokenCredentials.login(step.getCredentialsId(), String.valueOf(address(step.getIndex())), run);
        TaskListener log = log(login == null ? null : login.password());
        UploadPackages.Order order = order(wheels.locate(workspace, temporary, step.isRequireTests(), log));
        log.getLogger().println((step.isDryRun() ? "checking" : "uploading") + " wheels for " + index);
        ArrayList<UploadPackages.Uploaded> files = act(
                workspace,
                login == null ? null : login.password(),
                (heard, password) -> new UploadPackages(heard, order, login == null ? null : login.user(), password));
        return step.isDryRun() ? null : record(run, index, files);
    }

    private Object record(Run<?, ?> run, String index, List<UploadPackages.Uploaded> files)
            throws IOException, InterruptedException {
        PrintStream log = getContext().get(TaskListener.class).getLogger();
        List<PublishedAsset> there = new ArrayList<>();
        try {
            for (UploadPackages.Uploaded file : files) {
                if (DONE.contains(file.state())) {
                    there.add(new PublishedAsset(file.name(), file.size(), file.sha256(), ""));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new AbortException("The agent's report can't be used: " + e.getMessage());
        }
        PackageUpload upload = new PackageUpload(index, there);
        ReleasesAction.record(run, getContext().get(FlowNode.class).getId(), upload);
        there.forEach(file -> log.println("on " + index + ": " + file.getName()));
        return upload.toMap();
    }

    @Override
    public void stop(@NonNull Throwable why) throws Exception {
        tell("Uploading is stopped. What is on the index stays there; upload again, and it goes on from there.");
        super.stop(why);
    }
}
