package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.mlcwheels.agent.BundleToPublish;
import io.jenkins.plugins.mlcwheels.agent.Objection;
import io.jenkins.plugins.mlcwheels.agent.PublishOrder;
import io.jenkins.plugins.mlcwheels.agent.PublishWheels;
import io.jenkins.plugins.mlcwheels.agent.PublishWheels.Published;
import io.jenkins.plugins.mlcwheels.agent.WheelToPublish;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.record.PublishedAsset;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Publishes on the agent. Every attempt, the first one and those after a restart, looks everything up anew: the token,
 * the wheels, and what is on the release already.
 */
final class PublishReleaseExecution extends GitHubExecution {

    private static final long serialVersionUID = 1L;

    private final PublishReleaseStep step;

    PublishReleaseExecution(StepContext context, PublishReleaseStep step) {
        super(context, "publishing");
        this.step = step;
    }

    @Override
    Object work() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        ReleaseTarget target = ReleaseTarget.of(step, run, getContext().get(EnvVars.class));
        RecordedWheels wheels = RecordedWheels.of(run, step.getWheels());
        List<Objection> objections = new ArrayList<>(target.objections());
        Optional<ReleaseSigner> signer = ReleaseSigner.of(step, run, target, objections);
        refuse(target, wheels, objections);
        FilePath workspace = workspace();
        FilePath temporary = temporary(workspace);
        try {
            Optional<SignedBundles> signed =
                    signer.isPresent() ? Optional.of(signer.get().sign(wheels.records())) : Optional.empty();
            Published published = publish(workspace, temporary, target, wheels, signed);
            return published.release() == null ? null : record(run, target.tag(), published.release(), signed);
        } finally {
            if (!Thread.currentThread().isInterrupted()) {
                temporary.deleteRecursive();
            }
        }
    }

    /** Refuses what can't become right by looking any further. */
    private void refuse(ReleaseTarget target, RecordedWheels wheels, List<Objection> objections) throws AbortException {
        if (step.getNotes() != null && step.getNotesFile() != null) {
            objections.add(new Objection("both notes and notesFile are given", "Give one of them."));
        }
        if (wheels.isEmpty()) {
            objections.add(new Objection(
                    step.getWheels() == null
                            ? "this build has recorded no wheel"
                            : "this build has recorded no wheel that matches '" + step.getWheels() + "'",
                    "Build wheels with mlcBuildWheel before, or audit them with mlcAuditWheel."));
        }
        if (objections.isEmpty()) {
            return;
        }
        objections.addAll(wheels.objections(step.isRequireTests()));
        String what = target.tag() == null ? "The release" : target.tag();
        throw new AbortException(
                objections.size() == 1
                        ? what + " was not published: " + objections.get(0)
                        : what + " was not published, for " + objections.size() + " reasons:"
                                + objections.stream()
                                        .map(objection -> "\n  - " + objection)
                                        .collect(Collectors.joining()));
    }

    private FilePath temporary(FilePath workspace) throws IOException, InterruptedException {
        FilePath beside = WorkspaceList.tempDir(workspace);
        if (beside == null) {
            throw new IOException(workspace + " has no directory beside it for temporary files");
        }
        return beside.child("mlc-wheels-" + getContext().get(FlowNode.class).getId());
    }

    private Published publish(
            FilePath workspace,
            FilePath temporary,
            ReleaseTarget target,
            RecordedWheels wheels,
            Optional<SignedBundles> signed)
            throws IOException, InterruptedException {
        TaskListener log = log(token(target.credentialsId(), target.api()));
        signed.ifPresent(bundles -> log.getLogger().println(bundles));
        PublishOrder order = order(
                target,
                wheels.locate(workspace, temporary, step.isRequireTests(), log),
                signed.map(SignedBundles::bundles).orElseGet(ArrayList::new));
        log.getLogger().println((step.isDryRun() ? "checking " : "publishing ") + order.tag() + " to " + host(target));
        return act(
                workspace,
                target.credentialsId(),
                target.api(),
                (heard, token) -> new PublishWheels(heard, order, token));
    }

    private String host(ReleaseTarget target) {
        return step.getTo() == null ? target.repository() + " at " + target.api() : step.getTo();
    }

    private PublishOrder order(
            ReleaseTarget target, ArrayList<WheelToPublish> wheels, ArrayList<BundleToPublish> bundles)
            throws IOException, InterruptedException {
        List<String> expect = step.getExpect();
        return new PublishOrder(
                target.tag(),
                target.pattern().equals(TagPattern.STANDARD)
                        ? null
                        : target.pattern().toString(),
                target.commit(),
                publisher(),
                step.getTo(),
                target.api(),
                target.repository(),
                wheels,
                expect == null ? new ArrayList<>() : new ArrayList<>(expect),
                step.getNotes(),
                step.getNotesFile(),
                bundles,
                new PublishOrder.Options(
                        step.isGenerateNotes(),
                        step.getPrerelease(),
                        step.getMakeLatest(),
                        step.isAmend(),
                        step.isClobber(),
                        step.isAllowLinuxTag(),
                        step.isAllowUnproven(),
                        step.isDraftOnly(),
                        step.isDryRun(),
                        step.getParallelUploads(),
                        step.getMinRate(),
                        step.nightly()));
    }

    /** The same for every attempt of this step of this build, and for no other on any Jenkins. */
    private String publisher() throws IOException, InterruptedException {
        String id = getContext().get(Run.class).getExternalizableId();
        String step = getContext().get(FlowNode.class).getId();
        String digest = Sha256.of(Jenkins.get().getLegacyInstanceId() + " " + id + " " + step);
        String readable = id.replaceAll("[^A-Za-z0-9._-]+", "-");
        return "jenkins-" + readable.substring(Math.max(0, readable.length() - 60)) + "-" + digest.substring(0, 16);
    }

    private Object record(Run<?, ?> run, String tag, Published.Release published, Optional<SignedBundles> signed)
            throws IOException, InterruptedException {
        PublishedRelease unsigned = checked(tag, published);
        PublishedRelease release = signed.map(SignedBundles::signature)
                .filter(signature -> signature.isOn(unsigned))
                .map(unsigned::signed)
                .orElse(unsigned);
        if (signed.isPresent() && release.getSignature() == null) {
            tell("WARNING: the files of " + tag + " are not those that were signed, says the agent; the build records"
                    + " no signature.");
        }
        ReleasesAction.record(run, getContext().get(FlowNode.class).getId(), release);
        PrintStream log = getContext().get(TaskListener.class).getLogger();
        log.println((release.isDraft() ? "draft of " : "published ") + tag + ": " + release.getUrl());
        release.getAssets().forEach(asset -> log.println("  " + asset.getUrl()));
        return release.toMap();
    }

    private PublishedRelease checked(String tag, Published.Release published) throws AbortException {
        try {
            List<PublishedAsset> assets = new ArrayList<>();
            for (Published.Asset asset : published.assets()) {
                assets.add(new PublishedAsset(asset.name(), asset.size(), asset.sha256(), asset.url()));
            }
            PublishedRelease release =
                    new PublishedRelease(tag, published.id(), published.url(), published.draft(), assets);
            return step.nightly() == null ? release : release.asNightly(published.tag());
        } catch (IllegalArgumentException e) {
            throw new AbortException("The agent's report can't be used: " + e.getMessage());
        }
    }

    @Override
    public void stop(@NonNull Throwable why) throws Exception {
        tell("Publishing is stopped. What was sent stays in a draft that nobody sees; publish again, in this build or"
                + " another one of the tag, and it goes on from there.");
        super.stop(why);
    }
}
