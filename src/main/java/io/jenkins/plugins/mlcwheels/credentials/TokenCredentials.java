package io.jenkins.plugins.mlcwheels.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Credentials that hold a token of GitHub: a secret text, or a user name with the token as password, which GitHub Apps
 * are as well.
 */
public final class TokenCredentials {

    private static final CredentialsMatcher WITH_TOKEN = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));

    private TokenCredentials() {}

    /**
     * The token as it is now, which is another one an hour later for a GitHub App. Its use by the build is recorded.
     *
     * @param api address that it is for, which credentials may be restricted to
     * @throws AbortException if the build has no such credentials
     */
    @NonNull
    public static Secret token(@NonNull String id, @NonNull String api, @NonNull Run<?, ?> run) throws AbortException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, requirements(api));
        // Core's look-up records the use of credentials that are parameters only.
        CredentialsProvider.track(run, found);
        if (found instanceof StringCredentials text) {
            return text.getSecret();
        }
        if (found instanceof StandardUsernamePasswordCredentials password) {
            return password.getPassword();
        }
        throw new AbortException(
                found == null
                        ? "There are no credentials '" + id + "' that this build may use for " + api
                                + ". Add them to the folder of the job or to the system, as secret text or as username"
                                + " with password."
                        : "The credentials '" + id
                                + "' hold no token. Use secret text, username with password, or a GitHub App.");
    }

    /**
     * Who uploads to a package index.
     *
     * @param user {@code __token__} where the credentials are a token alone
     */
    public record Login(@NonNull String user, @NonNull Secret password) {}

    /**
     * User and password as they are now. Their use by the build is recorded.
     *
     * @param address that they are for, which credentials may be restricted to
     * @throws AbortException if the build has no such credentials
     */
    @NonNull
    public static Login login(@NonNull String id, @NonNull String address, @NonNull Run<?, ?> run)
            throws AbortException {
        Secret password = token(id, address, run);
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, requirements(address));
        return new Login(
                found instanceof StandardUsernamePasswordCredentials named ? named.getUsername() : "__token__",
                password);
    }

    /** What a form offers to a user who may see it; others see the current value only. */
    @NonNull
    public static ListBoxModel items(@CheckForNull Item item, @CheckForNull String current, @CheckForNull String api) {
        StandardListBoxModel items = new StandardListBoxModel();
        boolean allowed = item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
        if (!allowed) {
            return items.includeCurrentValue(current);
        }
        return items.includeEmptyValue()
                .includeMatchingAs(
                        item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2,
                        item,
                        StandardCredentials.class,
                        requirements(api),
                        WITH_TOKEN)
                .includeCurrentValue(current);
    }

    private static List<DomainRequirement> requirements(@CheckForNull String api) {
        return URIRequirementBuilder.fromUri(api).build();
    }
}
