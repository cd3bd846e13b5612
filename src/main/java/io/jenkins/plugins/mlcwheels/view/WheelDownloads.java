package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.util.VirtualFile;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * The wheels of builds as {@code NUMBER/SHA256/NAME}, right from where artifacts are kept: a store of its own is named to
 * the client, anything else is passed on in pieces. Only for those who may read artifacts; others get a 404.
 */
public final class WheelDownloads {

    private static final Pattern PATH = Pattern.compile("/([1-9][0-9]{0,8})/([0-9a-f]{64})/([^/]{1,300}\\.whl)");

    private final IntFunction<Run<?, ?>> builds;

    /** @param builds from a number to the build of it, or null */
    WheelDownloads(@NonNull IntFunction<Run<?, ?>> builds) {
        this.builds = builds;
    }

    /** Sends a wheel. */
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        Matcher path = PATH.matcher(request.getRestOfPath());
        Run<?, ?> build = path.matches() ? builds.apply(Integer.parseInt(path.group(1))) : null;
        Optional<WheelRecord> wheel = build == null ? Optional.empty() : find(build, path.group(2), path.group(3));
        if (wheel.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String tag = '"' + wheel.get().getSha256() + '"';
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
        String known = request.getHeader("If-None-Match");
        if (known != null && known.contains(tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        send(build.getArtifactManager().root().child(wheel.get().getPath()), wheel.get(), request, response);
    }

    private static Optional<WheelRecord> find(Run<?, ?> build, String sha256, String name) {
        if (!new Artifacts(build, List.of()).visible()) {
            return Optional.empty();
        }
        return WheelsAction.of(build).map(WheelsAction::getWheels).orElse(List.of()).stream()
                .filter(wheel -> wheel.isArchived()
                        && wheel.getSha256().equals(sha256)
                        && wheel.getFileName().equals(name))
                .findFirst();
    }

    private static void send(
            VirtualFile artifact, WheelRecord wheel, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        if (!artifact.isFile()) {
            response.setHeader("ETag", null);
            response.setHeader("Cache-Control", null);
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        URL outside = artifact.toExternalURL();
        if (outside != null) {
            response.setHeader("Cache-Control", "private, no-store");
            response.sendRedirect(outside.toString());
            return;
        }
        try (InputStream in = artifact.open()) {
            response.serveFile(request, in, artifact.lastModified(), 0, artifact.length(), wheel.getFileName());
        }
    }
}
