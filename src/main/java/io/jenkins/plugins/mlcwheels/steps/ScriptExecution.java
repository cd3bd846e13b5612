package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.mlcwheels.agent.PlannedScript;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.durable_task.ShellStep;

/**
 * Execution of a step that runs one shell script and then works on what the script left behind. The script is durable:
 * it goes on through a restart of the controller and the loss of the agent's connection. It is run by a stock {@code sh}
 * execution that this one owns and that is saved with it:
 *
 * <pre>
 * start() -> script decided -> script runs -> onScriptEnd(code) -> state saved -> work(code) -> success or failure
 *                ^                 ^                                                ^
 *            onResume()        onResume()                                onResume(), return of the agent
 * </pre>
 *
 * The script is decided, and the work is done, on a thread of its own.
 */
abstract class ScriptExecution extends WorkExecution {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ScriptExecution.class.getName());
    private static final long SECONDS_TO_SAVE = 10;

    /** In the environment of the script and of all that it starts: which step of which build of which Jenkins it is. */
    private static final String MARK = "MLC_WHEELS_STEP";

    /** The script that was started. */
    private volatile StepExecution script;

    /** Saved before the script is started, as long as it is not known that it was. */
    private boolean launching;

    private LinkedHashMap<String, String> environment;

    /** Absolute path of a directory on the agent. */
    private volatile String temporary;

    /** The same as it was last reached: the context of a step that has ended may know another agent, or none. */
    @SuppressFBWarnings(value = "SE_TRANSIENT_FIELD_NOT_RESTORED", justification = "the context knows it on resume")
    private transient volatile FilePath reached;

    private volatile boolean scriptEnded;
    private int exitCode;

    ScriptExecution(@NonNull StepContext context) {
        super(context);
    }

    /** Decides what to run; what it throws fails the step. Is asked again if Jenkins ends before the script was started. */
    abstract PlannedScript script() throws IOException, InterruptedException;

    /**
     * Works on what the script left behind; see {@link WorkExecution#work()}.
     *
     * @param code the script's exit code
     */
    abstract Object work(int code) throws IOException, InterruptedException;

    @Override
    final Object work() throws Exception {
        if (scriptEnded) {
            return work(exitCode);
        }
        if (script == null) {
            launch(script());
        } else {
            stopAgain(cause());
        }
        return GOES_ON;
    }

    /** When Jenkins ended, nobody knows whether the script had heard already that it is to stop. */
    private void stopAgain(Throwable why) throws IOException, InterruptedException {
        workspace();
        stopScript(why);
    }

    /** If Jenkins ended while it started the script, what runs of it is ended: nothing would tell of its end. */
    private void launch(PlannedScript decided) throws Exception {
        String mark = mark();
        if (launching) {
            tell("Jenkins ended while it started the script. What runs of it is ended, and it is started again.");
            getContext().get(Launcher.class).kill(Map.of(MARK, mark));
        }
        launching = true;
        save();
        environment = new LinkedHashMap<>(decided.environment());
        environment.put(MARK, mark);
        ShellStep shell = new ShellStep(withEmptyVariables(decided));
        shell.setReturnStatus(true);
        shell.setEncoding("UTF-8");
        StepExecution launched = shell.start(new ScriptContext(this));
        if (cause() != null) {
            // The step has been stopped and may have been cleaned up before the script was decided.
            tidy();
            return;
        }
        launched.start();
        boolean unwanted;
        synchronized (this) {
            script = launched;
            unwanted = cause() != null;
        }
        if (unwanted) {
            launched.stop(cause());
        }
        save();
    }

    private String mark() throws IOException, InterruptedException {
        return Sha256.of(Jenkins.get().getLegacyInstanceId() + " "
                + getContext().get(Run.class).getExternalizableId() + " "
                + getContext().get(FlowNode.class).getId());
    }

    /** Jenkins drops variables that are empty; scripts want them set, so they set them themselves. */
    private static String withEmptyVariables(PlannedScript script) {
        StringBuilder exports = new StringBuilder();
        script.environment().forEach((name, value) -> {
            if (value.isEmpty()) {
                exports.append("export ").append(name).append("=\n");
            }
        });
        int bodyStart = script.text().indexOf('\n') + 1;
        return script.text().substring(0, bodyStart) + exports + script.text().substring(bodyStart);
    }

    @Override
    public final void onResume() {
        if (script == null || scriptEnded) {
            super.onResume();
        } else {
            script.onResume();
            if (cause() != null) {
                submitWork();
            }
        }
    }

    /** A directory on the agent, beside the workspace, that this step has for itself. It is gone when the step ends. */
    final FilePath temporary() throws IOException, InterruptedException {
        FilePath workspace = workspace();
        if (temporary == null) {
            FilePath parent = WorkspaceList.tempDir(workspace);
            if (parent == null) {
                throw new IOException(workspace + " has no directory beside it for temporary files");
            }
            temporary = parent.child(
                            "mlc-wheels-" + getContext().get(FlowNode.class).getId())
                    .getRemote();
        }
        FilePath directory = new FilePath(workspace.getChannel(), temporary);
        reached = directory;
        directory.mkdirs();
        return directory;
    }

    @Override
    final void cleanUp() throws IOException, InterruptedException {
        if (temporary == null) {
            return;
        }
        FilePath known = reached;
        if (known != null) {
            try {
                known.deleteRecursive();
                return;
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "the agent may have been connected anew", e);
            }
        }
        FilePath workspace = getContext().get(FilePath.class);
        if (workspace != null) {
            new FilePath(workspace.getChannel(), temporary).deleteRecursive();
        }
    }

    /** What becomes of the step when it is stopped, for the log. */
    abstract String stopped();

    @Override
    public final void stop(@NonNull Throwable why) {
        tell(stopped());
        boolean running;
        synchronized (this) {
            running = !scriptEnded && script != null;
            stopWork(why);
        }
        if (!running) {
            fail(why);
            return;
        }
        WorkPool.submit(() -> stopScript(why));
    }

    /**
     * Not on the thread that runs the pipeline: ending processes takes minutes where they do not heed it, and as long
     * nothing could be saved. The cause is saved first, or a script that ends while Jenkins is down would count as failed.
     */
    private void stopScript(Throwable why) {
        save();
        try {
            script.stop(why);
        } catch (Exception e) {
            LOGGER.log(Level.FINE, "could not stop the script of " + getContext(), e);
            tidy();
            finish(null, why);
        }
    }

    @Override
    public final String getStatus() {
        if (scriptEnded) {
            return workStatus();
        }
        return script == null ? "preparing" : script.getStatus();
    }

    EnvVars environmentOfScript(EnvVars outer) {
        EnvVars variables = new EnvVars(outer);
        variables.putAll(environment);
        return variables;
    }

    /** Called by the script's execution, on a thread that must neither be held nor see an exception. */
    final void onScriptEnd(int code) {
        synchronized (this) {
            if (cause() == null) {
                exitCode = code;
                scriptEnded = true;
            }
        }
        if (!scriptEnded) {
            fail(cause());
            return;
        }
        save();
        submitWork();
    }

    /**
     * The script's execution deletes its control directory as soon as it has told its end: from then on a restart has to
     * find that the script has ended.
     */
    private void save() {
        try {
            getContext().saveState().get(SECONDS_TO_SAVE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.log(Level.WARNING, "could not save the state of " + getContext(), e);
        }
    }

    final void onScriptFailure(Throwable failure) {
        fail(cause() == null ? failure : cause());
    }
}
