package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link LoopbackGitHub} knows and how it answers: one repository with tags, releases and their assets. */
public final class GitHubModel {

    /** The one repository that there is. */
    static final String REPOSITORY = "mlc-ai/mlc-llm";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RELEASE = Pattern.compile("/releases/([0-9]+)(/assets)?");
    private static final Pattern ASSET = Pattern.compile("/releases/assets/([0-9]+)");
    private static final Pattern DOWNLOAD = Pattern.compile("/" + REPOSITORY + "/releases/download/([^/]+)/([^/]+)");
    private static final Pattern TAG = Pattern.compile("/git/ref/tags/(.+)");
    private static final Pattern TAG_REF = Pattern.compile("/git/refs/tags/(.+)");
    private static final Pattern TAG_OBJECT = Pattern.compile("/git/tags/([0-9a-f]+)");
    private static final Pattern BY_TAG = Pattern.compile("/releases/tags/(.+)");
    private static final Pattern ATTESTATION = Pattern.compile("/attestations/sha1:([0-9a-f]+)");

    /** An answer to a request. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    private final OpenApi description;
    private final String address;
    private final String storage;
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, String> annotated = new HashMap<>();
    private final List<StoredRelease> releases = new ArrayList<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private final Set<String> burnt = new HashSet<>();
    private String generated = "## What's Changed\n* all";
    private boolean digests = true;
    private boolean immutable;
    private boolean immutabilityShown = true;
    private boolean attests = true;
    private boolean direct;
    private boolean ownStorage;
    private boolean tokenWrites = true;
    private boolean discusses = true;
    private String categories = "";
    private boolean writable = true;
    private boolean archived;
    private int late;
    private Duration unlisted = Duration.ZERO;
    private Supplier<Instant> time = () -> Instant.EPOCH;
    private int page = 100;
    private long lastId = 1000;

    /** @param storage where downloads are redirected to */
    GitHubModel(OpenApi description, String address, String storage) {
        this.storage = storage;
        this.description = description;
        this.address = address;
    }

    String address() {
        return address;
    }

    synchronized void tag(String tag, String commit) {
        tags.put(tag, commit);
    }

    synchronized void removeTag(String tag) {
        tags.remove(tag);
    }

    /** From the names of tags to what they point at. */
    public synchronized Map<String, String> tags() {
        return new TreeMap<>(tags);
    }

    /** Tells the time of uploads by that clock from now on. */
    public synchronized void clock(Supplier<Instant> clock) {
        time = clock;
    }

    /** Shows nobody whether releases are immutable, as to a token without the permission for it. */
    public synchronized void hideImmutability() {
        immutabilityShown = false;
    }

    /** The tags of all published releases. */
    public synchronized List<String> published() {
        return releases.stream()
                .filter(release -> !release.draft)
                .map(release -> release.tag)
                .toList();
    }

    /** A file where installers get it; empty if that is 404. */
    public synchronized Optional<byte[]> download(String url) {
        Matcher parts = DOWNLOAD.matcher(url.substring(address.length()));
        Answer answer = parts.matches() ? file(parts.group(1), parts.group(2)) : notFound();
        return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    /** Makes an annotated tag. */
    public synchronized void annotatedTag(String tag, String object, String commit) {
        tags.put(tag, object);
        annotated.put(object, commit);
    }

    /** Tells no digests, as older Enterprise Servers. */
    public synchronized void withoutDigests() {
        digests = false;
    }

    /** Makes releases immutable when they are published. */
    public synchronized void makeImmutable() {
        immutable = true;
    }

    /** A tag that an immutable release used which is deleted. */
    public synchronized void burn(String tag) {
        burnt.add(tag);
    }

    /** Has no attestations, so that a burnt tag shows only when it is published. */
    public synchronized void withoutAttestations() {
        attests = false;
    }

    /** What release notes it writes. */
    public synchronized void generate(String notes) {
        generated = notes;
    }

    public synchronized void readOnly() {
        writable = false;
        tokenWrites = false;
    }

    /** As for a token with fewer rights than its user, which only writing requests show. */
    public synchronized void readOnlyToken() {
        tokenWrites = false;
    }

    /** Sends the bytes of assets itself, as Enterprise Servers do, and not from another host. */
    public synchronized void downloadDirectly() {
        direct = true;
    }

    /** Redirects to storage on its own host, as Enterprise Servers do without subdomain isolation. */
    public synchronized void storeOnOwnHost() {
        ownStorage = true;
    }

    /** Opens no discussions, whatever is asked, as Enterprise Servers. */
    public synchronized void withoutDiscussions() {
        discusses = false;
    }

    /** The one category of discussions that there is from now on; else there is any. */
    public synchronized void onlyDiscussIn(String category) {
        categories = category;
    }

    public synchronized void archive() {
        archived = true;
    }

    /** Leaves every new release out of the next listings. */
    public synchronized void appearLate(int listings) {
        late = listings;
    }

    /** Leaves a release out of the next listings, and refuses another of its tag all the same. */
    public synchronized void hide(StoredRelease release, int listings) {
        release.hiddenListings = listings;
    }

    /** Lists assets only some time after their upload. */
    public synchronized void listAssetsLate(Duration delay, Supplier<Instant> clock) {
        unlisted = delay;
        time = clock;
    }

    /** Lists no more than that on a page, whatever is asked. */
    public synchronized void limitPages(int entries) {
        page = entries;
    }

    /** Forgets all releases, but no tags. */
    public synchronized void forgetReleases() {
        releases.clear();
        arrivals.clear();
    }

    /** How often a file of that name arrived whole. */
    public synchronized int arrivals(String name) {
        return arrivals.getOrDefault(name, 0);
    }

    /** All releases of a tag, oldest first. */
    public synchronized List<StoredRelease> releases(String tag) {
        return releases.stream().filter(release -> release.tag.equals(tag)).toList();
    }

    /** The only release of a tag. */
    public synchronized StoredRelease release(String tag) {
        List<StoredRelease> found = releases(tag);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " releases of " + tag);
        }
        return found.get(0);
    }

    /** Adds a release as a person makes it. */
    public synchronized StoredRelease add(String tag, boolean draft, String body) {
        StoredRelease release = new StoredRelease(++lastId, tag, draft, body);
        release.immutable = immutable && !draft;
        releases.add(release);
        return release;
    }

    /** Adds a published pre-release as a person makes it. */
    public synchronized StoredRelease addPrerelease(String tag) {
        StoredRelease release = add(tag, false, "");
        release.prerelease = true;
        return release;
    }

    /** Adds an asset as somebody uploaded it. */
    public synchronized void addAsset(StoredRelease release, String name, byte[] content) {
        StoredAsset asset = new StoredAsset(++lastId, name, "", content, true);
        asset.stored = time.get();
        release.assets.add(asset);
    }

    /** Adds an asset of which nothing arrived but its name. */
    public synchronized void addBrokenAsset(StoredRelease release, String name) {
        release.assets.add(new StoredAsset(++lastId, name, "", new byte[0], false));
    }

    /** Deletes a release, as somebody does by hand. */
    public synchronized void remove(StoredRelease release) {
        releases.remove(release);
    }

    /** Deletes an asset, as somebody does by hand. */
    public synchronized void removeAsset(StoredRelease release, String name) {
        release.assets.removeIf(asset -> asset.name.equals(name));
    }

    synchronized void addStarter(Request request) {
        Matcher parts = RELEASE.matcher(path(request));
        if (parts.matches()) {
            byId(parts.group(1)).ifPresent(release -> {
                if (find(release, request.query().get("name")).isEmpty()) {
                    release.assets.add(new StoredAsset(++lastId, request.query().get("name"), "", new byte[0], false));
                }
            });
        }
    }

    /** A release. */
    public static final class StoredRelease {
        private final long id;
        private final String tag;
        private final List<StoredAsset> assets = new ArrayList<>();
        private boolean draft;
        private boolean immutable;
        private boolean prerelease;
        private String name = "";
        private String body;
        private String latest = "unset";
        private String discussion = "";
        private int hiddenListings;

        private StoredRelease(long id, String tag, boolean draft, String body) {
            this.id = id;
            this.tag = tag;
            this.draft = draft;
            this.body = body;
        }

        public long id() {
            return id;
        }

        public boolean isDraft() {
            return draft;
        }

        public boolean isPrerelease() {
            return prerelease;
        }

        public String name() {
            return name;
        }

        public String body() {
            return body;
        }

        /** What {@code make_latest} was when it was published. */
        public String latest() {
            return latest;
        }

        public String discussion() {
            return discussion;
        }

        /** From the names of complete assets to their content. */
        public Map<String, byte[]> files() {
            Map<String, byte[]> files = new TreeMap<>();
            assets.stream().filter(asset -> asset.complete).forEach(asset -> files.put(asset.name, asset.content));
            return files;
        }

        /** The names of all assets, complete or not, sorted. */
        public List<String> names() {
            return assets.stream().map(asset -> asset.name).sorted().toList();
        }
    }

    private static final class StoredAsset {
        private final long id;
        private final byte[] content;
        private final boolean complete;
        private Instant stored = Instant.EPOCH;
        private String name;
        private String label;

        private StoredAsset(long id, String name, String label, byte[] content, boolean complete) {
            this.id = id;
            this.name = name;
            this.label = label;
            this.content = content;
            this.complete = complete;
        }
    }

    /** The bytes of an asset, for the storage host that downloads are redirected to. */
    synchronized Optional<byte[]> content(String id) {
        return assetOf(id).map(asset -> asset.content);
    }

    synchronized Answer answer(Request request, byte[] body) throws IOException {
        String path = path(request);
        Optional<Answer> answer = tagAnswer(request, path);
        if (answer.isPresent()) {
            return answer.get();
        }
        if (request.method().equals("GET")) {
            return read(request, path);
        }
        if (!tokenWrites) {
            return new Answer(
                    403,
                    Map.of("x-accepted-github-permissions", "contents=write"),
                    bytes("{\"message\": \"Resource not accessible by personal access token\"}"));
        }
        return write(request, path, body);
    }

    private static String path(Request request) {
        return request.path().replaceFirst("^/api/(v3|uploads)/repos/" + REPOSITORY, "");
    }

    private Optional<Answer> tagAnswer(Request request, String path) {
        Matcher tag = TAG.matcher(path);
        if (tag.matches()) {
            String hash = tags.get(tag.group(1));
            return Optional.of(hash == null ? notFound() : json(200, reference(tag.group(1), hash)));
        }
        Matcher object = TAG_OBJECT.matcher(path);
        if (object.matches()) {
            ObjectNode sample = description.sample("git-tag");
            sample.withObject("/object").put("type", "commit").put("sha", annotated.get(object.group(1)));
            return Optional.of(json(200, sample));
        }
        Matcher attestation = ATTESTATION.matcher(path);
        if (attestation.matches()) {
            return Optional.of(attestations(attestation.group(1)));
        }
        return Optional.empty();
    }

    private ObjectNode reference(String tag, String hash) {
        ObjectNode sample = description.sample("git-ref").put("ref", "refs/tags/" + tag);
        sample.withObject("/object")
                .put("type", annotated.containsKey(hash) ? "tag" : "commit")
                .put("sha", hash);
        return sample;
    }

    private Answer attestations(String hash) {
        if (!attests) {
            return notFound();
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("attestations");
        tags.forEach((tag, object) -> {
            if (object.equals(hash) && burnt.contains(tag)) {
                String statement = "{\"predicate\": {\"purl\": \"pkg:github/" + REPOSITORY + "@" + tag + "\"}}";
                list.addObject()
                        .putObject("bundle")
                        .putObject("dsseEnvelope")
                        .put("payload", Base64.getEncoder().encodeToString(bytes(statement)));
            }
        });
        return json(200, answer);
    }

    /** A file of a published release where people and installers get it. */
    private Answer file(String tag, String name) {
        return releases.stream()
                .filter(release -> release.tag.equals(tag) && !release.draft)
                .flatMap(release -> find(release, name).stream())
                .findFirst()
                .map(asset -> new Answer(200, Map.of("Content-Type", "application/octet-stream"), asset.content))
                .orElseGet(GitHubModel::notFound);
    }

    private Answer read(Request request, String path) {
        Matcher download = DOWNLOAD.matcher(path);
        if (download.matches()) {
            return file(download.group(1), download.group(2));
        }
        if (path.isEmpty()) {
            ObjectNode sample = description.sample("full-repository").put("archived", archived);
            sample.putObject("permissions")
                    .put("admin", false)
                    .put("push", writable)
                    .put("pull", true);
            return json(200, sample);
        }
        if (path.equals("/immutable-releases")) {
            return immutable && immutabilityShown
                    ? json(200, JSON.createObjectNode().put("enabled", true).put("enforced_by_owner", false))
                    : notFound();
        }
        if (path.equals("/releases")) {
            return listing(request);
        }
        Matcher byTag = BY_TAG.matcher(path);
        if (byTag.matches()) {
            return releases.stream()
                    .filter(release -> release.tag.equals(byTag.group(1)) && !release.draft)
                    .findFirst()
                    .map(release -> json(200, describe(release)))
                    .orElseGet(GitHubModel::notFound);
        }
        Matcher asset = ASSET.matcher(path);
        if (asset.matches()) {
            return assetOf(asset.group(1))
                    .map(found -> request.isDownload() ? download(found) : json(200, describe(owner(found), found)))
                    .orElseGet(GitHubModel::notFound);
        }
        Matcher release = RELEASE.matcher(path);
        return release.matches() ? readRelease(request, release) : notFound();
    }

    private Answer download(StoredAsset asset) {
        return direct
                ? new Answer(200, Map.of("Content-Type", "application/octet-stream"), asset.content)
                : new Answer(
                        302,
                        Map.of(
                                "Location",
                                (ownStorage ? address + "/storage/" : storage + "/") + asset.id + "?sig=s3cr3t"),
                        new byte[0]);
    }

    private Answer readRelease(Request request, Matcher parts) {
        Optional<StoredRelease> release = byId(parts.group(1));
        if (release.isEmpty()) {
            return notFound();
        }
        if (parts.group(2) == null) {
            return json(200, describe(release.get()));
        }
        List<JsonNode> assets = release.get().assets.stream()
                .filter(asset -> !time.get().isBefore(asset.stored.plus(unlisted)))
                .map(asset -> (JsonNode) describe(release.get(), asset))
                .toList();
        return paged(request, assets);
    }

    private Answer listing(Request request) {
        List<JsonNode> listed = new ArrayList<>();
        boolean first = request.query().getOrDefault("page", "1").equals("1");
        releases.stream()
                .sorted(Comparator.comparing((StoredRelease release) -> -release.id))
                .forEach(release -> {
                    if (release.hiddenListings == 0) {
                        listed.add(describe(release));
                    } else if (first) {
                        release.hiddenListings--;
                    }
                });
        return paged(request, listed);
    }

    private Answer paged(Request request, List<JsonNode> all) {
        int size = Math.min(page, Integer.parseInt(request.query().getOrDefault("per_page", "30")));
        int number = Integer.parseInt(request.query().getOrDefault("page", "1"));
        int from = Math.min(all.size(), (number - 1) * size);
        int to = Math.min(all.size(), from + size);
        ArrayNode list = JSON.createArrayNode().addAll(all.subList(from, to));
        String link = "<" + address + request.path() + "?page=" + (number + 1) + ">; rel=\"next\"";
        return new Answer(200, to < all.size() ? Map.of("Link", link) : Map.of(), bytes(list.toString()));
    }

    private Answer write(Request request, String path, byte[] body) throws IOException {
        if (path.equals("/releases/generate-notes")) {
            return json(200, JSON.createObjectNode().put("name", "generated").put("body", generated));
        }
        if (path.equals("/releases")) {
            return create(JSON.readTree(body));
        }
        if (path.equals("/git/refs")) {
            return createTag(JSON.readTree(body));
        }
        Matcher tag = TAG_REF.matcher(path);
        if (tag.matches()) {
            return changeTag(request, tag.group(1), body);
        }
        Matcher asset = ASSET.matcher(path);
        if (asset.matches()) {
            return changeAsset(request, asset.group(1), body);
        }
        Matcher release = RELEASE.matcher(path);
        Optional<StoredRelease> found = release.matches() ? byId(release.group(1)) : Optional.empty();
        if (found.isEmpty()) {
            return notFound();
        }
        if (request.isUpload()) {
            return upload(request, found.get(), body);
        }
        if (request.method().equals("DELETE")) {
            if (found.get().immutable) {
                burnt.add(found.get().tag);
            }
            releases.remove(found.get());
            return new Answer(204, Map.of(), new byte[0]);
        }
        return change(found.get(), JSON.readTree(body));
    }

    private Answer createTag(JsonNode body) {
        String tag = body.path("ref").asText().replaceFirst("^refs/tags/", "");
        if (tags.containsKey(tag)) {
            return new Answer(422, Map.of(), bytes("{\"message\": \"Reference already exists\"}"));
        }
        tags.put(tag, body.path("sha").asText());
        return json(201, reference(tag, tags.get(tag)));
    }

    /** The tag of an immutable release stays where it is as long as the release is there. */
    private Answer changeTag(Request request, String tag, byte[] body) throws IOException {
        if (!tags.containsKey(tag)) {
            return new Answer(422, Map.of(), bytes("{\"message\": \"Reference does not exist\"}"));
        }
        if (releases.stream().anyMatch(release -> release.tag.equals(tag) && release.immutable)) {
            return new Answer(422, Map.of(), bytes("{\"message\": \"Repository rule violations found\"}"));
        }
        if (request.method().equals("DELETE")) {
            tags.remove(tag);
            return new Answer(204, Map.of(), new byte[0]);
        }
        JsonNode change = JSON.readTree(body);
        if (!change.path("force").asBoolean()) {
            return new Answer(422, Map.of(), bytes("{\"message\": \"Update is not a fast forward\"}"));
        }
        tags.put(tag, change.path("sha").asText());
        return json(200, reference(tag, tags.get(tag)));
    }

    private Answer create(JsonNode body) {
        StoredRelease release = new StoredRelease(
                ++lastId, body.path("tag_name").asText(), body.path("draft").asBoolean(), "");
        release.hiddenListings = late;
        releases.add(release);
        Answer answer = change(release, body);
        return answer.status() == 200 ? new Answer(201, Map.of(), answer.body()) : answer;
    }

    private Answer change(StoredRelease release, JsonNode body) {
        String category = body.path("discussion_category_name").asText("");
        if (!category.isEmpty() && !categories.isEmpty() && !category.equals(categories)) {
            return notFound();
        }
        boolean publishes = body.has("draft") && !body.path("draft").asBoolean() && release.draft;
        if (publishes) {
            Optional<Answer> refusal = refusal(release);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            tags.putIfAbsent(release.tag, "f".repeat(40));
            release.draft = false;
            release.immutable = immutable;
            release.latest = body.path("make_latest").asText("true");
        }
        release.name = body.path("name").asText(release.name);
        release.body = body.path("body").asText(release.body);
        release.prerelease = body.path("prerelease").asBoolean(release.prerelease);
        release.discussion = body.path("discussion_category_name").asText(release.discussion);
        return json(200, describe(release));
    }

    private Optional<Answer> refusal(StoredRelease release) {
        if (burnt.contains(release.tag)) {
            return Optional.of(invalid("custom", "tag_name", "tag_name was used by an immutable release"));
        }
        boolean taken = releases.stream().anyMatch(other -> other.tag.equals(release.tag) && !other.draft);
        return taken ? Optional.of(invalid("already_exists", "tag_name", null)) : Optional.empty();
    }

    private Answer upload(Request request, StoredRelease release, byte[] content) {
        String name = StoredName.of(request.query().get("name"));
        if (release.immutable) {
            return invalid("custom", "name", "Cannot upload assets to an immutable release.");
        }
        if (find(release, name).isPresent()) {
            return invalid("already_exists", "name", null);
        }
        if (release.assets.size() >= GitHubReleaseHost.MOST_ASSETS) {
            return invalid("custom", "file_count", "file_count limited to 1000 assets per release");
        }
        StoredAsset asset = new StoredAsset(++lastId, name, request.query().getOrDefault("label", ""), content, true);
        asset.stored = time.get();
        release.assets.add(asset);
        arrivals.merge(name, 1, Integer::sum);
        return json(201, describe(release, asset));
    }

    private Answer changeAsset(Request request, String id, byte[] body) throws IOException {
        Optional<StoredAsset> asset = assetOf(id);
        if (asset.isEmpty()) {
            return notFound();
        }
        StoredRelease release = owner(asset.get());
        if (release.immutable) {
            return invalid("custom", "name", "Cannot modify assets of an immutable release.");
        }
        if (request.method().equals("DELETE")) {
            release.assets.remove(asset.get());
            return new Answer(204, Map.of(), new byte[0]);
        }
        JsonNode change = JSON.readTree(body);
        String name = change.path("name").asText(asset.get().name);
        if (find(release, name).filter(other -> other != asset.get()).isPresent()) {
            return invalid("already_exists", "name", null);
        }
        asset.get().name = name;
        asset.get().label = change.path("label").asText(asset.get().label);
        return json(200, describe(release, asset.get()));
    }

    private Optional<StoredRelease> byId(String id) {
        return releases.stream()
                .filter(release -> Long.toString(release.id).equals(id))
                .findFirst();
    }

    private Optional<StoredAsset> assetOf(String id) {
        return releases.stream()
                .flatMap(release -> release.assets.stream())
                .filter(asset -> Long.toString(asset.id).equals(id))
                .findFirst();
    }

    private StoredRelease owner(StoredAsset asset) {
        return releases.stream()
                .filter(release -> release.assets.contains(asset))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<StoredAsset> find(StoredRelease release, String name) {
        return release.assets.stream().filter(asset -> asset.name.equals(name)).findFirst();
    }

    private ObjectNode describe(StoredRelease release) {
        String page = address + "/" + REPOSITORY + "/releases/tag/"
                + (release.draft ? "untagged-" + release.id : release.tag);
        ObjectNode sample = description
                .sample("release")
                .put("id", release.id)
                .put("tag_name", release.tag)
                .put("draft", release.draft)
                .put("prerelease", release.prerelease)
                .put("immutable", release.immutable)
                .put("name", release.name)
                .put("body", release.body)
                .put("html_url", page)
                .put(
                        "upload_url",
                        address + "/api/uploads/repos/" + REPOSITORY + "/releases/" + release.id
                                + "/assets{?name,label}");
        if (!release.discussion.isEmpty() && discusses) {
            sample.put("discussion_url", address + "/" + REPOSITORY + "/discussions/" + release.id);
        }
        ArrayNode assets = sample.putArray("assets");
        release.assets.forEach(asset -> assets.add(describe(release, asset)));
        return sample;
    }

    private ObjectNode describe(StoredRelease release, StoredAsset asset) {
        ObjectNode sample = description
                .sample("release-asset")
                .put("id", asset.id)
                .put("name", asset.name)
                .put("label", asset.label)
                .put("size", asset.content.length)
                .put(
                        "browser_download_url",
                        address + "/" + REPOSITORY + "/releases/download/"
                                + (release.draft ? "untagged-" + release.id : release.tag) + "/" + asset.name);
        if (!asset.stored.equals(Instant.EPOCH)) {
            sample.put("created_at", asset.stored.toString());
        }
        sample.put("state", asset.complete ? "uploaded" : "starter");
        if (digests && asset.complete) {
            sample.put("digest", "sha256:" + Sha256.of(asset.content));
        } else {
            sample.putNull("digest");
        }
        return sample;
    }

    private static Answer invalid(String code, String field, String message) {
        ObjectNode body = JSON.createObjectNode().put("message", "Validation Failed");
        ObjectNode error = body.putArray("errors")
                .addObject()
                .put("resource", field.equals("tag_name") ? "Release" : "ReleaseAsset")
                .put("code", code)
                .put("field", field);
        if (message != null) {
            error.put("message", message);
        }
        return new Answer(422, Map.of(), bytes(body.toString()));
    }

    private static Answer notFound() {
        return new Answer(404, Map.of(), bytes("{\"message\": \"Not Found\"}"));
    }

    private static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of(), bytes(body.toString()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
