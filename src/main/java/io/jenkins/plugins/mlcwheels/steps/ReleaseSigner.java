package io.jenkins.plugins.mlcwheels.steps;

import hudson.AbortException;
import hudson.PluginWrapper;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.agent.BundleToPublish;
import io.jenkins.plugins.mlcwheels.agent.Objection;
import io.jenkins.plugins.mlcwheels.config.SigningDefault;
import io.jenkins.plugins.mlcwheels.credentials.SigningCredentials;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import io.jenkins.plugins.mlcwheels.engine.provenance.Bundle;
import io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFacts;
import io.jenkins.plugins.mlcwheels.engine.provenance.SigningKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.provenance.Subject;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBundle;
import io.jenkins.plugins.mlcwheels.record.ReleaseSignature;
import io.jenkins.plugins.mlcwheels.record.SignedStatement;
import io.jenkins.plugins.mlcwheels.record.WheelOrigin;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import io.jenkins.plugins.mlcwheels.scm.BuiltHead;
import io.jenkins.plugins.mlcwheels.scm.BuiltTag;
import io.jenkins.plugins.mlcwheels.scm.PipelineScript;
import io.jenkins.plugins.mlcwheels.scm.SourceAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/**
 * Signs the provenance of wheels, on the controller. It states what the controller knows: its own address, the run, what
 * source control recorded, the parameters of its own steps. What an agent reported is in a field of its own. The digests
 * are those that the build recorded.
 */
final class ReleaseSigner {

    private static final String REPORTER = "agent";
    private static final String PLUGIN = "mlc-wheels";

    /** A branch may have any name; one that a statement can't have is left out. */
    private static final Pattern TOLD_REF = Pattern.compile("refs/[!-~]{1,250}");

    private final Run<?, ?> run;
    private final PublishReleaseStep step;
    private final ReleaseTarget target;
    private final String credentialsId;
    private final SigningKey key;
    private final URI root;

    private ReleaseSigner(
            PublishReleaseStep step, Run<?, ?> run, ReleaseTarget target, String id, SigningKey key, URI root) {
        this.step = step;
        this.run = run;
        this.target = target;
        this.credentialsId = id;
        this.key = key;
        this.root = root;
    }

    /**
     * Empty if nothing is to be signed, or can't be.
     *
     * @param objections gets why it can't be
     */
    static Optional<ReleaseSigner> of(
            PublishReleaseStep step, Run<?, ?> run, ReleaseTarget target, List<Objection> objections)
            throws IOException, InterruptedException {
        Optional<SigningDefault.Said> said = step.getSignWith() == null
                ? SigningDefault.of(run.getParent())
                : Optional.of(step.getSignWith())
                        .filter(given -> !given.isEmpty())
                        .map(given -> new SigningDefault.Said(given, false));
        if (said.isEmpty()) {
            return Optional.empty();
        }
        if (BuiltHead.isChangeRequest(run)) {
            objections.add(new Objection(
                    "this is a build of the " + BuiltHead.describe(run).orElseThrow() + ", which signs nothing",
                    "Sign in the build of a release tag."));
            return Optional.empty();
        }
        String root = Jenkins.get().getRootUrl();
        if (root == null) {
            objections.add(new Objection(
                    "Jenkins does not know its own address, which a signed statement names as the builder",
                    "Set Jenkins URL under Manage Jenkins, System."));
            return Optional.empty();
        }
        try {
            String id = said.get().id();
            SigningKey key =
                    said.get().ofSystem() ? SigningCredentials.systemKey(id, run) : SigningCredentials.key(id, run);
            return Optional.of(new ReleaseSigner(step, run, target, id, key, URI.create(root)));
        } catch (AbortException e) {
            String[] parts = String.valueOf(e.getMessage()).split("\n", 2);
            objections.add(new Objection(parts[0], parts.length > 1 ? parts[1] : ""));
            return Optional.empty();
        }
    }

    /** Signs a statement about each wheel, or one about all if there are many. */
    SignedBundles sign(List<WheelRecord> wheels) throws IOException {
        try {
            ArrayList<BundleToPublish> bundles = new ArrayList<>();
            List<SignedStatement> signed = new ArrayList<>();
            boolean single = wheels.size() <= ReleaseBundle.MOST_SINGLE;
            for (List<WheelRecord> group :
                    single ? wheels.stream().map(List::of).toList() : List.of(wheels)) {
                BundleToPublish bundle = bundle(group, single);
                bundles.add(bundle);
                group.forEach(wheel -> signed.add(new SignedStatement(
                        wheel.getFileName(), wheel.getSha256(), StatementKind.PROVENANCE.text(), bundle.name())));
            }
            return new SignedBundles(
                    bundles,
                    new ReleaseSignature(key.publicKey().id(), key.publicKey().toPem(), credentialsId, signed));
        } catch (EngineException e) {
            throw new AbortException("The provenance can't be signed: " + e.getMessage());
        }
    }

    private BundleToPublish bundle(List<WheelRecord> wheels, boolean single) throws IOException {
        List<Subject> subjects = wheels.stream()
                .map(wheel -> new Subject(wheel.getFileName(), wheel.getSha256()))
                .toList();
        TreeMap<String, String> files = new TreeMap<>();
        subjects.forEach(subject -> files.put(subject.sha256(), subject.name()));
        String name = single
                ? BundleName.of(subjects.get(0).name(), StatementKind.PROVENANCE.text())
                        .toString()
                : BundleName.OF_SET;
        Bundle bundle = Bundle.sign(facts(wheels).statement(subjects), key);
        return new BundleToPublish(
                name,
                new String(bundle.toJson(), StandardCharsets.UTF_8),
                StatementKind.PROVENANCE.predicateType(),
                key.publicKey().toPem(),
                files);
    }

    private ProvenanceFacts facts(List<WheelRecord> wheels) throws IOException {
        ProvenanceFacts facts =
                new ProvenanceFacts(root).invocation(root.resolve(run.getUrl())).version("jenkins", Jenkins.VERSION);
        PluginWrapper plugin = Jenkins.get().getPluginManager().getPlugin(PLUGIN);
        if (plugin != null) {
            facts.version(PLUGIN, plugin.getVersion());
        }
        source().ifPresent(facts::source);
        if (PipelineScript.mayHaveBeenEdited(run)) {
            facts.internal("pipeline", "edited");
        }
        parameters(wheels).forEach(facts::parameter);
        own(wheels, WheelOrigin::getConfiguration).ifPresent(facts::configuration);
        own(wheels, WheelOrigin::getAgent).ifPresent(labels -> facts.internal("agent", labels));
        facts.times(Optional.of(Instant.ofEpochMilli(run.getStartTimeInMillis())), Optional.of(finished(wheels)));
        WheelsAction recorded = WheelsAction.of(run).orElseThrow();
        for (WheelRecord wheel : wheels) {
            String audit = recorded.report(wheel.getSha256());
            if (audit != null) {
                facts.byproduct(wheel.getFileName() + ".audit.json", Sha256.of(audit));
            }
            String build = recorded.buildRecord(wheel.getSha256());
            if (build != null) {
                facts.reported(REPORTER, BuildRecord.parse(build.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return facts;
    }

    /** What source control recorded; nothing that the pipeline says. An edited pipeline makes it another source. */
    private Optional<SourceRevision> source() {
        if (!BuiltTag.isKnown(run)) {
            return Optional.empty();
        }
        return Optional.of(new SourceRevision(
                SourceAddress.of(run).flatMap(SourceRevision::address),
                ref(),
                Optional.ofNullable(target.commit()),
                PipelineScript.mayHaveBeenEdited(run)));
    }

    /** The tag only if source control says so; that of a nightly is chosen by the pipeline. */
    private Optional<String> ref() {
        return BuiltTag.of(run, target.pattern())
                .map(built -> built.tag().toString())
                .filter(tag -> tag.equals(target.tag()))
                .map(tag -> "refs/tags/" + tag)
                .or(() -> BuiltHead.branch(run).map(branch -> "refs/heads/" + branch))
                .filter(ref -> TOLD_REF.matcher(ref).matches());
    }

    /** Those of the step that built, where they are the same for all; and what this step was given that nobody proved. */
    private Map<String, String> parameters(List<WheelRecord> wheels) {
        Map<String, String> all = new TreeMap<>();
        WheelRecord first = wheels.get(0);
        if (first.getOrigin() != null) {
            all.putAll(first.getOrigin().getParameters());
        } else if (first.getFlavour() != null) {
            all.put("flavour", first.getFlavour());
        }
        for (WheelRecord wheel : wheels) {
            Map<String, String> own =
                    wheel.getOrigin() == null ? Map.of() : wheel.getOrigin().getParameters();
            if (wheels.size() > 1) {
                all.entrySet().removeIf(entry -> !entry.getValue().equals(own.get(entry.getKey())));
            }
        }
        if (!BuiltTag.isKnown(run)) {
            all.put("givenTag", target.tag());
            if (step.getCommit() != null) {
                all.put("givenCommit", step.getCommit());
            }
        }
        return all;
    }

    /** What the controller knows of the building of all, if it is the same for all. */
    private static Optional<String> own(List<WheelRecord> wheels, Function<WheelOrigin, String> what) {
        List<Optional<String>> values = wheels.stream()
                .map(wheel -> Optional.ofNullable(wheel.getOrigin()).map(what))
                .distinct()
                .toList();
        return values.size() == 1 ? values.get(0) : Optional.empty();
    }

    private static Instant finished(List<WheelRecord> wheels) {
        return wheels.stream()
                .map(WheelRecord::getOrigin)
                .map(origin -> origin == null ? Clock.systemUTC().instant() : origin.getRecorded())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
