package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/**
 * Lets the engine work with GitHub. The token travels as a value of this object, over the channel to the agent only, and
 * is never in a file or an argument.
 *
 * @param <T> what comes back; small and serializable
 */
abstract class GitHubCallable<T> extends EngineCallable<T> {

    private static final long serialVersionUID = 1L;

    @CheckForNull
    private final Secret token;

    GitHubCallable(TaskListener listener, @CheckForNull Secret token) {
        super(listener);
        this.token = token;
    }

    abstract T run(Path workspace, HttpOptions options, Timing timing, ProgressListener progress)
            throws IOException, InterruptedException;

    @Override
    final T run(Path workspace, ProgressListener progress) throws IOException, InterruptedException {
        String plain = Secret.toString(token);
        try {
            return run(workspace, HttpOptions.of(() -> plain), Timing.of(Clock.systemUTC(), new Random()), progress);
        } catch (RemoteException e) {
            if (e.reason() != RemoteException.Reason.TOKEN_REFUSED) {
                throw e;
            }
            throw new RefusedToken(StepWords.lines(e));
        }
    }
}
