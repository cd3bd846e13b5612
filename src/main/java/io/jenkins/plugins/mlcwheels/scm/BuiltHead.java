package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.TagSCMHead;

/** The branch, tag or change request that a build is that of, as source control recorded it and nobody can fake it. */
public final class BuiltHead {

    private BuiltHead() {}

    /** What the build is that of, such as {@code change request PR-7}; empty outside multibranch projects. */
    @NonNull
    public static Optional<String> describe(@NonNull Run<?, ?> run) {
        return Optional.ofNullable(SCMHead.HeadByItem.findHead(run.getParent()))
                .map(head -> kind(head) + " " + head.getName());
    }

    private static String kind(SCMHead head) {
        if (head instanceof ChangeRequestSCMHead) {
            return "change request";
        }
        return head instanceof TagSCMHead ? "tag" : "branch";
    }

    /** The branch of the origin that the build is that of; empty for tags, change requests and outside multibranch. */
    @NonNull
    public static Optional<String> branch(@NonNull Run<?, ?> run) {
        return Optional.ofNullable(SCMHead.HeadByItem.findHead(run.getParent()))
                .filter(head -> !(head instanceof ChangeRequestSCMHead) && !(head instanceof TagSCMHead))
                .filter(head -> SCMHeadOrigin.DEFAULT.equals(head.getOrigin()))
                .map(SCMHead::getName);
    }

    /** Whether it builds what somebody proposes, and so a pipeline that nobody has agreed to yet. */
    public static boolean isChangeRequest(@NonNull Run<?, ?> run) {
        return SCMHead.HeadByItem.findHead(run.getParent()) instanceof ChangeRequestSCMHead;
    }

    /** Whether it builds the branch that the repository names as its main one. */
    public static boolean isPrimaryBranch(@NonNull Run<?, ?> run) {
        return SCMHead.HeadByItem.findHead(run.getParent()) != null
                && run.getParent().getAction(PrimaryInstanceMetadataAction.class) != null;
    }
}
