package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What only GitHub can know of whether a tag can be published. */
final class GitHubPreflight {

    private final GitHubRepository repository;
    private final GitHubWire wire;

    GitHubPreflight(GitHubRepository repository, GitHubWire wire) {
        this.repository = repository;
        this.wire = wire;
    }

    List<ReleaseProblem> problems(ReleaseTag tag) {
        List<ReleaseProblem> problems = new ArrayList<>();
        HttpAnswer answer = wire.send(GitHubCall.get("looking at " + repository, repository.address(""))
                .accepting(404));
        if (answer.status() == 404) {
            return List.of(new ReleaseProblem(
                    RepositoryNotFoundException.message(repository),
                    RepositoryNotFoundException.suggestion(repository)));
        }
        JsonNode described = GitHubJson.tree(answer);
        if (described.path("archived").asBoolean(false)) {
            problems.add(new ReleaseProblem(repository + " is archived", "Unarchive it first."));
        } else if (mayOnlyRead(described) || mayNotWrite(tag.toString())) {
            problems.add(new ReleaseProblem(
                    "the token may not write to " + repository, "Give it the permission Contents: write."));
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
    private boolean mayNotWrite(String tag) {
        byte[] body = GitHubJson.bytes(GitHubJson.object().put("tag_name", tag));
        return wire.ask(GitHubCall.post(
                        "asking what the token may do", repository.address("/releases/generate-notes"), body))
                .filter(answer -> answer.status() == 403 || answer.status() == 404 && repository.isPublicHost())
                .isPresent();
    }

    /**
     * GitHub attests every immutable release for the hash of its tag, and the attestation outlives the release. Where
     * there are no attestations to be had, publishing itself will tell.
     */
    private boolean isBurnt(String tag) {
        HttpAnswer published = wire.send(
                GitHubCall.get("looking for " + tag, repository.address("/releases/tags/" + UploadAddress.encode(tag)))
                        .accepting(404));
        Optional<String> hash = published.isGood() ? Optional.empty() : new TagLookup(repository, wire).hash(tag);
        if (hash.isEmpty()) {
            return false;
        }
        HttpAnswer attested = wire.send(GitHubCall.get(
                        "looking for attestations of " + tag,
                        repository.address("/attestations/sha1:" + hash.get() + "?predicate_type=release"))
                .accepting(400, 401, 403, 404, 422));
        return attested.isGood() && attests(GitHubJson.tree(attested), tag);
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
