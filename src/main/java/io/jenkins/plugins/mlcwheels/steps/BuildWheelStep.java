package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.ListBoxModel.Option;
import io.jenkins.plugins.mlcwheels.agent.AgentWheel;
import io.jenkins.plugins.mlcwheels.agent.BuildParameters;
import io.jenkins.plugins.mlcwheels.agent.PlanBuild;
import io.jenkins.plugins.mlcwheels.agent.PlannedScript;
import io.jenkins.plugins.mlcwheels.agent.RepairWheels;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.engine.build.Flavour;
import io.jenkins.plugins.mlcwheels.engine.build.FlavourCatalog;
import io.jenkins.plugins.mlcwheels.engine.build.InvalidBuildRequestException;
import io.jenkins.plugins.mlcwheels.engine.build.TimeLimit;
import io.jenkins.plugins.mlcwheels.scm.BuiltTag;
import io.jenkins.plugins.mlcwheels.scm.ProjectTags;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Builds a wheel where it stands, repairs it, audits it, and archives and records what comes out. */
public final class BuildWheelStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String source = DescriptorImpl.DEFAULT_SOURCE;
    private String flavour = Flavour.DEFAULT;
    private String python;
    private String platform;
    private String channel = DescriptorImpl.DEFAULT_CHANNEL;
    private String version;
    private String tagPattern;
    private ArrayList<String> cmake = new ArrayList<>();
    private ArrayList<String> configSettings = new ArrayList<>();
    private ArrayList<String> environment = new ArrayList<>();
    private String beforeBuild;
    private int jobs;
    private String ccache;
    private String pure = DescriptorImpl.DEFAULT_PURE;
    private String timeout;
    private ArrayList<String> excludes = new ArrayList<>();
    private boolean useOwnLibraries;
    private boolean disableIsaExtCheck;
    private String wheelhouse = WheelStepDescriptor.DEFAULT_WHEELHOUSE;
    private boolean archive = true;
    private String auditFailure = AuditFailure.FAILURE.id();

    @DataBoundConstructor
    public BuildWheelStep() {}

    /** Directory of the source tree, relative to the current directory. */
    @NonNull
    public String getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(@CheckForNull String source) {
        this.source = StepParameters.text(source, DescriptorImpl.DEFAULT_SOURCE);
    }

    /** Id of the flavour to build, such as {@code cuda-12.8}. */
    @NonNull
    public String getFlavour() {
        return flavour;
    }

    @DataBoundSetter
    public void setFlavour(@CheckForNull String flavour) {
        this.flavour = StepParameters.text(flavour, Flavour.DEFAULT);
    }

    /** The interpreter whose pip builds; null: {@code python3}, in a manylinux image the newest. */
    @CheckForNull
    public String getPython() {
        return python;
    }

    @DataBoundSetter
    public void setPython(@CheckForNull String python) {
        this.python = StepParameters.text(python);
    }

    /** Platform tag to repair for, or {@code auto}; null: that of the configuration. */
    @CheckForNull
    public String getPlatform() {
        return platform;
    }

    @DataBoundSetter
    public void setPlatform(@CheckForNull String platform) {
        this.platform = StepParameters.text(platform);
    }

    /** {@code stable} or {@code nightly}. */
    @NonNull
    public String getChannel() {
        return channel;
    }

    @DataBoundSetter
    public void setChannel(@CheckForNull String channel) {
        this.channel = StepParameters.text(channel, DescriptorImpl.DEFAULT_CHANNEL);
    }

    /** Version of the wheel (PEP 440); null: from the tag, or from {@code git describe}. */
    @CheckForNull
    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(@CheckForNull String version) {
        this.version = StepParameters.text(version);
    }

    /** Form of the project's release tags, such as <code>{version}</code>; null: as the project's build strategy or {@code pyproject.toml} says. */
    @CheckForNull
    public String getTagPattern() {
        return tagPattern;
    }

    @DataBoundSetter
    public void setTagPattern(@CheckForNull String tagPattern) {
        this.tagPattern = StepParameters.text(tagPattern);
    }

    /** Lines of CMake beside those of the flavour; null for none. */
    @CheckForNull
    public List<String> getCmake() {
        return StepParameters.orNull(cmake);
    }

    @DataBoundSetter
    public void setCmake(@CheckForNull List<String> cmake) {
        this.cmake = StepParameters.lines(cmake);
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

    /** Variables for the build, each {@code NAME=VALUE}; null for none. */
    @CheckForNull
    public List<String> getEnvironment() {
        return StepParameters.orNull(environment);
    }

    @DataBoundSetter
    public void setEnvironment(@CheckForNull List<String> environment) {
        this.environment = StepParameters.lines(environment);
    }

    /** Shell command that runs in the copy of the tree before the build; null for none. */
    @CheckForNull
    public String getBeforeBuild() {
        return beforeBuild;
    }

    @DataBoundSetter
    public void setBeforeBuild(@CheckForNull String beforeBuild) {
        this.beforeBuild = StepParameters.text(beforeBuild);
    }

    /** How many compilers run at once; 0: one per processor. */
    public int getJobs() {
        return jobs;
    }

    @DataBoundSetter
    public void setJobs(int jobs) {
        this.jobs = Math.max(0, jobs);
    }

    /** Directory of the compiler cache; null: that of the configuration. */
    @CheckForNull
    public String getCcache() {
        return ccache;
    }

    @DataBoundSetter
    public void setCcache(@CheckForNull String ccache) {
        this.ccache = StepParameters.text(ccache);
    }

    /** {@code refuse} or {@code allow}: what becomes of a wheel without native code of a project that has some. */
    @NonNull
    public String getPure() {
        // Steps that were saved before there was this parameter have none.
        return pure == null ? DescriptorImpl.DEFAULT_PURE : pure;
    }

    @DataBoundSetter
    public void setPure(@CheckForNull String pure) {
        this.pure = StepParameters.text(pure, DescriptorImpl.DEFAULT_PURE);
    }

    /** How long the build may take, such as {@code 90m}; null: any time. */
    @CheckForNull
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(@CheckForNull String timeout) {
        this.timeout = StepParameters.text(timeout);
    }

    /** Patterns of SONAMEs that are never put into the wheel; null for none beside those of the flavour. */
    @CheckForNull
    public List<String> getExcludes() {
        return StepParameters.orNull(excludes);
    }

    @DataBoundSetter
    public void setExcludes(@CheckForNull List<String> excludes) {
        this.excludes = StepParameters.lines(excludes);
    }

    /** Whether files find the libraries that the wheel has, instead of getting copies of them. */
    public boolean isUseOwnLibraries() {
        return useOwnLibraries;
    }

    @DataBoundSetter
    public void setUseOwnLibraries(boolean useOwnLibraries) {
        this.useOwnLibraries = useOwnLibraries;
    }

    /** Whether files may need more of the processor than the baseline of its architecture. */
    public boolean isDisableIsaExtCheck() {
        return disableIsaExtCheck;
    }

    @DataBoundSetter
    public void setDisableIsaExtCheck(boolean disableIsaExtCheck) {
        this.disableIsaExtCheck = disableIsaExtCheck;
    }

    /** Directory for the finished wheels, relative to the current directory. */
    @NonNull
    public String getWheelhouse() {
        return wheelhouse;
    }

    @DataBoundSetter
    public void setWheelhouse(@CheckForNull String wheelhouse) {
        this.wheelhouse = StepParameters.text(wheelhouse, WheelStepDescriptor.DEFAULT_WHEELHOUSE);
    }

    /** Whether the wheels become artifacts of the build. */
    public boolean isArchive() {
        return archive;
    }

    @DataBoundSetter
    public void setArchive(boolean archive) {
        this.archive = archive;
    }

    /** Id of an {@link AuditFailure}: what a failed audit does to the build. */
    @NonNull
    public String getAuditFailure() {
        return auditFailure;
    }

    @DataBoundSetter
    public void setAuditFailure(@CheckForNull String auditFailure) {
        this.auditFailure = StepParameters.text(auditFailure, AuditFailure.FAILURE.id());
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        AuditFailure.of(auditFailure);
        return new Execution(context, this);
    }

    private static final class Execution extends ScriptExecution {

        private static final long serialVersionUID = 1L;

        private final BuildWheelStep step;
        private String dist;
        private String libraries;
        private ArrayList<String> excludes;

        Execution(StepContext context, BuildWheelStep step) {
            super(context);
            this.step = step;
        }

        @Override
        PlannedScript script() throws IOException, InterruptedException {
            BuildParameters parameters = parameters(temporary().getRemote());
            dist = parameters.dist();
            libraries = parameters.libraries();
            PlanBuild.Planned planned =
                    workspace().act(new PlanBuild(getContext().get(TaskListener.class), parameters));
            excludes = planned.excludes();
            return planned.script();
        }

        private BuildParameters parameters(String work) throws IOException, InterruptedException {
            MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
            Run<?, ?> run = getContext().get(Run.class);
            ArrayList<String> environment = new ArrayList<>();
            IndexAccess.variables(run, temporary(), getContext().get(TaskListener.class))
                    .forEach((name, value) -> environment.add(name + "=" + value));
            environment.addAll(step.environment);
            return new BuildParameters(
                    step.source,
                    step.flavour,
                    step.python,
                    step.channel,
                    step.version,
                    BuiltTag.name(run).orElse(null),
                    ProjectTags.given(run, step.tagPattern).orElse(null),
                    step.cmake,
                    step.configSettings,
                    environment,
                    step.beforeBuild,
                    step.jobs,
                    step.ccache == null ? settings.getCcache() : step.ccache,
                    step.excludes,
                    step.wheelhouse,
                    platform(),
                    step.getPure(),
                    step.timeout,
                    work);
        }

        private String platform() {
            return step.platform == null ? MlcWheelsConfiguration.get().getPlatform() : step.platform;
        }

        @Override
        Object work(int code) throws IOException, InterruptedException {
            if (code != 0) {
                throw ScriptFailure.of("the build", code);
            }
            FilePath workspace = workspace();
            TaskListener listener = getContext().get(TaskListener.class);
            List<AgentWheel> wheels = workspace.act(new RepairWheels(
                            listener, dist, libraries, step.wheelhouse, platform(), excludes, step.disableIsaExtCheck)
                    .given(step.excludes)
                    .useOwnLibraries(step.useOwnLibraries));
            return new WheelGate(getContext(), workspace)
                    .flavour(step.flavour)
                    .archive(step.archive)
                    .take(wheels, AuditFailure.of(step.auditFailure));
        }

        @Override
        String workStatus() {
            return "repairing and auditing";
        }

        @Override
        String stopped() {
            return "mlcBuildWheel is stopped: its processes are ended and its copy of the source is removed. The"
                    + " checkout is as it was.";
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends WheelStepDescriptor {

        public static final String DEFAULT_SOURCE = ".";
        public static final String DEFAULT_CHANNEL = "stable";
        public static final String DEFAULT_PURE = "refuse";

        @Override
        public String getFunctionName() {
            return "mlcBuildWheel";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.BuildWheelStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object flavour = arguments.getOrDefault("flavour", Flavour.DEFAULT);
            Object source = arguments.getOrDefault("source", DEFAULT_SOURCE);
            return source.equals(DEFAULT_SOURCE) ? flavour.toString() : source + ", " + flavour;
        }

        /** Names of flavours are no secret. */
        @POST
        public ListBoxModel doFillFlavourItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            ListBoxModel items = new ListBoxModel();
            FlavourCatalog.builtIn().flavours().forEach(flavour -> items.add(flavour.description(), flavour.id()));
            return items;
        }

        /** Names of channels are no secret. */
        @POST
        public ListBoxModel doFillChannelItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(new Option("stable"), new Option("nightly"));
        }

        /** Names of choices are no secret. */
        @POST
        public ListBoxModel doFillPureItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(new Option("refuse"), new Option("allow"));
        }

        /** Refuses what is not a time, unless it has a variable in it. */
        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            if (value.isBlank() || value.contains("$")) {
                return FormValidation.ok();
            }
            try {
                TimeLimit.parse(value.trim());
                return FormValidation.ok();
            } catch (InvalidBuildRequestException e) {
                return FormValidation.error(StepWords.sentence(e));
            }
        }

        /** Refuses what is not a number from 0. */
        @POST
        public FormValidation doCheckJobs(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return FormValidation.validateNonNegativeInteger(value);
        }

        /** Refuses a directory outside the workspace. */
        @POST
        public FormValidation doCheckWheelhouse(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return value.startsWith("/") || value.contains("..")
                    ? FormValidation.error(Messages.BuildWheelStep_outsideWorkspace())
                    : FormValidation.ok();
        }
    }
}
