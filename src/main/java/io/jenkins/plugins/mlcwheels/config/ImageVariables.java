package io.jenkins.plugins.mlcwheels.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentContributor;
import hudson.model.Run;
import hudson.model.TaskListener;

/** Tells pipelines which toolchain images are configured, as MLC_WHEELS_IMAGE_FLAVOUR. */
@Extension
public final class ImageVariables extends EnvironmentContributor {

    @Override
    public void buildEnvironmentFor(@NonNull Run run, @NonNull EnvVars variables, @NonNull TaskListener listener) {
        for (FlavourImage image : MlcWheelsConfiguration.get().getImages()) {
            variables.put(image.variable(), image.getImage());
        }
    }
}
