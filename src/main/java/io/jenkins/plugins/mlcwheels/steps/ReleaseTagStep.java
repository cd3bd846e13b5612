package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidTagPatternException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.scm.ProjectTags;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Reads a release tag by the rule of {@link ReleaseTag}, which the build strategy, publishing and the command line follow
 * as well. It proves nothing: {@code mlcPublishRelease} asks source control.
 */
public final class ReleaseTagStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String tag;
    private String tagPattern;

    @DataBoundConstructor
    public ReleaseTagStep() {}

    /** The tag to read; null: what the variable TAG_NAME says. */
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

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, tag, tagPattern);
    }

    private static final class Execution extends SynchronousStepExecution<Map<String, Object>> {

        private static final long serialVersionUID = 1L;

        private final String tag;
        private final String tagPattern;

        Execution(StepContext context, @CheckForNull String tag, @CheckForNull String tagPattern) {
            super(context);
            this.tag = tag;
            this.tagPattern = tagPattern;
        }

        @Override
        protected Map<String, Object> run() throws IOException, InterruptedException {
            String name = tag == null ? getContext().get(EnvVars.class).get("TAG_NAME", "") : tag;
            if (name.isEmpty()) {
                return null;
            }
            try {
                ReleaseTag read =
                        ProjectTags.of(getContext().get(Run.class), tagPattern).parse(name);
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("tag", read.toString());
                result.put("version", read.pep440().toString());
                result.put("prerelease", read.isPrerelease());
                return result;
            } catch (InvalidTagPatternException e) {
                throw new AbortException(StepWords.sentence(e));
            } catch (InvalidReleaseTagException e) {
                getContext().get(TaskListener.class).getLogger().println("No release tag: " + e.getMessage());
                return null;
            }
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "mlcReleaseTag";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ReleaseTagStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(EnvVars.class, Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object tag = arguments.get("tag");
            return tag == null ? null : tag.toString();
        }
    }
}
