package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.agent.Objection;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidTagPatternException;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.scm.BuiltHead;
import io.jenkins.plugins.mlcwheels.scm.BuiltTag;
import io.jenkins.plugins.mlcwheels.scm.ProjectTags;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which tag is released where, and with which credentials. In a multibranch project source control says so, and
 * parameters may only repeat it; elsewhere parameters say so, and GitHub is asked whether tag and commit belong together.
 * Environment variables say nothing: anybody can set them.
 */
final class ReleaseTarget {

    private final PublishReleaseStep step;
    private final Run<?, ?> run;
    private final EnvVars environment;
    private final List<Objection> objections = new ArrayList<>();

    private final TagPattern pattern;
    private String tag;
    private String commit;
    private String api;
    private String repository;
    private String credentialsId;

    private ReleaseTarget(PublishReleaseStep step, Run<?, ?> run, EnvVars environment, TagPattern pattern) {
        this.step = step;
        this.run = run;
        this.environment = environment;
        this.pattern = pattern;
    }

    static ReleaseTarget of(PublishReleaseStep step, Run<?, ?> run, EnvVars environment) {
        TagPattern pattern;
        try {
            pattern = ProjectTags.of(run, step.getTagPattern());
        } catch (InvalidTagPatternException e) {
            ReleaseTarget unclear = new ReleaseTarget(step, run, environment, TagPattern.STANDARD);
            unclear.object(e.getMessage(), e.suggestion());
            return unclear;
        }
        ReleaseTarget target = new ReleaseTarget(step, run, environment, pattern);
        if (step.nightly() != null) {
            target.takeNightly();
            return target;
        }
        if (BuiltTag.isKnown(run)) {
            target.takeBuiltTag();
        } else {
            target.takeGivenTag();
        }
        if (step.getTo() == null) {
            target.takeRepository();
        }
        return target;
    }

    private void takeBuiltTag() {
        BuiltTag.objection(run, pattern).ifPresent(what -> object(what + faked(), PUSH_A_TAG));
        tag = BuiltTag.of(run, pattern).map(built -> built.tag().toString()).orElse(null);
        if (tag == null) {
            return;
        }
        if (step.getTag() != null && !step.getTag().equals(tag)) {
            object("this is a build of the tag " + tag + ", not of " + step.getTag(), "Leave out the parameter tag.");
        }
        commit = BuiltTag.commit(run).orElse(null);
        if (commit == null) {
            object(
                    "Jenkins has not recorded which commit of " + tag + " this build is that of",
                    "Let the multibranch project take its pipeline from source control.");
        } else if (step.getCommit() != null && !step.getCommit().equals(commit)) {
            object("this is a build of commit " + commit + ", not of " + step.getCommit(), "Leave out commit.");
        }
    }

    private static final String PUSH_A_TAG =
            "Push a release tag such as v1.2.3; the build of that tag in a multibranch project publishes.";

    private String faked() {
        String variable = environment.get("TAG_NAME");
        return variable == null || variable.isEmpty()
                ? ""
                : "; that TAG_NAME is '" + variable + "' does not make it one";
    }

    private void takeGivenTag() {
        commit = step.getCommit();
        if (step.getTag() == null) {
            object("this is not a build of a tag in a multibranch project" + faked(), PUSH_A_TAG + " Or give tag.");
            return;
        }
        try {
            tag = pattern.parse(step.getTag()).toString();
        } catch (InvalidReleaseTagException e) {
            object(e.getMessage(), e.suggestion());
        }
        if (commit == null && step.getTo() == null) {
            object("it is not known which commit was built", "Give commit, such as that which checkout returns.");
        }
    }

    /** A nightly is built from a branch, whose commit source control recorded. */
    private void takeNightly() {
        tag = step.getNightlyTag();
        commit = BuiltTag.isKnown(run) ? BuiltTag.commit(run).orElse(null) : step.getCommit();
        if (step.getTag() != null || step.getTo() != null) {
            object("a nightly has no tag of its own and goes to GitHub", "Leave out tag and to; see nightlyTag.");
        }
        if (!step.isTakeOver() && isReleaseTag(tag)) {
            object(
                    tag + " is the tag of a version",
                    "Give a nightlyTag such as nightly; to go on with a pre-release of nightlies that is there, give"
                            + " takeOver: true.");
        }
        if (commit == null) {
            object("it is not known which commit was built", "Give commit, such as that which checkout returns.");
        } else if (step.getCommit() != null && !step.getCommit().equals(commit)) {
            object("this is a build of commit " + commit + ", not of " + step.getCommit(), "Leave out commit.");
        }
        if (step.getNightlyKind() != null && !Set.of("moving", "dated").contains(step.getNightlyKind())) {
            object("'" + step.getNightlyKind() + "' is no kind of nightlies", "Give moving or dated.");
        }
        if (BuiltHead.isChangeRequest(run)) {
            object(
                    "this is a build of the " + BuiltHead.describe(run).orElseThrow() + ", which publishes no nightly",
                    "Publish nightlies in builds of the primary branch.");
        } else if (BuiltTag.isKnown(run) && step.getCredentialsId() == null && !BuiltHead.isPrimaryBranch(run)) {
            object(
                    "this is a build of the " + BuiltHead.describe(run).orElseThrow()
                            + ", which publishes no nightly with the credentials of the project's source",
                    "Publish nightlies in builds of the primary branch, or give credentialsId.");
        }
        takeRepository();
    }

    private boolean isReleaseTag(String text) {
        try {
            pattern.parse(text);
            return true;
        } catch (InvalidReleaseTagException e) {
            return false;
        }
    }

    private void takeRepository() {
        GitHubTarget target = GitHubTarget.of(
                run,
                new GitHubTarget.Given(step.getRepository(), step.getApiUri(), step.getCredentialsId()),
                "publish to",
                "write contents");
        api = target.api();
        repository = target.repository();
        credentialsId = target.credentialsId();
        objections.addAll(target.objections());
    }

    private void object(String what, String remedy) {
        objections.add(new Objection(what, StepWords.of(remedy)));
    }

    /** Why nothing can be published, whatever the wheels are. */
    List<Objection> objections() {
        return objections;
    }

    /** What the project's release tags look like. */
    TagPattern pattern() {
        return pattern;
    }

    /** Null only if there are objections. */
    @CheckForNull
    String tag() {
        return tag;
    }

    @CheckForNull
    String commit() {
        return commit;
    }

    /** Null for a directory. */
    @CheckForNull
    String api() {
        return api;
    }

    @CheckForNull
    String repository() {
        return repository;
    }

    @CheckForNull
    String credentialsId() {
        return credentialsId;
    }
}
