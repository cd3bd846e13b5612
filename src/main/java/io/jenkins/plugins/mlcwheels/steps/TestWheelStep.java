package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import hudson.util.ListBoxModel.Option;
import io.jenkins.plugins.mlcwheels.agent.HashWheels;
import io.jenkins.plugins.mlcwheels.agent.PlanTest;
import io.jenkins.plugins.mlcwheels.agent.PlannedScript;
import io.jenkins.plugins.mlcwheels.agent.TestParameters;
import io.jenkins.plugins.mlcwheels.record.WheelTestRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** Tests wheels as their users get them, each in a fresh virtual environment, and notes that they were tested. */
public final class TestWheelStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String wheels = WheelStepDescriptor.DEFAULT_WHEELS;
    private String command;
    private ArrayList<String> requirements = new ArrayList<>();
    private String python;
    private String source = DescriptorImpl.DEFAULT_SOURCE;
    private ArrayList<String> testSources = new ArrayList<>();
    private String imports = DescriptorImpl.IMPORTS_OF_WHEEL;
    private boolean requireImport;
    private ArrayList<String> extras = new ArrayList<>();
    private ArrayList<String> importNames = new ArrayList<>();
    private ArrayList<String> noImports = new ArrayList<>();
    private ArrayList<String> noScripts = new ArrayList<>();

    @DataBoundConstructor
    public TestWheelStep() {}

    /** Ant pattern of the wheels, relative to the current directory. */
    @NonNull
    public String getWheels() {
        return wheels;
    }

    @DataBoundSetter
    public void setWheels(@CheckForNull String wheels) {
        this.wheels = StepParameters.text(wheels, WheelStepDescriptor.DEFAULT_WHEELS);
    }

    /** Shell command that tests further, in the environment that has the wheel; null for none. */
    @CheckForNull
    public String getCommand() {
        return command;
    }

    @DataBoundSetter
    public void setCommand(@CheckForNull String command) {
        this.command = StepParameters.text(command);
    }

    /** Lines of a requirements file for what the command needs; null for none. */
    @CheckForNull
    public List<String> getRequirements() {
        return StepParameters.orNull(requirements);
    }

    @DataBoundSetter
    public void setRequirements(@CheckForNull List<String> requirements) {
        this.requirements = StepParameters.lines(requirements);
    }

    /** The interpreter of the fresh environments; null for the one that each wheel's tag wants. */
    @CheckForNull
    public String getPython() {
        return python;
    }

    @DataBoundSetter
    public void setPython(@CheckForNull String python) {
        this.python = StepParameters.text(python);
    }

    /** Directory of the package, relative to the current directory. */
    @NonNull
    public String getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(@CheckForNull String source) {
        this.source = StepParameters.text(source, DescriptorImpl.DEFAULT_SOURCE);
    }

    /** Test files and directories that the command gets; null for those of the usual names. */
    @CheckForNull
    public List<String> getTestSources() {
        return StepParameters.orNull(testSources);
    }

    @DataBoundSetter
    public void setTestSources(@CheckForNull List<String> testSources) {
        this.testSources = StepParameters.lines(testSources);
    }

    /** Where the command may import the wheel's modules from: wheel or anywhere. */
    @NonNull
    public String getImports() {
        return imports;
    }

    @DataBoundSetter
    public void setImports(@CheckForNull String imports) {
        this.imports = StepParameters.text(imports, DescriptorImpl.IMPORTS_OF_WHEEL);
    }

    /** Whether the command has to import something of the wheel. */
    public boolean isRequireImport() {
        return requireImport;
    }

    @DataBoundSetter
    public void setRequireImport(boolean requireImport) {
        this.requireImport = requireImport;
    }

    /** Extras of the wheel to install; null for none. */
    @CheckForNull
    public List<String> getExtras() {
        return StepParameters.orNull(extras);
    }

    @DataBoundSetter
    public void setExtras(@CheckForNull List<String> extras) {
        this.extras = StepParameters.lines(extras);
    }

    /** More modules that have to be importable; null for none. */
    @CheckForNull
    public List<String> getImportNames() {
        return StepParameters.orNull(importNames);
    }

    @DataBoundSetter
    public void setImportNames(@CheckForNull List<String> importNames) {
        this.importNames = StepParameters.lines(importNames);
    }

    /** Globs of modules that are not imported; null for none. */
    @CheckForNull
    public List<String> getNoImports() {
        return StepParameters.orNull(noImports);
    }

    @DataBoundSetter
    public void setNoImports(@CheckForNull List<String> noImports) {
        this.noImports = StepParameters.lines(noImports);
    }

    /** Globs of console scripts that are not started; null for none. */
    @CheckForNull
    public List<String> getNoScripts() {
        return StepParameters.orNull(noScripts);
    }

    @DataBoundSetter
    public void setNoScripts(@CheckForNull List<String> noScripts) {
        this.noScripts = StepParameters.lines(noScripts);
    }

    /** Steps that an earlier version saved lack what it did not know. */
    private Object readResolve() {
        testSources = StepParameters.lines(testSources);
        imports = StepParameters.text(imports, DescriptorImpl.IMPORTS_OF_WHEEL);
        extras = StepParameters.lines(extras);
        importNames = StepParameters.lines(importNames);
        noImports = StepParameters.lines(noImports);
        noScripts = StepParameters.lines(noScripts);
        return this;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, this);
    }

    private boolean importsAnywhere() throws AbortException {
        if (!imports.equals(DescriptorImpl.IMPORTS_OF_WHEEL) && !imports.equals(DescriptorImpl.IMPORTS_ANYWHERE)) {
            throw new AbortException("imports is 'wheel' or 'anywhere', not '" + imports + "'");
        }
        return imports.equals(DescriptorImpl.IMPORTS_ANYWHERE);
    }

    private static final class Execution extends ScriptExecution {

        private static final long serialVersionUID = 1L;

        private final TestWheelStep step;
        private LinkedHashMap<String, String> sha256s;
        private String junit;
        private String records;

        Execution(StepContext context, TestWheelStep step) {
            super(context);
            this.step = step;
        }

        @Override
        PlannedScript script() throws IOException, InterruptedException {
            TestParameters parameters = new TestParameters(
                    step.wheels,
                    step.python,
                    step.requirements,
                    step.command,
                    new TestParameters.Sources(
                            step.source, step.testSources, step.importsAnywhere(), step.requireImport),
                    new TestParameters.Checks(step.extras, step.importNames, step.noImports, step.noScripts),
                    temporary().getRemote());
            junit = parameters.junit();
            records = parameters.records();
            PlanTest.Planned planned = workspace().act(new PlanTest(listener(), parameters));
            sha256s = planned.sha256s();
            Run<?, ?> run = getContext().get(Run.class);
            Map<String, String> variables = planned.script().environment();
            variables.putAll(IndexAccess.variables(run, temporary(), listener()));
            // The directory of the compiler cache is one of the host, and is not mounted where a test runs.
            variables.putAll(TrustedCaches.variables(run, temporary(), null));
            return planned.script();
        }

        private TaskListener listener() throws IOException, InterruptedException {
            return getContext().get(TaskListener.class);
        }

        @Override
        Object work(int code) throws IOException, InterruptedException {
            FilePath workspace = workspace();
            TestResults.recordAll(getContext(), new FilePath(workspace.getChannel(), junit));
            if (code != 0) {
                throw ScriptFailure.of("the test", code);
            }
            WheelsAction.recordTested(getContext().get(Run.class), tests(workspace));
            listener()
                    .getLogger()
                    .println(
                            sha256s.size() == 1
                                    ? "1 wheel passed the test."
                                    : sha256s.size() + " wheels passed the test.");
            return null;
        }

        private Map<String, WheelTestRecord> tests(FilePath workspace) throws IOException, InterruptedException {
            Map<String, WheelTestRecord> tests = new LinkedHashMap<>();
            if (records == null) {
                listener()
                        .getLogger()
                        .println("An earlier version of the plugin began this test and left no record of it. The wheels"
                                + " are not marked as tested.");
                return tests;
            }
            FilePath directory = new FilePath(workspace.getChannel(), records);
            for (String sha256 : unchanged(workspace)) {
                tests.put(sha256, AgentTestRecord.read(directory.child(sha256 + ".json"), sha256));
            }
            return tests;
        }

        /** What was there before the test and is there now is what was tested. */
        private Set<String> unchanged(FilePath workspace) throws IOException, InterruptedException {
            Set<String> tested = new HashSet<>(sha256s.values());
            tested.retainAll(workspace
                    .act(new HashWheels(listener(), new ArrayList<>(sha256s.keySet())))
                    .values());
            return tested;
        }

        @Override
        String workStatus() {
            return "recording";
        }

        @Override
        String stopped() {
            return "mlcTestWheel is stopped: its processes are ended and its environment is removed. The wheels are not"
                    + " marked as tested.";
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends WheelStepDescriptor {

        public static final String DEFAULT_SOURCE = ".";
        static final String IMPORTS_OF_WHEEL = "wheel";
        static final String IMPORTS_ANYWHERE = "anywhere";

        @Override
        public String getFunctionName() {
            return "mlcTestWheel";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.TestWheelStep_displayName();
        }

        /** Where a command may import from. */
        @POST
        public ListBoxModel doFillImportsItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(
                    new Option("Only the wheel", IMPORTS_OF_WHEEL),
                    new Option("Anywhere: not proven", IMPORTS_ANYWHERE));
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.getOrDefault("wheels", DEFAULT_WHEELS).toString();
        }
    }
}
