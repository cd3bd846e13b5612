package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.index.IndexDirectory;
import io.jenkins.plugins.mlcwheels.engine.index.IndexSource;
import io.jenkins.plugins.mlcwheels.engine.index.PublishedWheels;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.index.WheelGlobs;
import io.jenkins.plugins.mlcwheels.engine.index.WheelTree;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;

/** Writes the index of published wheels into a directory; returns the names of the projects. */
public final class PublishIndex extends GitHubCallable<ArrayList<String>> {

    private static final long serialVersionUID = 1L;

    private final Order order;

    /**
     * What is indexed where.
     *
     * @param from directory of releases, relative to the workspace or absolute; null for GitHub
     * @param api address of GitHub's API; null for a directory
     * @param repository {@code OWNER/NAME}; null for a directory
     * @param to directory of the index, relative to the workspace or absolute
     * @param leaveOut globs of wheels that are not offered
     * @param allowEmpty whether an index without projects may be written
     */
    public record Order(
            @CheckForNull String from,
            @CheckForNull String api,
            @CheckForNull String repository,
            String to,
            ArrayList<String> leaveOut,
            boolean allowEmpty)
            implements Serializable {}

    public PublishIndex(TaskListener listener, @CheckForNull Secret token, Order order) {
        super(listener, token);
        this.order = order;
    }

    @Override
    ArrayList<String> run(Path workspace, HttpOptions options, Timing timing, ProgressListener progress)
            throws IOException, InterruptedException {
        Path directory = workspace.resolve(order.to()).normalize();
        SimpleIndex index = new IndexDirectory(directory, timing, progress)
                .allowEmpty(order.allowEmpty())
                .refuseEmpty(!order.allowEmpty())
                .write(wheels(workspace, options, timing, progress));
        progress.on(new ProgressListener.Notice(
                "wrote the index of " + index.wheels() + " wheels of "
                        + index.projects().size() + " projects to " + directory,
                false));
        if (!index.ambiguous().isEmpty()) {
            throw new AbortException(
                    "the index " + directory + " was written without names that are there with different bytes;"
                            + " the log above says which\nKeep one of each, or say with leaveOut which not to offer.");
        }
        return new ArrayList<>(index.projects().keySet());
    }

    private IndexSource wheels(Path workspace, HttpOptions options, Timing timing, ProgressListener progress) {
        WheelGlobs leftOut = new WheelGlobs(order.leaveOut());
        if (order.from() != null) {
            return WheelTree.of(workspace.resolve(order.from()).normalize(), progress)
                    .leaveOut(leftOut);
        }
        GitHubRepository place = GitHubRepository.parse(URI.create(order.api()), order.repository());
        return new PublishedWheels(new GitHubReleaseHost(place, options, timing, progress), progress).leaveOut(leftOut);
    }
}
