package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads manifests strictly: what is not known for what it is can't be told what it needs. */
final class ManifestReader {

    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String OCI_ARTIFACT = "application/vnd.oci.artifact.manifest.v1+json";
    private static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";

    /** What to ask a registry for. */
    static final String ACCEPT =
            String.join(", ", List.of(OCI_INDEX, OCI_IMAGE, OCI_ARTIFACT, DOCKER_LIST, DOCKER_IMAGE));

    /** Bytes; registries take no larger one (OCI distribution specification, "Pushing Manifests"). */
    private static final int LARGEST = 4 << 20;

    private ManifestReader() {}

    /**
     * @param served the media type that the registry named
     * @throws UnreadableManifestException if it is not what its digest says, or of no known form
     */
    static ImageManifest read(String digest, byte[] body, String served) {
        if (body.length > LARGEST) {
            throw new UnreadableManifestException(digest, "it is larger than " + LARGEST + " bytes");
        }
        if (!Digests.of(body).equals(digest)) {
            throw new UnreadableManifestException(digest, "its content does not match its digest");
        }
        try {
            JsonNode manifest = RestWire.json(body);
            String type = manifest.path("mediaType")
                    .asText(served.replaceFirst(";.*", "").strip());
            return switch (type) {
                case OCI_INDEX, DOCKER_LIST -> new ImageManifest(children(digest, manifest), subject(manifest));
                case OCI_IMAGE, DOCKER_IMAGE, OCI_ARTIFACT -> image(digest, manifest, type);
                default -> throw new UnreadableManifestException(digest, "its form is unknown");
            };
        } catch (RemoteException e) {
            throw new UnreadableManifestException(digest, "it is not of its form");
        }
    }

    private static Set<String> children(String digest, JsonNode index) {
        if (!index.path("manifests").isArray()) {
            throw new UnreadableManifestException(digest, "it is an index without a list");
        }
        Set<String> children = new HashSet<>();
        index.path("manifests")
                .forEach(
                        child -> children.add(Digests.check(child.path("digest").asText())));
        return children;
    }

    private static ImageManifest image(String digest, JsonNode manifest, String type) {
        boolean hasForm = type.equals(OCI_ARTIFACT)
                || manifest.path("config").isObject() && manifest.path("layers").isArray();
        if (!hasForm || manifest.has("manifests")) {
            throw new UnreadableManifestException(digest, "it is not of its form");
        }
        return new ImageManifest(Set.of(), subject(manifest));
    }

    private static Optional<String> subject(JsonNode manifest) {
        return manifest.path("subject").isObject()
                ? Optional.of(
                        Digests.check(manifest.path("subject").path("digest").asText()))
                : Optional.empty();
    }
}
