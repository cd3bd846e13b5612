package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.FilePath.FileCallable;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.agent.RefusedToken;
import io.jenkins.plugins.mlcwheels.credentials.TokenCredentials;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Execution of a step that works with GitHub from the agent. The token is looked up at every attempt, and once more when
 * GitHub does not take it any longer; it is masked in all that comes back.
 */
abstract class GitHubExecution extends WorkExecution {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_STATUS = 120;

    private final String doing;
    private transient volatile String lastLine;

    /** @param doing what it does, for its status, such as {@code publishing} */
    GitHubExecution(StepContext context, String doing) {
        super(context);
        this.doing = doing;
    }

    /** What is done on the agent, once its token is known. */
    interface Call<T> {
        FileCallable<T> with(TaskListener log, @CheckForNull Secret token);
    }

    /** @param credentialsId null for a call that needs no token */
    final <T> T act(FilePath workspace, @CheckForNull String credentialsId, @CheckForNull String api, Call<T> call)
            throws IOException, InterruptedException {
        Secret token = token(credentialsId, api);
        try {
            return act(workspace, token, call);
        } catch (RefusedToken e) {
            Secret renewed = token(credentialsId, api);
            if (renewed == null || renewed.equals(token)) {
                throw e;
            }
            log(token).getLogger().println("the token was renewed meanwhile; going on with the new one");
            return act(workspace, renewed, call);
        }
    }

    /** The same with a token, or a password of another service, that is known already. */
    final <T> T act(FilePath workspace, @CheckForNull Secret token, Call<T> call)
            throws IOException, InterruptedException {
        try {
            return workspace.act(call.with(log(token), token));
        } catch (RefusedToken e) {
            throw e;
        } catch (AbortException e) {
            throw new AbortException(PublishLog.masked(String.valueOf(e.getMessage()), token));
        }
    }

    @CheckForNull
    final Secret token(@CheckForNull String credentialsId, @CheckForNull String api)
            throws IOException, InterruptedException {
        return credentialsId == null
                ? null
                : TokenCredentials.token(
                        credentialsId, String.valueOf(api), getContext().get(Run.class));
    }

    /** The log of the build, without the token. */
    final TaskListener log(@CheckForNull Secret token) throws IOException, InterruptedException {
        return PublishLog.listener(getContext().get(TaskListener.class), token, line -> lastLine = line);
    }

    @Override
    final String workStatus() {
        String line = lastLine;
        return line == null || line.isEmpty()
                ? doing
                : doing + ": " + line.substring(0, Math.min(LONGEST_STATUS, line.length()));
    }
}
