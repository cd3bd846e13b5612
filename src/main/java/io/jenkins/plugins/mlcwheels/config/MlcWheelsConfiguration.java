package io.jenkins.plugins.mlcwheels.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformName;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
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

    /** The platform of upstream's wheels, on whatever architecture an agent has. */
    public static final String DEFAULT_PLATFORM = "manylinux_2_28";

    private static final Logger LOGGER = Logger.getLogger(MlcWheelsConfiguration.class.getName());

    private String platform;
    private List<FlavourImage> images = new ArrayList<>();
    private String ccache;
    private String indexUrl;
    private String indexCredentialsId;
    private boolean implicitLibrary;
    private Integer retentionDays;

    /** Made by Jenkins, once; loads what was saved. */
    public MlcWheelsConfiguration() {
        load();
        objectionToIndexUrl(indexUrl)
                .ifPresent(reason -> LOGGER.log(
                        Level.WARNING,
                        "The address of the package index that is saved can''t be used: {0}. Change it under Manage Jenkins,"
                                + " System, MLC Wheels.",
                        reason));
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
        return images == null
                ? List.of()
                : images.stream().filter(FlavourImage::isWhole).toList();
    }

    @DataBoundSetter
    public void setImages(@CheckForNull List<FlavourImage> images) {
        this.images = images == null ? new ArrayList<>() : new ArrayList<>(images);
        save();
    }

    /** Directory on the agents that keeps the compiler cache, absolute; null for none. */
    @CheckForNull
    public String getCcache() {
        return ccache;
    }

    /** @throws IllegalArgumentException unless it is an absolute path */
    @DataBoundSetter
    public void setCcache(@CheckForNull String ccache) {
        String given = Util.fixEmptyAndTrim(ccache);
        refuse("ccache", objectionToCcache(given));
        this.ccache = given;
        save();
    }

    /** Package index from which builds and tests install, without a password; null for pip's own. */
    @CheckForNull
    public String getIndexUrl() {
        return indexUrl;
    }

    /** @throws IllegalArgumentException unless it is an address without user and password */
    @DataBoundSetter
    public void setIndexUrl(@CheckForNull String indexUrl) {
        String given = Util.fixEmptyAndTrim(indexUrl);
        refuse("indexUrl", objectionToIndexUrl(given));
        this.indexUrl = given;
        save();
    }

    /** Id of the user name and password with which builds and tests read the package index; null for none. */
    @CheckForNull
    public String getIndexCredentialsId() {
        return indexCredentialsId;
    }

    @DataBoundSetter
    public void setIndexCredentialsId(@CheckForNull String indexCredentialsId) {
        this.indexCredentialsId = Util.fixEmptyAndTrim(indexCredentialsId);
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

    /**
     * Takes all of the form or, if a value can't be used, nothing of it: what was configured before stays then, in memory
     * as on the disk.
     */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        if (!form.has("images")) {
            // A form from which the last image was deleted says nothing about images.
            form.put("images", new JSONArray());
        }
        check(form);
        Runnable restore = restorer();
        boolean done = false;
        try (BulkChange change = new BulkChange(this)) {
            super.configure(request, form);
            change.commit();
            done = true;
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done) {
                restore.run();
            }
        }
    }

    /** What a setter would refuse, the form hears by field. */
    private static void check(JSONObject form) throws FormException {
        Map<String, Function<String, Optional<String>>> checks = Map.of(
                "ccache", MlcWheelsConfiguration::objectionToCcache,
                "indexUrl", MlcWheelsConfiguration::objectionToIndexUrl);
        for (Map.Entry<String, Function<String, Optional<String>>> check : checks.entrySet()) {
            Optional<String> objection = check.getValue().apply(Util.fixEmptyAndTrim(form.optString(check.getKey())));
            if (objection.isPresent()) {
                throw new FormException("MLC Wheels: " + objection.get(), check.getKey());
            }
        }
        try {
            RetentionDays.checked(
                    Integer.parseInt(form.optString("retentionDays", "0").trim()));
        } catch (IllegalArgumentException e) {
            throw new FormException(
                    "MLC Wheels: give 1 to " + RetentionDays.MOST + " days to keep wheels for, or 0 for ever",
                    "retentionDays");
        }
    }

    /** Brings back what is configured now. */
    private Runnable restorer() {
        String oldPlatform = platform;
        List<FlavourImage> oldImages = images;
        String oldCcache = ccache;
        String oldIndexUrl = indexUrl;
        String oldIndexCredentialsId = indexCredentialsId;
        boolean oldImplicitLibrary = implicitLibrary;
        Integer oldRetentionDays = retentionDays;
        return () -> {
            platform = oldPlatform;
            images = oldImages;
            ccache = oldCcache;
            indexUrl = oldIndexUrl;
            indexCredentialsId = oldIndexCredentialsId;
            implicitLibrary = oldImplicitLibrary;
            retentionDays = oldRetentionDays;
        };
    }

    private static void refuse(String setting, Optional<String> objection) {
        objection.ifPresent(reason -> {
            throw new IllegalArgumentException(setting + ": " + reason);
        });
    }

    private static Optional<String> objectionToCcache(@CheckForNull String ccache) {
        return ccache == null || ccache.startsWith("/")
                ? Optional.empty()
                : Optional.of("give the absolute path of a directory on the agents");
    }

    /**
     * Why an address of a package index can't be used; empty if it can. An earlier version may have saved such a one.
     * Does not repeat the address, which may have a password in it.
     */
    @NonNull
    public static Optional<String> objectionToIndexUrl(@CheckForNull String indexUrl) {
        if (indexUrl == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(indexUrl);
            // Java calls an authority that it can't take apart a registry's, and then tells no user.
            String authority = uri.getRawAuthority();
            if (authority != null && authority.indexOf('@') >= 0) {
                return Optional.of(
                        "a user or a password does not belong into an address that is saved as text; choose credentials instead");
            }
            if (uri.getScheme() == null || !List.of("https", "http", "file").contains(uri.getScheme())) {
                return Optional.of("give an address that begins with https://");
            }
            return uri.getHost() == null && !uri.getScheme().equals("file")
                    ? Optional.of("give an address with the name of a host, of letters, digits, '-' and '.'")
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("not an address: " + e.getReason());
        }
    }

    private static FormValidation validation(Optional<String> objection) {
        return objection
                .map(reason -> FormValidation.error(
                        reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1) + "."))
                .orElseGet(FormValidation::ok);
    }

    /** Refuses what is not a number of days. */
    @POST
    public FormValidation doCheckRetentionDays(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return RetentionDays.check(value);
    }

    /** Refuses what is not a platform, and lists those that there are. */
    @POST
    public FormValidation doCheckPlatform(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        String name = Util.fixEmptyAndTrim(value);
        try {
            if (name != null && !name.equals(PlatformName.AUTO)) {
                PlatformName.parse(name);
            }
            return FormValidation.ok();
        } catch (EngineException e) {
            return FormValidation.error(StepWords.sentence(e));
        }
    }

    /** Refuses a path that is not absolute. */
    @POST
    public FormValidation doCheckCcache(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return validation(objectionToCcache(Util.fixEmptyAndTrim(value)));
    }

    /** User names with passwords of the system; for who may not choose among them, only what is chosen already. */
    @POST
    public ListBoxModel doFillIndexCredentialsIdItems(
            @QueryParameter String indexUrl, @QueryParameter String indexCredentialsId) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        StandardListBoxModel items = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return items.includeCurrentValue(indexCredentialsId);
        }
        return items.includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StandardUsernamePasswordCredentials.class,
                        URIRequirementBuilder.fromUri(indexUrl).build(),
                        CredentialsMatchers.always())
                .includeCurrentValue(indexCredentialsId);
    }

    /** Refuses what is not an address, and one with a password in it. */
    @POST
    public FormValidation doCheckIndexUrl(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return validation(objectionToIndexUrl(Util.fixEmptyAndTrim(value)));
    }
}
