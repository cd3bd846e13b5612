package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.release.PlannedWheel;
import io.jenkins.plugins.mlcwheels.engine.release.Preflight;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All reasons not to begin with a release, asked of the source, the host and the indexes. */
final class ReleaseReadiness {

    private final List<ReleaseProblem> problems = new ArrayList<>();

    /** How an address is reached. */
    interface Network {
        HttpOptions to(String address) throws IOException;
    }

    /** Takes a problem that is known already. */
    void add(Optional<ReleaseProblem> problem) {
        problem.ifPresent(problems::add);
    }

    /** Something that may fail. */
    interface Question<T> {
        T ask() throws IOException;
    }

    /** The answer; empty if it failed with an error that a person can mend, which is a reason then. */
    <T> Optional<T> ask(Question<T> question) throws IOException {
        try {
            return Optional.ofNullable(question.ask());
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.CANCELLED) {
                throw e;
            }
            problems.add(new ReleaseProblem(e.getMessage(), e.suggestion()));
            return Optional.empty();
        }
    }

    /** Whether the host would take the release. */
    void host(PublishRequest request, ReleaseHost host, List<PlannedWheel> planned) throws IOException {
        ask(() -> Preflight.problems(request, host, planned)).ifPresent(problems::addAll);
    }

    /** Whether indexes that pip will ask are there. What has a password in its address is left to pip. */
    void indexes(List<String> addresses, Network network) throws IOException {
        for (String address : addresses) {
            ask(() -> {
                URI uri = URI.create(WebTargets.checked(address));
                if (WebTargets.isAddress(address) && uri.getUserInfo() == null) {
                    return new WebTargets(network.to(address)).read(uri, 1).isPresent() ? null : missing(address);
                }
                return "file".equals(uri.getScheme()) && !isDirectory(uri) ? missing(address) : null;
            });
        }
    }

    private static boolean isDirectory(URI uri) {
        try {
            return Files.isDirectory(Path.of(uri));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return false;
        }
    }

    private static Object missing(String address) {
        throw new EngineException(
                EngineException.Kind.INPUT, "there is no index at " + address, "Correct the address of the index.");
    }

    /** All reasons, in the order in which they were found. */
    List<ReleaseProblem> problems() {
        return List.copyOf(problems);
    }
}
