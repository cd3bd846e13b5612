package io.jenkins.plugins.mlcwheels.steps;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.scm.BuiltHead;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/**
 * How pip in a build or a test gets at the package index of the configuration. A password is in a file of the agent that
 * only its user can read and that goes with the step, and neither in a variable, an argument, nor a saved state. Whatever
 * a build runs can read it there, so builds of change requests don't get it.
 */
final class IndexAccess {

    /** The words of a netrc file, as every version of Python reads them. */
    private static final Pattern WORD = Pattern.compile("[!-~&&[^\"\\\\]]+");

    private static final int OF_OWNER_ONLY = 0700;
    private static final int READABLE_BY_OWNER_ONLY = 0600;

    private IndexAccess() {}

    /**
     * Variables for pip; none if no index is configured.
     *
     * @param temporary directory on the agent that goes with the step
     * @throws AbortException if the saved address or the credentials can't be used
     */
    @NonNull
    static Map<String, String> variables(
            @NonNull Run<?, ?> run, @NonNull FilePath temporary, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
        Map<String, String> variables = new LinkedHashMap<>();
        String url = settings.getIndexUrl();
        if (url != null) {
            Optional<String> objection = MlcWheelsConfiguration.objectionToIndexUrl(url);
            if (objection.isPresent()) {
                throw new AbortException("The address of the package index can't be used: " + objection.get()
                        + ". Change it under Manage Jenkins, System, MLC Wheels.");
            }
            variables.put("PIP_INDEX_URL", url);
            String id = settings.getIndexCredentialsId();
            if (id != null && BuiltHead.isChangeRequest(run)) {
                listener.getLogger()
                        .println("The credentials of the package index are not given to builds of change requests.");
            } else if (id != null) {
                variables.put("NETRC", netrc(run, temporary, url, id));
            }
        }
        return variables;
    }

    private static String netrc(Run<?, ?> run, FilePath temporary, String url, String id)
            throws IOException, InterruptedException {
        String host = URI.create(url).getHost();
        if (host == null) {
            throw new AbortException("The credentials '" + id + "' can't be used for the package index " + url
                    + ", whose address has no host. Choose no credentials, or another address, under Manage Jenkins,"
                    + " System, MLC Wheels.");
        }
        StandardUsernamePasswordCredentials credentials = credentials(url, id);
        CredentialsProvider.track(run, credentials);
        String name = credentials.getUsername();
        String password = Secret.toString(credentials.getPassword());
        if (!WORD.matcher(name).matches() || !WORD.matcher(password).matches()) {
            throw new AbortException("The credentials '" + id + "' for the package index can't be handed to pip. Use a"
                    + " name and a password without blanks, quotes and backslashes.");
        }
        FilePath directory = temporary.child("index");
        directory.mkdirs();
        directory.chmod(OF_OWNER_ONLY);
        FilePath file = directory.child("netrc");
        file.write("machine " + host + " login " + name + " password " + password + "\n", "UTF-8");
        file.chmod(READABLE_BY_OWNER_ONLY);
        return file.getRemote();
    }

    /** The administrator chose them, so they are looked up as the system, and may be out of the reach of jobs. */
    private static StandardUsernamePasswordCredentials credentials(String url, String id) throws AbortException {
        StandardUsernamePasswordCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardUsernamePasswordCredentials.class,
                        Jenkins.get(),
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(url).build()),
                CredentialsMatchers.withId(id));
        if (found == null) {
            throw new AbortException("There are no credentials '" + id + "' for " + url + ". Choose others under Manage"
                    + " Jenkins, System, MLC Wheels, or add them to the system as username with password.");
        }
        return found;
    }
}
