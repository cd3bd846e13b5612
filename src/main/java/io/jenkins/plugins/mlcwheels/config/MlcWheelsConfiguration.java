package io.jenkins.plugins.mlcwheels.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What steps take where a pipeline says nothing, and whether the library is loaded by itself. */
@Extension
@Symbol("mlcWheels")
public final class MlcWheelsConfiguration extends GlobalConfiguration {

    /** The platform of upstream's wheels. */
    public static final String DEFAULT_PLATFORM = "manylinux_2_28_x86_64";

    private String platform;
    private List<FlavourImage> images = new ArrayList<>();
    private String ccache;
    private String indexUrl;
    private boolean implicitLibrary;
    private Integer retentionDays;

    /** Made by Jenkins, once; loads what was saved. */
    public MlcWheelsConfiguration() {
        load();
    }

    /** The one configuration of this Jenkins. */
    @NonNull
    public static MlcWheelsConfiguration get() {
        return ExtensionList.lookupSingleton(MlcWheelsConfiguration.class);
    }

    /** The platform that wheels are repaired for. */
    @NonNull
    public String getPlatform() {
        return platform == null ? DEFAULT_PLATFORM : platform;
    }

    @DataBoundSetter
    public void setPlatform(@CheckForNull String platform) {
        String given = Util.fixEmptyAndTrim(platform);
        this.platform = DEFAULT_PLATFORM.equals(given) ? null : given;
        save();
    }

    /** The toolchain image of each flavour. */
    @NonNull
    public List<FlavourImage> getImages() {
        return images == null ? List.of() : images;
    }

    @DataBoundSetter
    public void setImages(@CheckForNull List<FlavourImage> images) {
        this.images = images == null ? new ArrayList<>() : new ArrayList<>(images);
        save();
    }

    /** Directory on the agents that keeps the compiler cache; null for none. */
    @CheckForNull
    public String getCcache() {
        return ccache;
    }

    @DataBoundSetter
    public void setCcache(@CheckForNull String ccache) {
        this.ccache = Util.fixEmptyAndTrim(ccache);
        save();
    }

    /** Package index from which builds and tests install; null for pip's own. */
    @CheckForNull
    public String getIndexUrl() {
        return indexUrl;
    }

    @DataBoundSetter
    public void setIndexUrl(@CheckForNull String indexUrl) {
        this.indexUrl = Util.fixEmptyAndTrim(indexUrl);
        save();
    }

    /** Whether every pipeline has the library without asking for it. */
    public boolean isImplicitLibrary() {
        return implicitLibrary;
    }

    @DataBoundSetter
    public void setImplicitLibrary(boolean implicitLibrary) {
        this.implicitLibrary = implicitLibrary;
        save();
    }

    /** After how many days wheels of builds that are no releases leave the artifacts; 0: never. */
    public int getRetentionDays() {
        return retentionDays == null ? RetentionDays.DEFAULT : retentionDays;
    }

    /** @throws IllegalArgumentException unless it is 0 to {@link RetentionDays#MOST} */
    @DataBoundSetter
    public void setRetentionDays(int retentionDays) {
        int checked = RetentionDays.checked(retentionDays);
        this.retentionDays = checked == RetentionDays.DEFAULT ? null : checked;
        save();
    }

    /** A form from which the last image was deleted says nothing about images. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        try (BulkChange change = new BulkChange(this)) {
            setImages(List.of());
            boolean done = super.configure(request, form);
            change.commit();
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses what is no number of days. */
    @POST
    public FormValidation doCheckRetentionDays(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return RetentionDays.check(value);
    }

    /** Refuses what can be no platform tag of manylinux or musllinux. */
    @POST
    public FormValidation doCheckPlatform(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return value.isBlank() || value.trim().matches("(many|musl)linux_\\d+_\\d+_[a-z0-9_]+")
                ? FormValidation.ok()
                : FormValidation.error("A platform tag is such as manylinux_2_28_x86_64.");
    }

    /** Refuses a path that is not absolute. */
    @POST
    public FormValidation doCheckCcache(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return value.isBlank() || value.trim().startsWith("/")
                ? FormValidation.ok()
                : FormValidation.error("Give an absolute path on the agents.");
    }

    /** Refuses what is no address, and one with a password in it. */
    @POST
    public FormValidation doCheckIndexUrl(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        if (value.isBlank()) {
            return FormValidation.ok();
        }
        try {
            URI uri = new URI(value.trim());
            if (uri.getUserInfo() != null) {
                return FormValidation.error("A password does not belong into an address that every build prints.");
            }
            return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) || "file".equals(uri.getScheme())
                    ? FormValidation.ok()
                    : FormValidation.error("Give an address that begins with https://");
        } catch (URISyntaxException e) {
            return FormValidation.error("Not an address: " + e.getReason());
        }
    }
}
