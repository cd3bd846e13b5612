package io.jenkins.plugins.mlcwheels.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentContributor;
import hudson.model.Run;
import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/**
 * Tells pipelines what is configured: toolchain images as MLC_WHEELS_IMAGE_FLAVOUR, the cache as MLC_WHEELS_CCACHE.
 * Builds of other kinds get none of it.
 */
@Extension
public final class ImageVariables extends EnvironmentContributor {

    @Override
    public void buildEnvironmentFor(@NonNull Run run, @NonNull EnvVars variables, @NonNull TaskListener listener) {
        if (!(run instanceof FlowExecutionOwner.Executable)) {
            return;
        }
        MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
        for (FlavourImage image : settings.getImages()) {
            variables.put(image.variable(), image.getImage());
        }
        variables.putIfNotNull("MLC_WHEELS_CCACHE", settings.getCcache());
    }
}
