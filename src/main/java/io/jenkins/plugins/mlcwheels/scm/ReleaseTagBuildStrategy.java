package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidTagPatternException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import jenkins.branch.BranchBuildStrategy;
import jenkins.branch.BranchBuildStrategyDescriptor;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.TagSCMHead;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Builds newly discovered release tags. Without a strategy multibranch projects build everything but tags; with one they
 * build only what a strategy says, so this one stands beside others. Heads that were not built are offered again at every
 * scan, and a tag that was moved is offered as well: a tag is built unless it was built at the same commit.
 */
public final class ReleaseTagBuildStrategy extends BranchBuildStrategy {

    /** How old a tag may be by default, so that connecting a repository does not rebuild its history. */
    static final int DEFAULT_MAX_AGE_DAYS = 7;

    private String pattern;
    private String tagPattern;
    private boolean prereleases = true;
    private int maxAgeDays = DEFAULT_MAX_AGE_DAYS;

    @DataBoundConstructor
    public ReleaseTagBuildStrategy() {}

    /** Regular expression that the whole tag has to match as well; null for every release tag. */
    @CheckForNull
    public String getPattern() {
        return pattern;
    }

    @DataBoundSetter
    public void setPattern(@CheckForNull String pattern) {
        this.pattern = Util.fixEmptyAndTrim(pattern);
    }

    /** Form of the project's release tags, such as <code>{version}</code>; null for {@code v} and a version. */
    @CheckForNull
    public String getTagPattern() {
        return tagPattern;
    }

    /** @throws InvalidTagPatternException if it is not a tag pattern */
    @DataBoundSetter
    public void setTagPattern(@CheckForNull String tagPattern) {
        String text = Util.fixEmptyAndTrim(tagPattern);
        this.tagPattern = text == null ? null : TagPattern.of(text).toString();
    }

    /** Whether tags of pre-releases, such as v1.0.0-rc.1, are built. */
    public boolean isPrereleases() {
        return prereleases;
    }

    @DataBoundSetter
    public void setPrereleases(boolean prereleases) {
        this.prereleases = prereleases;
    }

    /** How many days ago the tag may have been made; 0 for any age. */
    public int getMaxAgeDays() {
        return maxAgeDays;
    }

    @DataBoundSetter
    public void setMaxAgeDays(int maxAgeDays) {
        this.maxAgeDays = Math.max(0, maxAgeDays);
    }

    @Override
    public boolean isAutomaticBuild(
            @NonNull SCMSource source,
            @NonNull SCMHead head,
            @NonNull SCMRevision current,
            @CheckForNull SCMRevision lastBuilt,
            @CheckForNull SCMRevision lastSeen,
            @NonNull TaskListener listener) {
        if (!(head instanceof TagSCMHead)) {
            return false;
        }
        Optional<String> refusal = refusal((SCMHead & TagSCMHead) head, current, lastBuilt);
        listener.getLogger()
                .printf(
                        "MLC Wheels: tag %s %s%n",
                        head.getName(),
                        refusal.map(reason -> "is not built: " + reason).orElse("is a release tag and is built"));
        return refusal.isEmpty();
    }

    private <T extends SCMHead & TagSCMHead> Optional<String> refusal(
            T head, SCMRevision current, @CheckForNull SCMRevision lastBuilt) {
        ReleaseTag tag;
        try {
            tag = (tagPattern == null ? TagPattern.STANDARD : TagPattern.of(tagPattern)).parse(head.getName());
        } catch (InvalidReleaseTagException e) {
            return Optional.of("it is not a release tag (" + e.getMessage() + ")");
        }
        if (pattern != null && !matches(head.getName())) {
            return Optional.of("it does not match " + pattern);
        }
        if (!prereleases && tag.isPrerelease()) {
            return Optional.of("it is a pre-release");
        }
        if (current.equals(lastBuilt)) {
            return Optional.of("it was built at the same commit");
        }
        return tooOld(head.getTimestamp());
    }

    private Optional<String> tooOld(long timestamp) {
        if (maxAgeDays == 0) {
            return Optional.empty();
        }
        Duration age = Duration.between(
                Instant.ofEpochMilli(timestamp), Clock.systemUTC().instant());
        return age.compareTo(Duration.ofDays(maxAgeDays)) > 0
                ? Optional.of("it is " + age.toDays() + " days old, and may be " + maxAgeDays)
                : Optional.empty();
    }

    private boolean matches(String name) {
        try {
            return Pattern.matches(pattern, name);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Names the strategy for forms, configuration as code and Job DSL ({@code mlcReleaseTags}). */
    @Extension(optional = true)
    @Symbol("mlcReleaseTags")
    public static final class DescriptorImpl extends BranchBuildStrategyDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ReleaseTagBuildStrategy_displayName();
        }

        /** Refuses what is not a regular expression. */
        @POST
        public FormValidation doCheckPattern(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            try {
                Pattern.compile(value);
                return FormValidation.ok();
            } catch (PatternSyntaxException e) {
                return FormValidation.error("Not a regular expression: " + e.getDescription());
            }
        }

        /** Refuses what is not a form of release tags. */
        @POST
        public FormValidation doCheckTagPattern(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return TagPatternCheck.of(value);
        }

        /** Refuses what is not a number of days. */
        @POST
        public FormValidation doCheckMaxAgeDays(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return FormValidation.validateNonNegativeInteger(value);
        }
    }
}
