package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was built.
 *
 * @param repository its address, without user, password and query; see {@link #address}
 * @param ref such as {@code refs/tags/v1.2.0}, if the commit was built for it
 * @param commit 40 or 64 hexadecimal digits
 * @param modified whether files differed from the commit
 */
public record SourceRevision(
        Optional<String> repository, Optional<String> ref, Optional<String> commit, boolean modified) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern REF = Pattern.compile("refs/[!-~]{1,250}");
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/:@]+):(?!//)([^?#\\s]+)");

    /** @throws InvalidBuildRecordException if one of them has another form */
    public SourceRevision {
        Objects.requireNonNull(ref, "ref");
        if (repository.isPresent() && !address(repository.get()).equals(repository)) {
            throw new InvalidBuildRecordException("the repository is not an address, or has a user in it", null);
        }
        if (ref.isPresent() && !REF.matcher(ref.get()).matches()) {
            throw new InvalidBuildRecordException("ref does not begin with refs/", null);
        }
        if (commit.isPresent() && !COMMIT.matcher(commit.get()).matches()) {
            throw new InvalidBuildRecordException("commit is not 40 or 64 hexadecimal digits", null);
        }
    }

    /**
     * The address of a repository as it can be told to anyone: {@code https://...} or {@code ssh://...} without user,
     * password and query; empty for a path of this machine and for what is not an address.
     */
    public static Optional<String> address(String remote) {
        Matcher scp = SCP.matcher(remote);
        String url = scp.matches() && !remote.contains("://") ? "ssh://" + scp.group(1) + "/" + scp.group(2) : remote;
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean told =
                    scheme.equals("https") || scheme.equals("http") || scheme.equals("ssh") || scheme.equals("git");
            if (!told || uri.getHost() == null || url.length() > 2000) {
                return Optional.empty();
            }
            return Optional.of(new URI(
                            scheme,
                            null,
                            uri.getHost().toLowerCase(Locale.ROOT),
                            uri.getPort(),
                            uri.getPath().replaceAll("/{2,}", "/").replaceAll("/$", ""),
                            null,
                            null)
                    .toString());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
