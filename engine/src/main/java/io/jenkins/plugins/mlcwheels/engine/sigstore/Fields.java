package io.jenkins.plugins.mlcwheels.engine.sigstore;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Reads fields of JSON as protobuf prints it: bytes in Base64, long numbers as text. */
final class Fields {

    private static final int MOST = 64;

    private Fields() {}

    static byte[] bytes(JsonNode node, String... path) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text(node, path));
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw missing(path);
        }
        throw missing(path);
    }

    static String text(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        if (!value.isTextual()) {
            throw missing(path);
        }
        return value.textValue();
    }

    static BigInteger number(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        String text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
        if (!text.matches("[0-9]{1,19}")) {
            throw missing(path);
        }
        return new BigInteger(text);
    }

    static Iterable<JsonNode> list(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        if (value.isMissingNode()) {
            return java.util.List.of();
        }
        if (!value.isArray() || value.size() > MOST) {
            throw missing(path);
        }
        return value;
    }

    static Optional<Instant> time(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        try {
            return value.isMissingNode() ? Optional.empty() : Optional.of(Instant.parse(text(node, path)));
        } catch (DateTimeException e) {
            throw missing(path);
        }
    }

    static JsonNode at(JsonNode node, String... path) {
        JsonNode value = node;
        for (String name : path) {
            value = value.path(name);
        }
        return value;
    }

    private static KeylessException missing(String... path) {
        return new KeylessException("no '" + String.join(".", path) + "' that can be read");
    }
}
