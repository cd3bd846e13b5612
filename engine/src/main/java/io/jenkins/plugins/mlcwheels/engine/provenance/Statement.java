package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An in-toto Statement v1: what is said of files that are known by their SHA-256.
 *
 * @param subjects the files, at least one
 * @param predicateType an address that names the form of the predicate
 * @param predicate what is said
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto Statement</a>
 */
public record Statement(List<Subject> subjects, String predicateType, ObjectNode predicate) {

    /** The type that such a statement has as the payload of an envelope. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final int MOST_SUBJECTS = 10_000;

    public Statement {
        subjects = List.copyOf(subjects);
        Objects.requireNonNull(predicateType, "predicateType");
        predicate = predicate.deepCopy();
    }

    /** A statement of one of the kinds that are known here. */
    static Statement of(StatementKind kind, List<Subject> subjects, ObjectNode predicate) {
        return new Statement(subjects, kind.predicateType(), predicate);
    }

    /** Its kind; empty for one of others. */
    public Optional<StatementKind> kind() {
        return StatementKind.ofPredicate(predicateType);
    }

    /** Its JSON form in UTF-8; the same statement always gives the same bytes. */
    public byte[] toJson() {
        ObjectNode top = BundleJson.MAPPER.createObjectNode();
        top.put("_type", TYPE);
        ArrayNode list = top.putArray("subject");
        for (Subject subject : subjects) {
            ObjectNode node = list.addObject().put("name", subject.name());
            node.putObject("digest").put("sha256", subject.sha256());
        }
        top.put("predicateType", predicateType);
        top.set("predicate", predicate);
        return BundleJson.print(top);
    }

    /** @throws InvalidBundleException if it is not a statement about files known by SHA-256, or exceeds limits */
    public static Statement parse(byte[] json) {
        ObjectNode top = BundleJson.read(json, "has a statement that is");
        BundleJson.only(top, "the statement", "_type", "subject", "predicateType", "predicate");
        if (!BundleJson.text(top, "_type").equals(TYPE)) {
            throw new InvalidBundleException("has a statement of another type than " + TYPE);
        }
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode node : BundleJson.list(top, "subject", MOST_SUBJECTS)) {
            String digest = BundleJson.text(BundleJson.object(node, "digest"), "sha256");
            if (!Subject.DIGEST.matcher(digest).matches()) {
                throw new InvalidBundleException("has a subject without a SHA-256 of 64 lower-case digits");
            }
            subjects.add(new Subject(node.path("name").asText(), digest));
        }
        if (subjects.isEmpty()) {
            throw new InvalidBundleException("has a statement about nothing");
        }
        return new Statement(subjects, BundleJson.text(top, "predicateType"), BundleJson.object(top, "predicate"));
    }
}
