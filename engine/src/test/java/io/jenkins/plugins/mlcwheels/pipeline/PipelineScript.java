package io.jenkins.plugins.mlcwheels.pipeline;

import com.cloudbees.groovy.cps.SerializableScript;

/** Base of every script that {@link PipelineInterpreter} runs: what is not a method of the script is a step. */
public abstract class PipelineScript extends SerializableScript {

    private static final long serialVersionUID = 1L;

    transient PipelineInterpreter interpreter;

    @Override
    public Object invokeMethod(String name, Object arguments) {
        return interpreter.call(name, (Object[]) arguments);
    }
}
