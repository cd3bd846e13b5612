package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.rest.Refusal;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** What only GitHub can know of whether a tag can be published. */
final class GitHubPreflight {

    private static final String GRANT = "Grant the token \"Contents: read and write\".";

    /** What GitHub says where there are no attestations to be had. */
    private static final Set<Integer> UNATTESTED = Set.of(400, 401, 403, 404, 422);

    private final GitHubRepository repository;
    private final GitHubWire wire;
    private final ProgressListener progress;
    private Optional<GitHubJson.Release> published = Optional.empty();

    GitHubPreflight(GitHubRepository repository, GitHubWire wire, ProgressListener progress) {
        this.repository = repository;
        this.wire = wire;
        this.progress = progress;
    }

    /** The published release of the tag, if {@link #problems} found one. */
    Optional<GitHubJson.Release> published() {
        return published;
    }

    List<ReleaseProblem> problems(ReleaseTag tag) {
        List<ReleaseProblem> problems = new ArrayList<>();
        HttpAnswer answer = wire.send(GitHubCall.get("looking at " + repository, repository.address(""))
                .accepting(404));
        if (answer.status() == 404) {
            RemoteException missing = GitHubWire.notFound(repository);
            return List.of(new ReleaseProblem(missing.getMessage(), missing.suggestion()));
        }
        JsonNode described = GitHubJson.tree(answer);
        if (described.path("archived").asBoolean(false)) {
            problems.add(new ReleaseProblem(repository + " is archived", "Unarchive it first."));
        } else {
            (mayOnlyRead(described) ? Optional.of(GRANT) : refusal(tag.toString()))
                    .ifPresent(remedy ->
                            problems.add(new ReleaseProblem("the token may not write to " + repository, remedy)));
        }
        if (isBurnt(tag.toString())) {
            problems.add(RefusedRelease.burnt(tag.toString()));
        }
        return problems;
    }

    /** Installation tokens are answered with a user's permissions, which say nothing about them. */
    private boolean mayOnlyRead(JsonNode described) {
        JsonNode push = described.path("permissions").path("push");
        return push.isBoolean() && !push.booleanValue() && !wire.transport().isInstallationToken();
    }

    /**
     * Asks for release notes, which GitHub stores nowhere, but writes only for who may write a release. A token with
     * fewer rights than its user shows in nothing that can be read.
     *
     * @see <a href="https://docs.github.com/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens">
     *     Permissions</a>
     */
    private Optional<String> refusal(String tag) {
        byte[] body = GitHubJson.bytes(GitHubJson.object().put("tag_name", tag));
        GitHubCall call =
                GitHubCall.post("asking what the token may do", repository.address("/releases/generate-notes"), body);
        return wire.ask(call)
                .filter(this::isRefused)
                .flatMap(first -> first.status() == 403 ? Optional.of(first) : wire.askAgain(call))
                .filter(this::isRefused)
                .map(answer -> Refusal.of(answer).map(Refusal::remedy).orElse(GRANT));
    }

    private boolean isRefused(HttpAnswer answer) {
        return answer.status() == 403 && !answer.isLimited() || answer.status() == 404 && repository.isPublicHost();
    }

    /**
     * GitHub attests every immutable release for the hash of its tag, and the attestation outlives the release. Where
     * there are no attestations to be had, publishing itself will tell.
     */
    boolean isBurnt(String tag) {
        GitHubCall looking = GitHubCall.get(
                        "looking for " + tag, repository.address("/releases/tags/" + PercentEncoding.encode(tag)))
                .accepting(404);
        published = published(looking.ofUnlikely());
        Optional<String> hash = published.isPresent() ? Optional.empty() : new TagLookup(repository, wire).hash(tag);
        if (hash.isEmpty() || !isAttested(hash.get(), tag)) {
            return false;
        }
        published = published(looking);
        return published.isEmpty();
    }

    private Optional<GitHubJson.Release> published(GitHubCall looking) {
        HttpAnswer answer = wire.send(looking);
        return answer.isGood() ? Optional.of(GitHubJson.release(answer)) : Optional.empty();
    }

    /** What can't be told is no reason to refuse. */
    private boolean isAttested(String hash, String tag) {
        Optional<HttpAnswer> answer = wire.ask(GitHubCall.get(
                "looking for attestations of " + tag,
                repository.address("/attestations/sha1:" + hash + "?predicate_type=release")));
        if (answer.isPresent() && UNATTESTED.contains(answer.get().status())) {
            return false;
        }
        try {
            return attests(GitHubJson.tree(answer.filter(HttpAnswer::isGood).orElseThrow()), tag);
        } catch (NoSuchElementException | RemoteException e) {
            progress.on(new ProgressListener.Notice(
                    repository.host() + " does not tell attestations ("
                            + answer.map(got -> "answered " + got.status()).orElse("no answer")
                            + "): only publishing will tell whether a deleted immutable release used the tag " + tag,
                    true));
            return false;
        }
    }

    private static boolean attests(JsonNode answer, String tag) {
        for (JsonNode attestation : answer.path("attestations")) {
            String payload = attestation
                    .path("bundle")
                    .path("dsseEnvelope")
                    .path("payload")
                    .asText("");
            try {
                String statement = new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
                if (statement.contains("\"" + tag + "\"") || statement.contains("@" + tag + "\"")) {
                    return true;
                }
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        return false;
    }
}
