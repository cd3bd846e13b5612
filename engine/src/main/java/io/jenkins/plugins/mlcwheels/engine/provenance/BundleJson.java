package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.Set;

/** What the readers of bundles and statements have in common: limits, and no field that is repeated or mistyped. */
final class BundleJson {

    /** A longer bundle is not read; the statement of a thousand files has about 200,000 bytes. */
    static final int LARGEST = 8 << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(LARGEST)
                            .maxNameLength(4096)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private BundleJson() {}

    /** @param what it is, as in "is", for the message */
    static ObjectNode read(byte[] json, String what) {
        if (json.length > LARGEST) {
            throw new InvalidBundleException(what + " larger than " + LARGEST + " bytes");
        }
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidBundleException(what + " not JSON that can be read: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new InvalidBundleException(what + " not JSON that can be read");
        }
        throw new InvalidBundleException(what + " not a JSON object");
    }

    static byte[] print(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be printed", e);
        }
    }

    static ObjectNode object(JsonNode parent, String field) {
        if (parent.get(field) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidBundleException("has no object '" + field + "'");
    }

    /** A list of objects. */
    static Iterable<JsonNode> list(JsonNode parent, String field, int most) {
        JsonNode values = parent.get(field);
        if (values == null || !values.isArray() || values.size() > most) {
            throw new InvalidBundleException("has no list '" + field + "' of at most " + most);
        }
        for (JsonNode value : values) {
            if (!value.isObject()) {
                throw new InvalidBundleException("has something else than objects in '" + field + "'");
            }
        }
        return values;
    }

    static String text(JsonNode parent, String field) {
        JsonNode value = parent.get(field);
        if (value == null || !value.isTextual()) {
            throw new InvalidBundleException("has no text '" + field + "'");
        }
        return value.textValue();
    }

    /** Standard Base64 with its padding, and nothing else that a lenient reader would take for the same bytes. */
    static byte[] base64(JsonNode parent, String field) {
        String text = text(parent, field);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0 && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException("has a '" + field + "' that is not Base64");
        }
        throw new InvalidBundleException("has a '" + field + "' that is not Base64");
    }

    static void only(JsonNode node, String where, String... allowed) {
        Set<String> known = Set.copyOf(Arrays.asList(allowed));
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new InvalidBundleException("has an unknown field '" + name + "' in " + where);
            }
        }
    }
}
