package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.TagSCMHead;

/** The release tag that a build is that of, as source control recorded it and nobody can fake it. */
public final class BuiltTag {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private final ReleaseTag tag;

    private BuiltTag(ReleaseTag tag) {
        this.tag = tag;
    }

    /** Empty for builds of branches and change requests, of tags that are no release tags, and outside multibranch. */
    @NonNull
    public static Optional<BuiltTag> of(@NonNull Run<?, ?> run, @NonNull TagPattern pattern) {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        if (head == null || objection(head, pattern).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new BuiltTag(pattern.parse(head.getName())));
    }

    /** Whether source control says at all what the build is that of. */
    public static boolean isKnown(@NonNull Run<?, ?> run) {
        return SCMHead.HeadByItem.findHead(run.getParent()) != null;
    }

    /** Why a build in a multibranch project is not that of a release tag, as a sentence without a full stop. */
    @NonNull
    public static Optional<String> objection(@NonNull Run<?, ?> run, @NonNull TagPattern pattern) {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        return head == null ? Optional.empty() : objection(head, pattern);
    }

    /** The name of the tag of the origin that a build in a multibranch project is that of, release tag or not. */
    @NonNull
    public static Optional<String> name(@NonNull Run<?, ?> run) {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        return head == null || notTheOriginsTag(head).isPresent() ? Optional.empty() : Optional.of(head.getName());
    }

    private static Optional<String> notTheOriginsTag(SCMHead head) {
        if (!(head instanceof TagSCMHead)) {
            String kind = head instanceof ChangeRequestSCMHead ? "change request" : "branch";
            return Optional.of("this is a build of the " + kind + " " + head.getName() + ", not of a tag");
        }
        if (!SCMHeadOrigin.DEFAULT.equals(head.getOrigin())) {
            return Optional.of("the tag " + head.getName() + " is that of a fork");
        }
        return Optional.empty();
    }

    private static Optional<String> objection(SCMHead head, TagPattern pattern) {
        Optional<String> other = notTheOriginsTag(head);
        if (other.isPresent()) {
            return other;
        }
        try {
            pattern.parse(head.getName());
            return Optional.empty();
        } catch (InvalidReleaseTagException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * The commit that Jenkins took from the tag for this build, annotated tags followed. Revisions of all sources that are
     * Git repositories print as their commit; empty for others.
     */
    @NonNull
    public static Optional<String> commit(@NonNull Run<?, ?> run) {
        SCMSource source = SCMSource.SourceByItem.findSource(run.getParent());
        SCMRevision revision = source == null ? null : SCMRevisionAction.getRevision(source, run);
        return Optional.ofNullable(revision)
                .map(SCMRevision::toString)
                .filter(text -> COMMIT.matcher(text).matches());
    }

    /** The tag itself, parsed. */
    @NonNull
    public ReleaseTag tag() {
        return tag;
    }

    /** The version of wheels of this tag, as PEP 440 writes it. */
    @NonNull
    public String version() {
        return tag.pep440().toString();
    }
}
