package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.scm.BuiltHead;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps caches apart by trust. What a change request compiles or downloads may be anything, so its builds have caches of
 * their own, below the directory {@code changes} of the compiler cache; builds of branches and tags never read these.
 */
final class TrustedCaches {

    private static final String OF_CHANGES = "/changes";

    private TrustedCaches() {}

    /**
     * The directory of the compiler cache for a build.
     *
     * @param directory as it is configured; null for none
     */
    @CheckForNull
    static String compilers(@NonNull Run<?, ?> run, @CheckForNull String directory) {
        return directory == null || !BuiltHead.isChangeRequest(run) ? directory : directory + OF_CHANGES;
    }

    /**
     * Variables that lead the caches of programs away from those of the agent's user; none for trusted builds.
     *
     * @param temporary directory on the agent that goes with the step, for caches where no directory is configured
     * @param directory of the compiler cache, as it is configured; null for none
     */
    @NonNull
    static Map<String, String> variables(
            @NonNull Run<?, ?> run, @NonNull FilePath temporary, @CheckForNull String directory)
            throws IOException, InterruptedException {
        Map<String, String> variables = new LinkedHashMap<>();
        if (BuiltHead.isChangeRequest(run)) {
            boolean kept = directory != null && directory.startsWith("/");
            String place =
                    kept ? directory + OF_CHANGES : temporary.child("caches").getRemote();
            variables.put("PIP_CACHE_DIR", place + "/pip");
            variables.put("UV_CACHE_DIR", place + "/uv");
            variables.put("SCCACHE_DIR", place + "/sccache");
            if (directory == null) {
                variables.put("CCACHE_DIR", place + "/ccache");
            }
        }
        return variables;
    }
}
