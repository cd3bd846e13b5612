package io.jenkins.plugins.mlcwheels.engine.gitea;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.release.AssetExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.NewRelease;
import io.jenkins.plugins.mlcwheels.engine.release.PublishMark;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.TagSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A second host over a wire, as small as one can be: what another release host needs, and no more. Its attachments may
 * have one name twice, so that of two uploads the later one is taken back.
 */
final class GiteaReleaseHost implements ReleaseHost, TagSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "mlc-wheels-form";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String repository;
    private final String token;

    GiteaReleaseHost(URI api, String repository, String token) {
        this.repository = api + "/repos/" + repository;
        this.token = token;
    }

    @Override
    public String describe() {
        return repository;
    }

    @Override
    public List<HostedRelease> find(String tag) {
        return all().stream().filter(release -> release.tag().equals(tag)).toList();
    }

    @Override
    public List<HostedRelease> published() {
        return all().stream().filter(release -> !release.draft()).toList();
    }

    private List<HostedRelease> all() {
        List<HostedRelease> all = new ArrayList<>();
        for (int page = 1; ; page++) {
            JsonNode list = json(get("/releases?page=" + page));
            list.forEach(release -> all.add(release(release)));
            if (list.isEmpty()) {
                return all;
            }
        }
    }

    private static HostedRelease release(JsonNode json) {
        String body = json.path("body").asText();
        boolean draft = json.path("draft").asBoolean();
        return new HostedRelease(
                json.path("id").asText(),
                json.path("tag_name").asText(),
                draft,
                json.path("prerelease").asBoolean(),
                false,
                draft ? PublishMark.in(body) : Optional.empty(),
                false,
                0,
                json.path("name").asText(),
                PublishMark.strip(body),
                json.path("html_url").asText());
    }

    @Override
    public HostedRelease createDraft(NewRelease release, PublishMark mark) {
        ObjectNode body = body(release).put("draft", true).put("body", mark.appendTo(release.notes()));
        HttpResponse<byte[]> answer = send("POST", "/releases", body);
        if (answer.statusCode() == 409) {
            throw new ReleaseExistsException(release.tag());
        }
        return release(json(answer));
    }

    private static ObjectNode body(NewRelease release) {
        return JSON.createObjectNode()
                .put("tag_name", release.tag())
                .put("name", release.name())
                .put("body", release.notes())
                .put("prerelease", release.prerelease());
    }

    @Override
    public HostedRelease publish(HostedRelease draft, NewRelease release, boolean latest) {
        return release(
                found(send("PATCH", "/releases/" + draft.id(), body(release).put("draft", false)), draft));
    }

    @Override
    public HostedRelease read(HostedRelease release) {
        return release(found(get("/releases/" + release.id()), release));
    }

    @Override
    public void deleteDraft(HostedRelease draft) {
        HttpResponse<byte[]> answer = get("/releases/" + draft.id());
        if (answer.statusCode() == 200 && json(answer).path("draft").asBoolean()) {
            send("DELETE", "/releases/" + draft.id(), null);
        }
    }

    @Override
    public List<HostedAsset> assets(HostedRelease release) {
        List<HostedAsset> assets = new ArrayList<>();
        found(get("/releases/" + release.id() + "/assets"), release).forEach(json -> assets.add(asset(json)));
        return assets;
    }

    private static HostedAsset asset(JsonNode json) {
        return new HostedAsset(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("size").asLong(),
                true,
                Optional.empty(),
                json.path("browser_download_url").asText());
    }

    @Override
    public HostedAsset upload(HostedRelease release, ReleaseAsset asset, ProgressListener progress) {
        String address =
                "/releases/" + release.id() + "/assets?name=" + URLEncoder.encode(asset.name(), StandardCharsets.UTF_8);
        HttpRequest.Builder request = request(address)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form(asset)));
        HostedAsset added = asset(found(send(request), release));
        boolean taken = assets(release).stream()
                .anyMatch(other ->
                        other.name().equals(asset.name()) && Long.parseLong(other.id()) < Long.parseLong(added.id()));
        if (taken) {
            delete(release, added);
            throw new AssetExistsException(release.tag(), asset.name());
        }
        return added;
    }

    private static byte[] form(ReleaseAsset asset) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        try (InputStream in = Channels.newInputStream(asset.source().channel())) {
            form.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\""
                            + asset.name() + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            in.transferTo(form);
            form.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return form.toByteArray();
    }

    @Override
    public HostedAsset rename(HostedRelease release, HostedAsset asset, String name) {
        if (assets(release).stream().anyMatch(other -> other.name().equals(name))) {
            throw new AssetExistsException(release.tag(), name);
        }
        ObjectNode body = JSON.createObjectNode().put("name", name);
        return asset(found(send("PATCH", "/releases/" + release.id() + "/assets/" + asset.id(), body), release));
    }

    @Override
    public InputStream download(HostedRelease release, HostedAsset asset) {
        return new ByteArrayInputStream(
                send(HttpRequest.newBuilder(URI.create(asset.url())).header("Authorization", "token " + token))
                        .body());
    }

    @Override
    public void delete(HostedRelease release, HostedAsset asset) {
        send("DELETE", "/releases/" + release.id() + "/assets/" + asset.id(), null);
    }

    @Override
    public Optional<String> tagCommit(String tag) {
        HttpResponse<byte[]> answer = get("/tags/" + tag);
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(json(answer).at("/commit/sha").asText());
    }

    private HttpResponse<byte[]> get(String path) {
        return send(request(path));
    }

    private HttpResponse<byte[]> send(String method, String path, JsonNode body) {
        return send(request(path)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(repository + path)).header("Authorization", "token " + token);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.CANCELLED, "interrupted", "");
        }
    }

    private static JsonNode found(HttpResponse<byte[]> answer, HostedRelease release) {
        if (answer.statusCode() == 404) {
            throw new ReleaseGoneException("the release " + release.tag());
        }
        return json(answer);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        if (answer.statusCode() >= 300) {
            throw new EngineException(
                    EngineException.Kind.REMOTE, answer.uri() + " answered " + answer.statusCode(), "");
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
