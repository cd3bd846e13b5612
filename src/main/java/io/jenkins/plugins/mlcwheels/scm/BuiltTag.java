package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.TagSCMHead;

/** The release tag that a build is that of, as source control recorded it and nobody can fake it. */
public final class BuiltTag {

    private final ReleaseTag tag;

    private BuiltTag(ReleaseTag tag) {
        this.tag = tag;
    }

    /** Empty for builds of branches and change requests, of tags that are no release tags, and outside multibranch. */
    @NonNull
    public static Optional<BuiltTag> of(@NonNull Run<?, ?> run) {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        if (!(head instanceof TagSCMHead)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BuiltTag(ReleaseTag.parse(head.getName())));
        } catch (InvalidReleaseTagException e) {
            return Optional.empty();
        }
    }

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
