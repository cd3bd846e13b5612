package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Execution of a step whose work blocks, on a thread of its own and with the rights of the build. The work is done again
 * from its beginning after a restart of the controller, and when a lost agent has come back, so it has to be such that
 * doing it twice is doing it once.
 */
abstract class WorkExecution extends StepExecution {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(WorkExecution.class.getName());

    /** How long the work waits for an agent that was lost, as {@code sh} does by default. */
    private static final long AGENT_RETURNS_WITHIN_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final long SECONDS_BETWEEN_ATTEMPTS = 5;

    /** What {@link #work} returns when something that it started will end the step. */
    static final Object GOES_ON = new Object();

    private transient boolean finished;
    private transient Throwable cause;

    /** The cause as far as it can be saved, so that a step that is ending when Jenkins ends is stopped afterwards, too. */
    private FlowInterruptedException interruption;

    @SuppressFBWarnings(value = "SE_TRANSIENT_FIELD_NOT_RESTORED", justification = "work is begun anew on resume")
    private transient Future<?> work;

    @SuppressFBWarnings(value = "SE_TRANSIENT_FIELD_NOT_RESTORED", justification = "the wait begins anew on resume")
    private transient long agentLostSince;

    WorkExecution(@NonNull StepContext context) {
        super(context);
    }

    /**
     * Does the work, on a thread that may block and is interrupted on abort.
     *
     * @return the step's value, or {@link #GOES_ON}
     */
    abstract Object work() throws Exception;

    /** Removes what the step does not leave behind. Called when the work has ended the step; may block. */
    void cleanUp() throws IOException, InterruptedException {}

    /** A few words in lower case about what {@link #work} is doing. */
    abstract String workStatus();

    @Override
    public boolean start() throws Exception {
        submitWork();
        return false;
    }

    @Override
    public void onResume() {
        super.onResume();
        Throwable why = cause();
        if (why == null) {
            submitWork();
        } else {
            WorkPool.submit(() -> {
                tidy();
                finish(null, why);
            });
        }
    }

    @Override
    public void stop(@NonNull Throwable why) throws Exception {
        stopWork(why);
        fail(why);
    }

    /** Ends the step at once, on a thread that must not be held, and cleans up on another. */
    final void fail(Throwable failure) {
        finish(null, failure);
        WorkPool.submit(this::tidy);
    }

    @Override
    public String getStatus() {
        return workStatus();
    }

    /** Remembers why the step is to end, and interrupts the work if it is being done. */
    final synchronized void stopWork(Throwable why) {
        cause = why;
        interruption = why instanceof FlowInterruptedException flow ? flow : null;
        if (work != null) {
            work.cancel(true);
        }
    }

    /** Why the step is to end; null if it isn't. */
    final synchronized Throwable cause() {
        return cause == null ? interruption : cause;
    }

    final synchronized void submitWork() {
        if (!finished) {
            work = WorkPool.submit(this::doWork);
        }
    }

    private void doWork() {
        try (ACLContext ignored = ACL.as2(getContext().get(FlowExecution.class).getAuthentication2())) {
            Object value = work();
            if (value != GOES_ON) {
                tidy();
                finish(value, null);
            }
        } catch (Throwable failure) {
            if (isTerminating()) {
                LOGGER.log(Level.FINE, "left to be done after the restart", failure);
            } else if (AgentLoss.isCauseOf(failure) && mayReturn(failure)) {
                Timer.get().schedule(this::submitWork, SECONDS_BETWEEN_ATTEMPTS, TimeUnit.SECONDS);
            } else {
                tidy();
                finish(null, failure);
            }
        }
    }

    /** Leftovers are no reason for a failure. */
    final void tidy() {
        // Work that was interrupted because the step is stopped still cleans up.
        boolean interrupted = Thread.interrupted();
        try {
            cleanUp();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "could not clean up after " + getContext(), e);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isTerminating() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        return jenkins == null || jenkins.isTerminating() || WorkPool.isShutDown();
    }

    private boolean mayReturn(Throwable failure) {
        long now = System.nanoTime();
        if (agentLostSince == 0) {
            agentLostSince = now;
            tell("The agent was lost (" + (failure instanceof AgentLoss ? failure.getMessage() : failure)
                    + "); waiting for it to come back.");
        }
        return now - agentLostSince < AGENT_RETURNS_WITHIN_NANOS;
    }

    final void tell(String line) {
        try {
            getContext().get(TaskListener.class).getLogger().println(line);
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, line, e);
        }
    }

    /**
     * The workspace as it can be reached now.
     *
     * @throws AgentLoss if its agent is away, upon which the work is done again when it is back
     */
    final FilePath workspace() throws IOException, InterruptedException {
        FilePath workspace;
        try {
            workspace = getContext().get(FilePath.class);
        } catch (IOException e) {
            throw new AgentLoss(String.valueOf(e.getMessage()), e);
        }
        if (workspace == null) {
            throw new AgentLoss("its workspace can't be reached", null);
        }
        agentLostSince = 0;
        return workspace;
    }

    /** Ends the step, once; later calls change nothing. */
    final void finish(Object value, Throwable failure) {
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
        }
        if (failure == null) {
            getContext().onSuccess(value);
        } else {
            getContext().onFailure(failure);
        }
    }
}
