package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.ListBoxModel.Option;
import io.jenkins.plugins.mlcwheels.agent.PublishOrder;
import io.jenkins.plugins.mlcwheels.credentials.SigningCredentials;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidTagPatternException;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.scm.TagPatternCheck;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Publishes the wheels of a build as a release: whole, or not at all. The build of a tag in a multibranch project on
 * GitHub needs no parameters.
 */
public final class PublishReleaseStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String wheels;
    private String tag;
    private String tagPattern;
    private String commit;
    private String repository;
    private String credentialsId;
    private String apiUri;
    private String notes;
    private String notesFile;
    private String to;
    private ArrayList<String> expect = new ArrayList<>();
    private boolean generateNotes;
    private boolean amend;
    private boolean clobber;
    private boolean allowLinuxTag;
    private boolean draftOnly;
    private boolean dryRun;
    private Boolean prerelease;
    private Boolean makeLatest;
    private boolean requireTests = true;
    private boolean allowUnproven;
    private String channel = DescriptorImpl.DEFAULT_CHANNEL;
    private String nightlyTag = DescriptorImpl.DEFAULT_NIGHTLY_TAG;
    private String nightlyKind;
    private boolean takeOver;
    private int parallelUploads = DescriptorImpl.DEFAULT_PARALLEL_UPLOADS;
    private String minRate = DescriptorImpl.DEFAULT_MIN_RATE;
    private String signWith;

    @DataBoundConstructor
    public PublishReleaseStep() {}

    /** Ant pattern of the wheels, relative to the current directory; null: all that the build recorded. */
    @CheckForNull
    public String getWheels() {
        return wheels;
    }

    @DataBoundSetter
    public void setWheels(@CheckForNull String wheels) {
        this.wheels = StepParameters.text(wheels);
    }

    /** The release tag; null: the one that is built. */
    @CheckForNull
    public String getTag() {
        return tag;
    }

    @DataBoundSetter
    public void setTag(@CheckForNull String tag) {
        this.tag = StepParameters.text(tag);
    }

    /** Form of the project's release tags, such as <code>{version}</code>; null: as the project's build strategy says. */
    @CheckForNull
    public String getTagPattern() {
        return tagPattern;
    }

    @DataBoundSetter
    public void setTagPattern(@CheckForNull String tagPattern) {
        this.tagPattern = StepParameters.text(tagPattern);
    }

    /** The commit that was built; null: the one that Jenkins checked out for the tag. */
    @CheckForNull
    public String getCommit() {
        return commit;
    }

    @DataBoundSetter
    public void setCommit(@CheckForNull String commit) {
        this.commit = StepParameters.text(commit);
    }

    /** {@code OWNER/NAME} on GitHub; null: that of the multibranch project. */
    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = StepParameters.text(repository);
    }

    /** Id of the credentials whose token publishes; null: those of the multibranch project. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = StepParameters.text(credentialsId);
    }

    /** Address of GitHub's API; null: that of the multibranch project, or of github.com. */
    @CheckForNull
    public String getApiUri() {
        return apiUri;
    }

    @DataBoundSetter
    public void setApiUri(@CheckForNull String apiUri) {
        this.apiUri = StepParameters.text(apiUri);
    }

    /** Text of the release notes; null for none. */
    @CheckForNull
    public String getNotes() {
        return notes;
    }

    @DataBoundSetter
    public void setNotes(@CheckForNull String notes) {
        this.notes = StepParameters.text(notes);
    }

    /** File of the release notes, relative to the current directory; null for none. */
    @CheckForNull
    public String getNotesFile() {
        return notesFile;
    }

    @DataBoundSetter
    public void setNotesFile(@CheckForNull String notesFile) {
        this.notesFile = StepParameters.text(notesFile);
    }

    /** Directory to publish into, instead of GitHub; null for GitHub. */
    @CheckForNull
    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(@CheckForNull String to) {
        this.to = StepParameters.text(to);
    }

    /** Globs, each of which has to match the file name of a wheel. */
    @CheckForNull
    public List<String> getExpect() {
        return StepParameters.orNull(expect);
    }

    @DataBoundSetter
    public void setExpect(@CheckForNull List<String> expect) {
        this.expect = StepParameters.lines(expect);
    }

    /** Whether GitHub's own notes are added. */
    public boolean isGenerateNotes() {
        return generateNotes;
    }

    @DataBoundSetter
    public void setGenerateNotes(boolean generateNotes) {
        this.generateNotes = generateNotes;
    }

    /** Whether a published release may be added to. */
    public boolean isAmend() {
        return amend;
    }

    @DataBoundSetter
    public void setAmend(boolean amend) {
        this.amend = amend;
    }

    /** Whether files of the same name with other bytes are replaced. */
    public boolean isClobber() {
        return clobber;
    }

    @DataBoundSetter
    public void setClobber(boolean clobber) {
        this.clobber = clobber;
    }

    /** Whether wheels with a linux tag are taken, which are not known to run on other machines. */
    public boolean isAllowLinuxTag() {
        return allowLinuxTag;
    }

    @DataBoundSetter
    public void setAllowLinuxTag(boolean allowLinuxTag) {
        this.allowLinuxTag = allowLinuxTag;
    }

    /** Whether the release stays a draft, complete and verified. */
    public boolean isDraftOnly() {
        return draftOnly;
    }

    @DataBoundSetter
    public void setDraftOnly(boolean draftOnly) {
        this.draftOnly = draftOnly;
    }

    /** Whether the plan is only printed. */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Whether only wheels are published that this build has tested. */
    public boolean isRequireTests() {
        return requireTests;
    }

    @DataBoundSetter
    public void setRequireTests(boolean requireTests) {
        this.requireTests = requireTests;
    }

    /** Whether wheels are published too whose test allowed imports from anywhere. */
    public boolean isAllowUnproven() {
        return allowUnproven;
    }

    @DataBoundSetter
    public void setAllowUnproven(boolean allowUnproven) {
        this.allowUnproven = allowUnproven;
    }

    /** Null: as the tag says. */
    @CheckForNull
    public Boolean getPrerelease() {
        return prerelease;
    }

    @DataBoundSetter
    public void setPrerelease(@CheckForNull Boolean prerelease) {
        this.prerelease = prerelease;
    }

    /** Null: if no stable release is higher. */
    @CheckForNull
    public Boolean getMakeLatest() {
        return makeLatest;
    }

    @DataBoundSetter
    public void setMakeLatest(@CheckForNull Boolean makeLatest) {
        this.makeLatest = makeLatest;
    }

    /** {@code stable}, or {@code nightly} for a pre-release that comes and goes. */
    @NonNull
    public String getChannel() {
        // Steps that were saved before there was this parameter have none.
        return channel == null ? DescriptorImpl.DEFAULT_CHANNEL : channel;
    }

    @DataBoundSetter
    public void setChannel(@CheckForNull String channel) {
        this.channel = StepParameters.text(channel, DescriptorImpl.DEFAULT_CHANNEL);
    }

    /** The tag of nightlies that moves, or that those of single nightlies begin with. */
    @NonNull
    public String getNightlyTag() {
        return nightlyTag == null ? DescriptorImpl.DEFAULT_NIGHTLY_TAG : nightlyTag;
    }

    @DataBoundSetter
    public void setNightlyTag(@CheckForNull String nightlyTag) {
        this.nightlyTag = StepParameters.text(nightlyTag, DescriptorImpl.DEFAULT_NIGHTLY_TAG);
    }

    /** {@code moving} or {@code dated}; null for what is possible. */
    @CheckForNull
    public String getNightlyKind() {
        return nightlyKind;
    }

    @DataBoundSetter
    public void setNightlyKind(@CheckForNull String nightlyKind) {
        this.nightlyKind = StepParameters.text(nightlyKind);
    }

    /** Whether the tag of nightlies may be that of a version. */
    public boolean isTakeOver() {
        return takeOver;
    }

    @DataBoundSetter
    public void setTakeOver(boolean takeOver) {
        this.takeOver = takeOver;
    }

    /** What makes a nightly of it; null for the release of a version. */
    @CheckForNull
    PublishOrder.Nightly nightly() {
        return getChannel().equals("nightly") ? new PublishOrder.Nightly(nightlyKind, takeOver) : null;
    }

    /** How many files are sent at once, 1 to 32. */
    public int getParallelUploads() {
        return parallelUploads;
    }

    @DataBoundSetter
    public void setParallelUploads(int parallelUploads) {
        this.parallelUploads = Math.max(1, Math.min(DescriptorImpl.MOST_PARALLEL_UPLOADS, parallelUploads));
    }

    /** Bytes per second below which uploads are given up, all together or alone, such as {@code 20k}. */
    public String getMinRate() {
        // Steps that were saved before there was this parameter have none.
        return minRate == null ? DescriptorImpl.DEFAULT_MIN_RATE : minRate;
    }

    @DataBoundSetter
    public void setMinRate(@CheckForNull String minRate) {
        String given = StepParameters.text(minRate);
        this.minRate = given == null ? DescriptorImpl.DEFAULT_MIN_RATE : given;
    }

    /** Id of the credentials with the key that signs; empty: nothing is signed; null: as folder or system say. */
    @CheckForNull
    public String getSignWith() {
        return signWith;
    }

    @DataBoundSetter
    public void setSignWith(@CheckForNull String signWith) {
        this.signWith = signWith == null ? null : signWith.trim();
    }

    @Override
    public StepExecution start(StepContext context) {
        return new PublishReleaseExecution(context, this);
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends GitHubStepDescriptor {

        static final int DEFAULT_PARALLEL_UPLOADS = 4;
        static final int MOST_PARALLEL_UPLOADS = 32;
        static final String DEFAULT_MIN_RATE = "100k";
        static final String DEFAULT_CHANNEL = "stable";
        static final String DEFAULT_NIGHTLY_TAG = "nightly";

        @Override
        public String getFunctionName() {
            return "mlcPublishRelease";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PublishReleaseStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object tag = arguments.get("tag");
            return tag == null ? null : tag.toString();
        }

        /** The credentials that the asker may use here; for others only the id that stands in the form already. */
        @POST
        public ListBoxModel doFillSignWithItems(@AncestorInPath Item item, @QueryParameter String signWith) {
            return SigningCredentials.items(item, signWith);
        }

        /** A choice that is left to the step unless it is made. */
        @POST
        public ListBoxModel doFillPrereleaseItems() {
            return choice("As the tag says");
        }

        /** A choice that is left to the step unless it is made. */
        @POST
        public ListBoxModel doFillMakeLatestItems() {
            return choice("If no stable release is higher");
        }

        /** What is published. */
        @POST
        public ListBoxModel doFillChannelItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(
                    new Option("The release of a version", "stable"), new Option("A nightly", "nightly"));
        }

        /** How nightlies are kept. */
        @POST
        public ListBoxModel doFillNightlyKindItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(
                    new Option("Moving, unless releases are immutable", ""),
                    new Option("All on one pre-release", "moving"),
                    new Option("Each on a pre-release of its own", "dated"));
        }

        private static ListBoxModel choice(String byDefault) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(new Option(byDefault, ""), new Option("Yes", "true"), new Option("No", "false"));
        }

        /** Refuses what is not a form of release tags. */
        @POST
        public FormValidation doCheckTagPattern(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return TagPatternCheck.of(value);
        }

        /** Refuses what is not a rate, unless it has a variable in it. */
        @POST
        public FormValidation doCheckMinRate(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            if (value.isBlank() || value.contains("$")) {
                return FormValidation.ok();
            }
            try {
                TransferRate.parse(value);
                return FormValidation.ok();
            } catch (EngineException e) {
                return FormValidation.error(StepWords.sentence(e));
            }
        }

        /** Refuses what is not a release tag, unless it has a variable in it. */
        @POST
        public FormValidation doCheckTag(@QueryParameter String value, @QueryParameter String tagPattern) {
            Jenkins.get().checkPermission(Jenkins.READ);
            if (value.isBlank() || value.contains("$")) {
                return FormValidation.ok();
            }
            try {
                String pattern = StepParameters.text(tagPattern);
                (pattern == null ? TagPattern.STANDARD : TagPattern.of(pattern)).parse(value.trim());
                return FormValidation.ok();
            } catch (InvalidReleaseTagException | InvalidTagPatternException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
