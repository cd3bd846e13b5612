package io.jenkins.plugins.mlcwheels.scm;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubExchange;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets the plugin GitHub Branch Source find a Git repository on a {@link LoopbackGitHub}: its branches, tags and pull
 * requests, and the files in them. Releases are the other's business.
 */
final class LoopbackSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REFERENCE = Pattern.compile("/git/refs?/(.+)");
    private static final Pattern TAG = Pattern.compile("/git/tags/([0-9a-f]{40})");
    private static final Pattern COMMIT = Pattern.compile("/commits/([0-9a-f]{40})");
    private static final Pattern PULL = Pattern.compile("/pulls/([0-9]+)");
    private static final Pattern CONTENTS = Pattern.compile("/contents/(.*)");
    private static final Pattern DOWNLOAD = Pattern.compile(".*/releases/download/([^/]+)/([^/]+)");
    private static final int ALWAYS = Integer.MAX_VALUE;

    private final LoopbackGitHub github;
    private final GitRepository repository;
    private final Map<Integer, String> pulls = new LinkedHashMap<>();

    private LoopbackSource(LoopbackGitHub github, GitRepository repository) {
        this.github = github;
        this.repository = repository;
    }

    static LoopbackSource on(LoopbackGitHub github, GitRepository repository) {
        LoopbackSource source = new LoopbackSource(github, repository);
        github.fail(source::isSource, ALWAYS, source::answer);
        github.fail(request -> DOWNLOAD.matcher(request.path()).matches(), ALWAYS, source::download);
        return source;
    }

    /** Opens a pull request of a branch's commit. @param owner whose repository it comes from */
    void pull(int number, String owner, String commit) throws Exception {
        repository.git("update-ref", "refs/pull/" + number + "/head", commit);
        pulls.put(number, owner);
    }

    /** What Git has to be told so that it clones from here: GitHub Branch Source drops the port of the address. */
    Map<String, String> gitEnvironment() {
        return Map.of(
                "GIT_CONFIG_COUNT", "1",
                "GIT_CONFIG_KEY_0", "url." + repository.directory().toUri() + ".insteadOf",
                "GIT_CONFIG_VALUE_0", "http://127.0.0.1/" + github.repository() + ".git");
    }

    private boolean isSource(Request request) {
        String path = request.path();
        return path.startsWith("/api/v3/")
                && !path.startsWith("/api/v3/app")
                && !path.contains("/releases")
                && !path.contains("/attestations/");
    }

    private void answer(GitHubExchange exchange) throws IOException {
        String path = exchange.request().path().substring("/api/v3".length());
        try {
            Object found = path.startsWith("/repos/" + github.repository())
                    ? inRepository(path.substring(("/repos/" + github.repository()).length()), exchange.request())
                    : outside(path);
            if (found == null) {
                exchange.answer(404, "{\"message\": \"Not Found\"}");
            } else {
                exchange.answer(exchange.request().method().equals("POST") ? 201 : 200, JSON.writeValueAsString(found));
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            exchange.answer(404, "{\"message\": \"Not Found\"}");
        }
    }

    /** As browsers get the file of a published release. */
    private void download(GitHubExchange exchange) throws IOException {
        Matcher file = DOWNLOAD.matcher(exchange.request().path());
        if (file.matches()) {
            exchange.header("Content-Type", "application/octet-stream");
            exchange.send(200, github.model().release(file.group(1)).files().get(file.group(2)));
        }
    }

    private Object outside(String path) {
        if (path.equals("/rate_limit")) {
            Map<String, Object> plenty = Map.of(
                    "limit", 5000, "remaining", 5000, "reset", Instant.now().getEpochSecond() + 3600);
            return Map.of(
                    "resources",
                    Map.of("core", plenty, "search", plenty, "graphql", plenty, "integration_manifest", plenty),
                    "rate",
                    plenty);
        }
        if (path.startsWith("/users/")) {
            return user(path.substring("/users/".length()));
        }
        return path.equals("/") ? Map.of("rate_limit_url", github.api() + "/rate_limit") : null;
    }

    private Object inRepository(String path, Request request) throws Exception {
        if (path.isEmpty()) {
            return repository(owner());
        }
        if (path.equals("/branches")) {
            return branches();
        }
        if (path.equals("/pulls")) {
            List<Object> open = new ArrayList<>();
            for (int number : pulls.keySet()) {
                open.add(pull(number));
            }
            return open;
        }
        if (path.startsWith("/statuses/")) {
            return Map.of("state", "success");
        }
        return inGit(path, request.query().get("ref"));
    }

    private Object inGit(String path, String ref) throws Exception {
        Matcher tag = TAG.matcher(path);
        if (tag.matches()) {
            return tag(tag.group(1));
        }
        Matcher reference = REFERENCE.matcher(path);
        if (reference.matches()) {
            return reference.group(1).equals("tags") ? tags() : reference("refs/" + reference.group(1));
        }
        Matcher commit = COMMIT.matcher(path);
        if (commit.matches()) {
            return commit(commit.group(1));
        }
        Matcher pull = PULL.matcher(path);
        if (pull.matches()) {
            return pull(Integer.parseInt(pull.group(1)));
        }
        Matcher contents = CONTENTS.matcher(path);
        return contents.matches() ? contents(contents.group(1), ref) : null;
    }

    private String owner() {
        return github.repository().split("/")[0];
    }

    private Map<String, Object> user(String login) {
        return Map.of(
                "login",
                login,
                "id",
                login.hashCode(),
                "type",
                "Organization",
                "url",
                github.api() + "/users/" + login);
    }

    private Map<String, Object> repository(String owner) {
        String name = github.repository().split("/")[1];
        return Map.of(
                "id",
                owner.hashCode(),
                "name",
                name,
                "full_name",
                owner + "/" + name,
                "owner",
                user(owner),
                "default_branch",
                "main",
                "archived",
                false,
                "html_url",
                "https://github.example.org/" + owner + "/" + name,
                "url",
                github.api() + "/repos/" + owner + "/" + name,
                "permissions",
                Map.of("admin", false, "push", true, "pull", true));
    }

    private List<Object> branches() throws Exception {
        List<Object> branches = new ArrayList<>();
        for (String line : lines("for-each-ref", "--format=%(refname:strip=2) %(objectname)", "refs/heads")) {
            String[] parts = line.split(" ");
            branches.add(Map.of("name", parts[0], "commit", Map.of("sha", parts[1]), "protected", false));
        }
        return branches;
    }

    private List<Object> tags() throws Exception {
        List<Object> tags = new ArrayList<>();
        for (String name : lines("for-each-ref", "--format=%(refname)", "refs/tags")) {
            tags.add(reference(name));
        }
        return tags;
    }

    private Object reference(String name) throws Exception {
        String hash = repository.git("rev-parse", "--verify", name);
        String type = repository.git("cat-file", "-t", hash);
        return Map.of(
                "ref",
                name,
                "node_id",
                "",
                "url",
                github.api() + "/repos/" + github.repository() + "/git/" + name,
                "object",
                Map.of("type", type, "sha", hash, "url", github.api().toString()));
    }

    private Object tag(String hash) throws Exception {
        String name = repository.git("for-each-ref", "--points-at=" + hash, "--format=%(refname:strip=2)", "refs/tags");
        String date = repository.git("for-each-ref", "--points-at=" + hash, "--format=%(taggerdate:iso-strict)");
        return Map.of(
                "tag", name,
                "sha", hash,
                "message", name,
                "tagger", Map.of("name", "Test", "email", "test@example.org", "date", utc(date)),
                "object", Map.of("type", "commit", "sha", repository.git("rev-parse", hash + "^{commit}")));
    }

    private Object commit(String hash) throws Exception {
        Map<String, Object> who = Map.of(
                "name",
                "Test",
                "email",
                "test@example.org",
                "date",
                utc(repository.git("show", "-s", "--format=%cI", hash)));
        return Map.of("sha", hash, "commit", Map.of("author", who, "committer", who, "message", "A change"));
    }

    private static String utc(String date) {
        return OffsetDateTime.parse(date).toInstant().toString();
    }

    private Object pull(int number) throws Exception {
        String owner = pulls.get(number);
        String head = repository.git("rev-parse", "refs/pull/" + number + "/head");
        return Map.of(
                "number",
                number,
                "title",
                "A change",
                "state",
                "open",
                "html_url",
                "https://github.example.org/" + github.repository() + "/pull/" + number,
                "user",
                user(owner),
                "head",
                side(owner, "change", head),
                "base",
                side(owner(), "main", repository.git("rev-parse", "refs/heads/main")),
                "mergeable",
                true);
    }

    private Map<String, Object> side(String owner, String branch, String commit) {
        return Map.of(
                "ref",
                branch,
                "label",
                owner + ":" + branch,
                "sha",
                commit,
                "user",
                user(owner),
                "repo",
                repository(owner));
    }

    private Object contents(String file, String ref) throws Exception {
        String revision =
                ref.startsWith("pull/") || ref.startsWith("tags/") || ref.startsWith("heads/") ? "refs/" + ref : ref;
        if (file.isEmpty()) {
            List<Object> entries = new ArrayList<>();
            for (String name : lines("ls-tree", "--name-only", revision)) {
                entries.add(Map.of("type", "file", "name", name, "path", name, "size", 1));
            }
            return entries;
        }
        String text = repository.git("show", revision + ":" + file);
        return Map.of(
                "type",
                "file",
                "name",
                file,
                "path",
                file,
                "size",
                text.length(),
                "encoding",
                "base64",
                "content",
                Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> lines(String... command) throws Exception {
        return repository.git(command).lines().toList();
    }
}
