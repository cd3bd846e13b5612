package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Images of one repository: real manifests with real digests, each pushed one hour before the one pushed before it. */
public final class ImageModel {

    /** No image is younger; a month before {@code VirtualTiming} begins. */
    public static final Instant NEWEST = Instant.parse("2025-12-01T00:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OCI = "application/vnd.oci.image.";
    private static final String DOCKER = "application/vnd.docker.distribution.manifest.";

    /** A manifest that was pushed. */
    public static final class Stored {
        final long id;
        final String digest;
        final byte[] manifest;
        final String type;
        final Instant created;
        final Optional<String> subject;
        final Set<String> tags = new TreeSet<>();

        private Stored(long id, ObjectNode manifest, Instant created) {
            this.id = id;
            this.manifest = manifest.toString().getBytes(StandardCharsets.UTF_8);
            this.digest = Digests.of(this.manifest);
            this.type = manifest.path("mediaType").asText();
            this.created = created;
            this.subject =
                    Optional.ofNullable(manifest.path("subject").path("digest").asText(null));
        }
    }

    private final Map<Long, Stored> versions = new LinkedHashMap<>();
    private long lastId = 100;

    /** Pushes an image and returns its digest. */
    public String image(String... tags) {
        return push(manifest(OCI + "manifest.v1+json"), tags);
    }

    /** The same in Docker's form. */
    public String dockerImage(String... tags) {
        return push(manifest(DOCKER + "v2+json"), tags);
    }

    /** Pushes an index of other manifests. */
    public String index(List<String> children, String... tags) {
        return push(list(OCI + "index.v1+json", children), tags);
    }

    /** The same in Docker's form. */
    public String dockerList(List<String> children, String... tags) {
        return push(list(DOCKER + "list.v2+json", children), tags);
    }

    /** Pushes something that says of itself what it is about. */
    public String attachment(String subject, String... tags) {
        ObjectNode manifest = manifest(OCI + "manifest.v1+json");
        manifest.putObject("subject").put("digest", subject);
        return push(manifest, tags);
    }

    /** Pushes a manifest of a form that nobody knows. */
    public String stranger(String... tags) {
        return push(manifest("application/vnd.example.unknown+json"), tags);
    }

    /** The tag that stands for what is about a digest. */
    public static String tagFor(String digest, String ending) {
        return digest.replace(':', '-') + ending;
    }

    private ObjectNode manifest(String type) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", type);
        manifest.putObject("config").put("digest", "sha256:" + "0".repeat(64)).put("size", lastId);
        manifest.putArray("layers");
        return manifest;
    }

    private ObjectNode list(String type, List<String> children) {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", type);
        index.putObject("annotations").put("number", Long.toString(lastId));
        children.forEach(child -> index.withArray("manifests").addObject().put("digest", child));
        return index;
    }

    /** Pushes an index that is newer than all there is. */
    public String newIndex(List<String> children, String... tags) {
        return push(list(OCI + "index.v1+json", children), NEWEST.plusSeconds(lastId), tags);
    }

    private String push(ObjectNode manifest, String... tags) {
        return push(manifest, NEWEST.minus(Duration.ofHours(lastId + 1)), tags);
    }

    private synchronized String push(ObjectNode manifest, Instant created, String... tags) {
        lastId++;
        Stored stored = new Stored(lastId, manifest, created);
        versions.put(stored.id, stored);
        retag(stored.digest, tags);
        return stored.digest;
    }

    /** Moves tags to an image. */
    public synchronized void retag(String digest, String... tags) {
        versions.values().forEach(stored -> stored.tags.removeAll(Arrays.asList(tags)));
        versions.values().stream()
                .filter(stored -> stored.digest.equals(digest))
                .forEach(stored -> stored.tags.addAll(Arrays.asList(tags)));
    }

    /** The newest first. */
    synchronized List<Stored> all() {
        return versions.values().stream()
                .sorted(Comparator.comparing((Stored stored) -> stored.created).reversed())
                .toList();
    }

    /** What is left. */
    public synchronized Set<String> digests() {
        Set<String> digests = new TreeSet<>();
        versions.values().forEach(stored -> digests.add(stored.digest));
        return digests;
    }

    synchronized Optional<Stored> byDigest(String digest) {
        return versions.values().stream()
                .filter(stored -> stored.digest.equals(digest))
                .findFirst();
    }

    synchronized Optional<Stored> byId(long id) {
        return Optional.ofNullable(versions.get(id));
    }

    synchronized void delete(long id) {
        versions.remove(id);
    }

    /** Whether everything that an index lists is there. */
    public synchronized boolean isConsistent() {
        return versions.values().stream()
                .map(stored -> new String(stored.manifest, StandardCharsets.UTF_8))
                .flatMap(text -> java.util.regex.Pattern.compile("\"manifests\":\\[(.*)]")
                        .matcher(text)
                        .results())
                .flatMap(list -> java.util.regex.Pattern.compile("sha256:[0-9a-f]{64}")
                        .matcher(list.group(1))
                        .results())
                .allMatch(digest -> byDigest(digest.group()).isPresent());
    }
}
