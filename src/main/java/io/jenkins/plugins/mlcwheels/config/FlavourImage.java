package io.jenkins.plugins.mlcwheels.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import java.util.Locale;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The toolchain image in which wheels of one flavour are compiled. */
public final class FlavourImage implements Describable<FlavourImage> {

    private static final Pattern FLAVOUR = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");
    private static final Pattern BY_DIGEST = Pattern.compile("[^\\s@]+@sha256:[0-9a-f]{64}");

    private final String flavour;
    private final String image;

    @DataBoundConstructor
    public FlavourImage(@NonNull String flavour, @NonNull String image) {
        this.flavour = flavour.trim();
        this.image = image.trim();
    }

    /** Id of the flavour, such as {@code cuda-12.8}. */
    @NonNull
    public String getFlavour() {
        return flavour;
    }

    /** Reference of the image, by digest if it is to stay the same. */
    @NonNull
    public String getImage() {
        return image;
    }

    /** Whether it was read from a file that lacks nothing. */
    boolean isWhole() {
        return flavour != null && image != null;
    }

    /** Name of the environment variable in which pipelines find the image, such as MLC_WHEELS_IMAGE_CUDA_12_8. */
    @NonNull
    String variable() {
        return "MLC_WHEELS_IMAGE_" + flavour.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Names the type for forms and for configuration as code ({@code mlcImage}). */
    @Extension
    @Symbol("mlcImage")
    public static final class DescriptorImpl extends Descriptor<FlavourImage> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.FlavourImage_displayName();
        }

        /** Refuses what can be no flavour. */
        @POST
        public FormValidation doCheckFlavour(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.MANAGE);
            return FLAVOUR.matcher(value.trim()).matches()
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.FlavourImage_notAFlavour());
        }

        /** Warns of a reference without a digest. */
        @POST
        public FormValidation doCheckImage(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.MANAGE);
            if (value.isBlank() || value.trim().contains(" ")) {
                return FormValidation.error(Messages.FlavourImage_imageMissing());
            }
            return BY_DIGEST.matcher(value.trim()).matches()
                    ? FormValidation.ok()
                    : FormValidation.warning(Messages.FlavourImage_noDigest());
        }
    }
}
