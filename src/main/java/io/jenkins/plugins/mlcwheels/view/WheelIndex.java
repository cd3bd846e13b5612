package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * An index that pip and uv install from: HTML (PEP 503) and JSON (PEP 691), whichever is asked for. Whoever may not read
 * artifacts gets a 404.
 */
public final class WheelIndex {

    private final IndexedBuilds builds;
    private final String project;

    WheelIndex(@NonNull IndexedBuilds builds) {
        this(builds, "");
    }

    private WheelIndex(IndexedBuilds builds, String project) {
        this.builds = builds;
        this.project = project;
    }

    /** The page of one project; null, which makes a 404, below that. */
    @CheckForNull
    public WheelIndex getDynamic(String name, StaplerRequest2 request, StaplerResponse2 response) {
        return project.isEmpty() && name.matches("[A-Za-z0-9._-]{1,200}") ? new WheelIndex(builds, name) : null;
    }

    /** Sends the page. */
    public void doIndex(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        if (!builds.visible()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (!request.getRequestURI().endsWith("/")) {
            response.sendRedirect(request.getRequestURI() + "/");
            return;
        }
        Accepted form = Accepted.of(request.getHeader("Accept"));
        Map<String, String> pages = builds.index().pages();
        String directory = project.isEmpty()
                ? ""
                : project.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_.]+", "-") + "/";
        String page = pages.get(directory + (form.json() ? "index.json" : "index.html"));
        response.setHeader("Vary", "Accept");
        if (page == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "private, no-cache");
        response.setContentType(form.type() + (form.json() ? "" : ";charset=UTF-8"));
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }
}
