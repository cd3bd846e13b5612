package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import hudson.util.ListBoxModel.Option;
import io.jenkins.plugins.mlcwheels.agent.BuildParameters;
import io.jenkins.plugins.mlcwheels.agent.MatrixSelection;
import io.jenkins.plugins.mlcwheels.agent.PlanMatrix;
import io.jenkins.plugins.mlcwheels.agent.PlannedCell;
import io.jenkins.plugins.mlcwheels.agent.PlannedScript;
import io.jenkins.plugins.mlcwheels.scm.BuiltTag;
import io.jenkins.plugins.mlcwheels.scm.ProjectTags;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** Reads the configuration of the source tree where it stands, and returns the builds of its matrix. */
public final class PlanStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String source = BuildWheelStep.DescriptorImpl.DEFAULT_SOURCE;
    private String config;
    private String flavour;
    private ArrayList<String> build = new ArrayList<>();
    private ArrayList<String> skip = new ArrayList<>();
    private ArrayList<String> archs = new ArrayList<>();
    private ArrayList<String> enable = new ArrayList<>();
    private ArrayList<String> only = new ArrayList<>();
    private boolean allowEmpty;
    private String channel = BuildWheelStep.DescriptorImpl.DEFAULT_CHANNEL;
    private String version;
    private String tagPattern;
    private ArrayList<String> configSettings = new ArrayList<>();
    private ArrayList<String> agents = new ArrayList<>();
    private boolean here = true;

    @DataBoundConstructor
    public PlanStep() {}

    /** Directory of the source tree, relative to the current directory. */
    @NonNull
    public String getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(@CheckForNull String source) {
        this.source = StepParameters.text(source, BuildWheelStep.DescriptorImpl.DEFAULT_SOURCE);
    }

    /** File with the table, relative to the current directory; null: the project's own. */
    @CheckForNull
    public String getConfig() {
        return config;
    }

    @DataBoundSetter
    public void setConfig(@CheckForNull String config) {
        this.config = StepParameters.text(config);
    }

    /** The one flavour to plan; null: those of the configuration. */
    @CheckForNull
    public String getFlavour() {
        return flavour;
    }

    @DataBoundSetter
    public void setFlavour(@CheckForNull String flavour) {
        this.flavour = StepParameters.text(flavour);
    }

    /** Patterns of the identifiers to build; null: as the configuration says. */
    @CheckForNull
    public List<String> getBuild() {
        return StepParameters.orNull(build);
    }

    @DataBoundSetter
    public void setBuild(@CheckForNull List<String> build) {
        this.build = StepParameters.lines(build);
    }

    /** Patterns of the identifiers to leave out; null: as the configuration says. */
    @CheckForNull
    public List<String> getSkip() {
        return StepParameters.orNull(skip);
    }

    @DataBoundSetter
    public void setSkip(@CheckForNull List<String> skip) {
        this.skip = StepParameters.lines(skip);
    }

    /** Architectures; null: as the configuration says. */
    @CheckForNull
    public List<String> getArchs() {
        return StepParameters.orNull(archs);
    }

    @DataBoundSetter
    public void setArchs(@CheckForNull List<String> archs) {
        this.archs = StepParameters.lines(archs);
    }

    /** Groups to enable beside those of the configuration; null for none. */
    @CheckForNull
    public List<String> getEnable() {
        return StepParameters.orNull(enable);
    }

    @DataBoundSetter
    public void setEnable(@CheckForNull List<String> enable) {
        this.enable = StepParameters.lines(enable);
    }

    /** Exactly these identifiers; null: as the patterns say. */
    @CheckForNull
    public List<String> getOnly() {
        return StepParameters.orNull(only);
    }

    @DataBoundSetter
    public void setOnly(@CheckForNull List<String> only) {
        this.only = StepParameters.lines(only);
    }

    /** Whether it is no error if nothing is selected. */
    public boolean isAllowEmpty() {
        return allowEmpty;
    }

    @DataBoundSetter
    public void setAllowEmpty(boolean allowEmpty) {
        this.allowEmpty = allowEmpty;
    }

    /** {@code stable} or {@code nightly}. */
    @NonNull
    public String getChannel() {
        return channel;
    }

    @DataBoundSetter
    public void setChannel(@CheckForNull String channel) {
        this.channel = StepParameters.text(channel, BuildWheelStep.DescriptorImpl.DEFAULT_CHANNEL);
    }

    /** Version of the wheels (PEP 440); null: from the tag, or from {@code git describe}. */
    @CheckForNull
    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(@CheckForNull String version) {
        this.version = StepParameters.text(version);
    }

    /** Form of the project's release tags; null: as the project's build strategy or {@code pyproject.toml} says. */
    @CheckForNull
    public String getTagPattern() {
        return tagPattern;
    }

    @DataBoundSetter
    public void setTagPattern(@CheckForNull String tagPattern) {
        this.tagPattern = StepParameters.text(tagPattern);
    }

    /** Settings for the build backend, each {@code KEY=VALUE}; null for none. */
    @CheckForNull
    public List<String> getConfigSettings() {
        return StepParameters.orNull(configSettings);
    }

    @DataBoundSetter
    public void setConfigSettings(@CheckForNull List<String> configSettings) {
        this.configSettings = StepParameters.lines(configSettings);
    }

    /** Labels of the agents for architectures, each {@code ARCH=LABEL}; null for none. */
    @CheckForNull
    public List<String> getAgents() {
        return StepParameters.orNull(agents);
    }

    @DataBoundSetter
    public void setAgents(@CheckForNull List<String> agents) {
        this.agents = StepParameters.lines(agents);
    }

    /** Whether builds are left out whose Python is not where the step stands. */
    public boolean isHere() {
        return here;
    }

    @DataBoundSetter
    public void setHere(boolean here) {
        this.here = here;
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        labels();
        return new Execution(context, this);
    }

    /** Labels of agents by architecture. */
    private Map<String, String> labels() throws AbortException {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String line : agents) {
            int equals = line.indexOf('=');
            if (equals < 1 || equals == line.length() - 1) {
                throw new AbortException("agents: '" + line + "' is not ARCH=LABEL, such as aarch64=arm64");
            }
            labels.put(
                    line.substring(0, equals).trim(), line.substring(equals + 1).trim());
        }
        return labels;
    }

    private static final class Execution extends ScriptExecution {

        private static final long serialVersionUID = 1L;

        private final PlanStep step;

        Execution(StepContext context, PlanStep step) {
            super(context);
            this.step = step;
        }

        @Override
        PlannedScript script() throws IOException, InterruptedException {
            if (!step.here) {
                return null;
            }
            PlannedScript search = plan(null).search();
            if (search != null) {
                said().delete();
                search.environment().put(MatrixEnvironment.SAID, said().getRemote());
            }
            return search;
        }

        private FilePath said() throws IOException, InterruptedException {
            return temporary().child("said");
        }

        private PlanMatrix.Planned plan(@CheckForNull String said) throws IOException, InterruptedException {
            Run<?, ?> run = getContext().get(Run.class);
            BuildParameters parameters = BuildParameters.ofPlan(
                    step.source,
                    step.channel,
                    step.version,
                    BuiltTag.name(run).orElse(null),
                    ProjectTags.given(run, step.tagPattern).orElse(null),
                    step.configSettings);
            MatrixSelection selection = new MatrixSelection(
                    step.config,
                    step.flavour,
                    step.build,
                    step.skip,
                    step.archs,
                    step.enable,
                    step.only,
                    step.allowEmpty,
                    MatrixEnvironment.of(getContext().get(EnvVars.class)));
            TaskListener listener = getContext().get(TaskListener.class);
            return workspace()
                    .act(new PlanMatrix(
                            listener,
                            parameters,
                            selection,
                            new ArrayList<>(step.labels().keySet()),
                            said));
        }

        @Override
        Object work(int code) throws IOException, InterruptedException {
            if (code != 0) {
                throw new AbortException("the search for Pythons failed (exit code " + code + ")");
            }
            boolean searched = step.here && said().exists();
            PlanMatrix.Planned planned = plan(searched ? said().getRemote() : null);
            ArrayList<Map<String, Object>> builds = new ArrayList<>();
            if (!planned.matrix()) {
                builds.add(PlannedCell.single(step.flavour));
                tell("There is no matrix: one wheel is built.");
                return builds;
            }
            Map<String, String> labels = step.labels();
            for (PlannedCell cell : planned.cells()) {
                builds.add(cell.toMap(labels.get(cell.arch())));
                tell("  " + cell.line());
            }
            return builds;
        }

        @Override
        String workStatus() {
            return "planning";
        }

        @Override
        String stopped() {
            return "mlcPlan is stopped.";
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends WheelStepDescriptor {

        @Override
        public String getFunctionName() {
            return "mlcPlan";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PlanStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object flavour = arguments.get("flavour");
            Object source = arguments.getOrDefault("source", BuildWheelStep.DescriptorImpl.DEFAULT_SOURCE);
            return flavour == null ? source.toString() : source + ", " + flavour;
        }

        /** Names of channels are no secret. */
        @POST
        public ListBoxModel doFillChannelItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(new Option("stable"), new Option("nightly"));
        }
    }
}
