package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.PublishMark;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of GitHub's JSON that matter here, read strictly: what is missing or of another form is an error. */
final class GitHubJson {

    /** The asset whose existence is a lease; see {@link GitHubLease}. */
    static final String LOCK = "mlc-wheels.lock";

    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private GitHubJson() {}

    /** An asset as the API describes it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Asset(
            @JsonProperty(value = "id", required = true) long id,
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty(value = "size", required = true) long size,
            @JsonProperty(value = "state", required = true) String state,
            @JsonProperty("label") String label,
            @JsonProperty("digest") String digest,
            @JsonProperty("browser_download_url") String url,
            @JsonProperty("created_at") String created) {

        HostedAsset hosted() {
            if (id <= 0 || size < 0 || name == null || name.isEmpty() || !isPlain(name) || !isPlain(url)) {
                throw RemoteException.unexpected("an asset without a usable id, name, size or address");
            }
            Matcher digits = DIGEST.matcher(digest == null ? "" : digest);
            return new HostedAsset(
                    Long.toString(id),
                    name,
                    size,
                    "uploaded".equals(state),
                    digits.matches() ? Optional.of(digits.group(1)) : Optional.empty(),
                    url == null ? "" : url,
                    time(created));
        }

        /** Empty if it is none: nothing depends on it. */
        private static Optional<Instant> time(String text) {
            try {
                return Optional.ofNullable(text).map(Instant::parse);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }

        boolean isLock() {
            return LOCK.equals(name);
        }
    }

    /** A release as the API describes it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Release(
            @JsonProperty(value = "id", required = true) long id,

            @JsonProperty(value = "tag_name", required = true)
            String tag,

            @JsonProperty(value = "draft", required = true) boolean draft,
            @JsonProperty("prerelease") Boolean prerelease,
            @JsonProperty("immutable") Boolean immutable,
            @JsonProperty("name") String name,
            @JsonProperty("body") String body,
            @JsonProperty("html_url") String page,
            @JsonProperty("discussion_url") String discussion,

            @JsonProperty(value = "upload_url", required = true)
            String uploadUrl,

            @JsonProperty("assets") AssetSum assets) {

        HostedRelease hosted() {
            if (id <= 0 || tag == null || uploadUrl == null || !isPlain(tag) || !isPlain(page)) {
                throw RemoteException.unexpected("a release without a usable id, tag or address");
            }
            String notes = body == null ? "" : body.replace("\r\n", "\n");
            AssetSum there = assets == null ? new AssetSum(false, 0) : assets;
            return new HostedRelease(
                    Long.toString(id),
                    tag,
                    draft,
                    Boolean.TRUE.equals(prerelease),
                    Boolean.TRUE.equals(immutable),
                    draft ? PublishMark.in(notes) : Optional.empty(),
                    there.locked(),
                    there.bytes(),
                    name == null ? "" : name,
                    PublishMark.strip(notes),
                    page == null ? "" : page);
        }
    }

    /**
     * What a release says of its assets, of which it may have a thousand.
     *
     * @param locked whether one is a lock
     * @param bytes that the whole ones among the others hold
     */
    @JsonDeserialize(using = Summing.class)
    record AssetSum(boolean locked, long bytes) {}

    /** Adds assets up while they are read. */
    static final class Summing extends JsonDeserializer<AssetSum> {
        @Override
        public AssetSum deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            boolean locked = false;
            long bytes = 0;
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Asset asset = parser.readValueAs(Asset.class);
                locked |= asset.isLock();
                bytes += !asset.isLock() && "uploaded".equals(asset.state()) ? asset.size() : 0;
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw JsonMappingException.from(parser, "no list of assets");
            }
            return new AssetSum(locked, bytes);
        }
    }

    /** Names and addresses are shown on terminals, which obey control characters. */
    private static boolean isPlain(String text) {
        return text == null || PrintableText.isPrintable(text);
    }

    static ObjectNode object() {
        return Json.STREAMED.createObjectNode();
    }

    static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Asset asset(HttpAnswer answer) {
        return read(answer, Json.STREAMED.constructType(Asset.class));
    }

    /** Reads a list entry by entry. */
    static List<Asset> assets(InputStream body) throws IOException {
        return list(body, Asset.class);
    }

    static Release release(HttpAnswer answer) {
        return read(answer, Json.STREAMED.constructType(Release.class));
    }

    /** Reads a list entry by entry. */
    static List<Release> releases(InputStream body) throws IOException {
        return list(body, Release.class);
    }

    private static <T> List<T> list(InputStream body, Class<T> type) throws IOException {
        List<T> entries = new ArrayList<>();
        try (JsonParser parser = Json.STREAMED.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw RemoteException.unexpected("no list where one was due");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                entries.add(parser.readValueAs(type));
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw RemoteException.unexpected("a list that is not of the API's form");
            }
            return entries;
        } catch (JsonEOFException e) {
            throw new IOException("the answer breaks off", e);
        } catch (JsonProcessingException e) {
            throw RemoteException.unexpected("a list that is not of the API's form");
        }
    }

    static JsonNode tree(HttpAnswer answer) {
        return read(answer, Json.STREAMED.constructType(JsonNode.class));
    }

    /** A hash of git in an answer. */
    static String commit(JsonNode node) {
        String text = node.asText();
        if (!COMMIT.matcher(text).matches()) {
            throw RemoteException.unexpected("an invalid git hash");
        }
        return text;
    }

    private static <T> T read(HttpAnswer answer, JavaType type) {
        try {
            T value = Json.STREAMED.readValue(answer.body(), type);
            if (value == null) {
                throw RemoteException.unexpected("no value where one is required");
            }
            return value;
        } catch (IOException e) {
            throw RemoteException.unexpected("a body that is not of the API's form");
        }
    }
}
