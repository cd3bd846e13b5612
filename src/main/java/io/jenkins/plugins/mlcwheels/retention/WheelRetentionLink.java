package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/**
 * The page on which an administrator sees which wheels would be deleted by now and why, or why not, and can have that
 * done at once.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class WheelRetentionLink extends ManagementLink implements StaplerProxy {

    /** How many builds one page tells of, and one press of the button deals with. */
    private static final int MOST = 100;

    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return this;
    }

    @Override
    public String getIconFileName() {
        return "symbol-wheel plugin-mlc-wheels";
    }

    @Override
    public String getDisplayName() {
        return Messages.WheelRetentionLink_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.WheelRetentionLink_description();
    }

    @Override
    public String getUrlName() {
        return "wheel-retention";
    }

    @NonNull
    @Override
    public Category getCategory() {
        return Category.TOOLS;
    }

    /** The first builds whose time is over. */
    @NonNull
    public List<WheelOutlook> getOutlook() throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return WheelSweep.get().outlook(MOST);
        }
    }

    /** How many builds there are of which the page does not tell. */
    public int getMore() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return Math.max(0, WheelSweep.get().countOver() - MOST);
        }
    }

    /** How many builds are known to have wheels among their artifacts. */
    public int getKnown() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return WheelSweep.get().countKnown();
    }

    /** Whether what the page tells is being done. */
    public boolean isDeleting() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return WheelSweep.get().isDeleting();
    }

    /** Has done what the page tells, without waiting for it. */
    @POST
    public HttpResponse doApply() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        WheelSweep.get().applySoon(MOST, Jenkins.getAuthentication2().getName());
        return new HttpRedirect(".");
    }
}
