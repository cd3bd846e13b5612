package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.registry.GhcrCatalog;
import io.jenkins.plugins.mlcwheels.engine.registry.ImageRepository;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How GitHub is reached: address, token, proxy and trust. */
final class GitHubConnection {

    /** The one place that a token is taken from, so that it shows in no list of processes. */
    private static final String TOKEN = "GITHUB_TOKEN";

    @Option(
            names = "--api",
            paramLabel = "URL",
            description =
                    "Address of the API of a GitHub Enterprise Server, such as https://github.example.org/api/v3.")
    private URI api;

    @Mixin
    private NetworkOptions network;

    /** @param permission that the token needs, for people */
    GitHubReleaseHost host(
            String repository,
            String permission,
            Map<String, String> environment,
            Timing timing,
            ProgressListener progress)
            throws IOException {
        GitHubRepository target = GitHubRepository.parse(api == null ? GitHubRepository.PUBLIC_API : api, repository);
        return new GitHubReleaseHost(target, options(target.api(), permission, environment), timing, progress);
    }

    /** The way to other servers. */
    NetworkOptions network() {
        return network;
    }

    /** For uploads, with {@code Contents: write}. */
    GitHubReleaseHost uploadHost(
            String repository,
            TransferRate slowest,
            Map<String, String> environment,
            Timing timing,
            ProgressListener progress)
            throws IOException {
        GitHubRepository target = GitHubRepository.parse(api == null ? GitHubRepository.PUBLIC_API : api, repository);
        HttpOptions options =
                options(target.api(), "Contents: write", environment).withMinRate(slowest);
        return new GitHubReleaseHost(target, options, timing, progress);
    }

    /** @param permission that the token needs, for people */
    GhcrCatalog images(
            String repository,
            String permission,
            Map<String, String> environment,
            Timing timing,
            ProgressListener progress)
            throws IOException {
        ImageRepository target = ImageRepository.parse(repository, Optional.ofNullable(api));
        return new GhcrCatalog(target, options(target.api(), permission, environment), timing, progress);
    }

    /** For files that anybody may read; no token is sent. */
    HttpOptions anonymous(String address, Map<String, String> environment) throws IOException {
        return network.options(URI.create(address), () -> "", environment);
    }

    private HttpOptions options(URI server, String permission, Map<String, String> environment) throws IOException {
        String token = environment.getOrDefault(TOKEN, "");
        if (token.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    TOKEN + " is not set",
                    "Put a token with the permission " + permission + " into this environment variable.");
        }
        return network.options(server, () -> token, environment);
    }
}
