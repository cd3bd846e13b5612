package io.jenkins.plugins.mlcwheels.agent;

import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.index.PublishedWheels;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;

/** Writes the index of all published wheels of a repository into a directory; returns the names of the projects. */
public final class PublishIndex extends GitHubCallable<ArrayList<String>> {

    private static final long serialVersionUID = 1L;

    private final String api;
    private final String repository;
    private final String to;

    /**
     * @param repository {@code OWNER/NAME}
     * @param to directory, relative to the workspace or absolute
     */
    public PublishIndex(TaskListener listener, Secret token, String api, String repository, String to) {
        super(listener, token);
        this.api = api;
        this.repository = repository;
        this.to = to;
    }

    @Override
    ArrayList<String> run(Path workspace, HttpOptions options, Timing timing, ProgressListener progress)
            throws IOException {
        GitHubRepository place = GitHubRepository.parse(URI.create(api), repository);
        GitHubReleaseHost host = new GitHubReleaseHost(place, options, timing, progress);
        SimpleIndex index = SimpleIndex.of(new PublishedWheels(host, progress).read());
        Path directory = workspace.resolve(to).normalize();
        index.writeTo(directory);
        int wheels =
                index.projects().values().stream().mapToInt(list -> list.size()).sum();
        progress.on(new ProgressListener.Notice(
                "wrote the index of " + wheels + " wheels of "
                        + index.projects().size() + " projects to " + directory,
                false));
        return new ArrayList<>(index.projects().keySet());
    }
}
