package io.jenkins.plugins.mlcwheels.steps;

import com.google.common.util.concurrent.ListenableFuture;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.Result;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The context that a script runs in: that of the step that owns it, but its end is told to that step. */
final class ScriptContext extends StepContext {

    private static final long serialVersionUID = 1L;

    private final ScriptExecution owner;

    ScriptContext(ScriptExecution owner) {
        this.owner = owner;
    }

    private StepContext outer() {
        return owner.getContext();
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        T value = outer().get(key);
        return key == EnvVars.class && value != null ? key.cast(owner.environmentOfScript((EnvVars) value)) : value;
    }

    @Override
    public void onSuccess(Object result) {
        owner.onScriptEnd(result instanceof Number code ? code.intValue() : 0);
    }

    @Override
    public void onFailure(@NonNull Throwable failure) {
        owner.onScriptFailure(failure);
    }

    @Override
    public boolean isReady() {
        return outer().isReady();
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return outer().saveState();
    }

    @Override
    public void setResult(Result result) {
        outer().setResult(result);
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        throw new IllegalStateException("a script has no body");
    }

    @Override
    public boolean hasBody() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScriptContext context && context.owner == owner;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(owner);
    }
}
