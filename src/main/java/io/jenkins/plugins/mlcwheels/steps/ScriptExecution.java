package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.durable_task.ShellStep;

/**
 * Execution of a step that runs one shell script and then works on what the script left behind. The script is durable:
 * it goes on through a restart of the controller and the loss of the agent's connection. It is run by a stock {@code sh}
 * execution that this one owns and that is saved with it:
 *
 * <pre>
 * start() -> script runs -> onScriptEnd(code) -> state saved -> work(code) on a pool thread -> success or failure
 *               ^                                                  ^
 *           onResume()                                         onResume(), return of the agent
 * </pre>
 */
abstract class ScriptExecution extends WorkExecution {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ScriptExecution.class.getName());
    private static final long SECONDS_TO_SAVE = 10;

    private StepExecution script;
    private LinkedHashMap<String, String> environment;
    private volatile boolean scriptEnded;
    private int exitCode;

    ScriptExecution(@NonNull StepContext context) {
        super(context);
    }

    /**
     * What to run, decided when the step starts.
     *
     * @param text a script with its own {@code #!} line, free of values from outside
     * @param environment variables that hold these values
     */
    record Script(String text, Map<String, String> environment) {

        /** Jenkins drops variables that are empty; scripts want them set, so they set them themselves. */
        String textWithEmptyVariables() {
            StringBuilder exports = new StringBuilder();
            environment.forEach((name, value) -> {
                if (value.isEmpty()) {
                    exports.append("export ").append(name).append("=\n");
                }
            });
            int bodyStart = text.indexOf('\n') + 1;
            return text.substring(0, bodyStart) + exports + text.substring(bodyStart);
        }
    }

    /** Decides what to run; what it throws fails the step. */
    abstract Script script() throws IOException, InterruptedException;

    /**
     * Works on what the script left behind; see {@link WorkExecution#work()}.
     *
     * @param code the script's exit code
     */
    abstract Object work(int code) throws IOException, InterruptedException;

    @Override
    final Object work() throws IOException, InterruptedException {
        return work(exitCode);
    }

    @Override
    public final boolean start() throws Exception {
        Script decided = script();
        environment = new LinkedHashMap<>(decided.environment());
        ShellStep shell = new ShellStep(decided.textWithEmptyVariables());
        shell.setReturnStatus(true);
        shell.setEncoding("UTF-8");
        script = shell.start(new ScriptContext(this));
        return script.start();
    }

    @Override
    public final void onResume() {
        if (scriptEnded) {
            super.onResume();
        } else if (script != null) {
            script.onResume();
        }
    }

    @Override
    public final void stop(@NonNull Throwable why) throws Exception {
        boolean running;
        synchronized (this) {
            running = !scriptEnded && script != null;
            stopWork(why);
        }
        if (!running) {
            finish(null, why);
            return;
        }
        try {
            script.stop(why);
        } catch (Exception e) {
            finish(null, why);
            throw e;
        }
    }

    @Override
    public final String getStatus() {
        return scriptEnded || script == null ? workStatus() : script.getStatus();
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
            finish(null, cause());
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
        finish(null, cause() == null ? failure : cause());
    }
}
