package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of METADATA (core metadata specification) that matter here. */
public final class CoreMetadata {

    private final HeaderFields fields;

    private CoreMetadata(HeaderFields fields) {
        this.fields = fields;
    }

    /**
     * @param where the entry's name, for messages
     * @throws BrokenWheelException if it can't be read or has no name or version
     */
    public static CoreMetadata parse(String where, byte[] content) {
        CoreMetadata metadata = new CoreMetadata(HeaderFields.parse(where, content));
        if (metadata.name().isEmpty() || metadata.version().isEmpty()) {
            throw new BrokenWheelException(where, "has no Name or no Version");
        }
        return metadata;
    }

    /** Version of the metadata format, such as {@code 2.1}; empty if it isn't given. */
    public String metadataVersion() {
        return fields.first("Metadata-Version");
    }

    /** As written. */
    public String name() {
        return fields.first("Name");
    }

    /** As PEP 503 compares names. */
    public String normalizedName() {
        return ProjectName.normalized(name());
    }

    /** As written. */
    public String version() {
        return fields.first("Version");
    }

    /** A version specifier such as {@code >=3.9}. */
    public Optional<String> requiresPython() {
        String value = fields.first("Requires-Python");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** Requirements (PEP 508), in order. */
    public List<String> requiresDist() {
        return fields.all("Requires-Dist");
    }

    /** Names of its extras, in order. */
    public List<String> providesExtra() {
        return fields.all("Provides-Extra");
    }

    /** The first value of a field, or an empty text. */
    String first(String field) {
        return fields.first(field);
    }

    /** The names of all fields, as first written, with how often each is there; in the order of the file. */
    Map<String, Integer> fieldCounts() {
        return fields.counts();
    }

    /** The names of all fields, as first written, each once, in the order of the file. */
    public List<String> fieldNames() {
        return List.copyOf(fields.counts().keySet());
    }

    /** All values of any field, in order; names compare without case. */
    public List<String> values(String field) {
        return fields.all(field);
    }
}
