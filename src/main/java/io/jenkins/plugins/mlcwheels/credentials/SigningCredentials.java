package io.jenkins.plugins.mlcwheels.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
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
import io.jenkins.plugins.mlcwheels.engine.provenance.PemKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.SigningKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.UnusableKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Credentials that hold a private key to sign with: a secret file or a secret text, which has a PEM (PKCS#8). The key is
 * used on the controller and is in no object that can be serialized.
 */
public final class SigningCredentials {

    private static final int LARGEST = 64 << 10;

    private static final CredentialsMatcher WITH_KEY = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(FileCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class));

    private SigningCredentials() {}

    /**
     * The key. Its use by the build is recorded.
     *
     * @throws AbortException if the build may use no such credentials, or they have no key; repeats nothing of it
     */
    @NonNull
    public static SigningKey key(@NonNull String id, @NonNull Run<?, ?> run) throws IOException, InterruptedException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException("there are no credentials '" + id
                    + "' to sign with that this build may use\nAdd them to the folder of the job or to the system, as"
                    + " secret file or secret text.");
        }
        return key(found, run);
    }

    /**
     * The key that the administrator chose for all jobs. It is looked up as the system, and may be out of the reach of
     * jobs. Its use by the build is recorded.
     *
     * @throws AbortException if the system has no such credentials, or they have no key; repeats nothing of it
     */
    @NonNull
    public static SigningKey systemKey(@NonNull String id, @NonNull Run<?, ?> run)
            throws IOException, InterruptedException {
        StandardCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of()),
                CredentialsMatchers.withId(id));
        if (found == null) {
            throw new AbortException("the system has no credentials '" + id
                    + "' to sign with\nChoose others under Manage Jenkins, System, MLC Wheels, or add them to the"
                    + " system, as secret file or secret text.");
        }
        return key(found, run);
    }

    private static SigningKey key(StandardCredentials found, Run<?, ?> run) throws IOException, InterruptedException {
        String id = found.getId();
        CredentialsProvider.track(run, found);
        String pem = pem(found);
        if (pem.contains("ENCRYPTED")) {
            throw new AbortException("the key in the credentials '" + id
                    + "' has a passphrase\nJenkins encrypts credentials itself. Store the key without a passphrase:"
                    + " openssl pkcs8 -in FILE -out NEW");
        }
        try {
            return PemKey.parse(pem, new char[0]);
        } catch (UnusableKeyException e) {
            throw new AbortException(
                    "the credentials '" + id + "' can't sign: " + e.getMessage() + "\n" + e.suggestion());
        }
    }

    private static String pem(StandardCredentials found) throws IOException, InterruptedException {
        if (found instanceof StringCredentials text) {
            return Secret.toString(text.getSecret());
        }
        if (found instanceof FileCredentials file) {
            try (InputStream in = file.getContent()) {
                return new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1);
            }
        }
        throw new AbortException("the credentials '" + found.getId()
                + "' hold no key\nUse a secret file or a secret text with a private key in PEM (PKCS#8).");
    }

    /** What a form offers to a user who may see it; others see the current value only. */
    @NonNull
    public static ListBoxModel items(@CheckForNull Item item, @CheckForNull String current) {
        StandardListBoxModel items = new StandardListBoxModel();
        boolean allowed = item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
        String value = current == null ? "" : current;
        if (!allowed) {
            return items.includeCurrentValue(value);
        }
        items.includeEmptyValue();
        if (item == null) {
            items.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), WITH_KEY);
        } else {
            items.includeMatchingAs(
                    item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2,
                    item,
                    StandardCredentials.class,
                    List.of(),
                    WITH_KEY);
        }
        return items.includeCurrentValue(value);
    }
}
