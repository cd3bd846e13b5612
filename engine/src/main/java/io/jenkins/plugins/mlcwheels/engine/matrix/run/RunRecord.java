package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What one build that ended well was made from, and the wheel that came of it. Values of variables are not in it, only
 * their digests with the salt.
 *
 * @param build its name
 * @param salt random, of this record
 * @param inputs what went in, by name: {@code source}, {@code python}, {@code variable CFLAGS}
 * @param wheel name of the file in the wheelhouse
 * @param sha256 of it
 * @param servedBy the build that made the wheel, if it was another one
 */
record RunRecord(
        String build,
        String salt,
        SortedMap<String, String> inputs,
        String wheel,
        String sha256,
        Optional<String> servedBy) {

    private static final int SCHEMA_VERSION = 1;
    private static final long LARGEST = 1 << 20;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Those that were written by this version and are whole; any other counts as absent, and is built again. */
    static Optional<RunRecord> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            return parse(Json.MAPPER.readTree(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<RunRecord> parse(JsonNode node) {
        SortedMap<String, String> inputs = new TreeMap<>();
        node.path("inputs")
                .properties()
                .forEach(field -> inputs.put(field.getKey(), field.getValue().asText()));
        String wheel = node.path("wheel").asText();
        String sha256 = node.path("sha256").asText();
        boolean usable = node.path("schemaVersion").asInt() == SCHEMA_VERSION
                && !wheel.isEmpty()
                && wheel.indexOf('/') < 0
                && DIGEST.matcher(sha256).matches();
        return usable
                ? Optional.of(new RunRecord(
                        node.path("build").asText(),
                        node.path("salt").asText(),
                        inputs,
                        wheel,
                        sha256,
                        Optional.ofNullable(node.get("servedBy")).map(JsonNode::asText)))
                : Optional.empty();
    }

    /** Puts it into its place as a whole. */
    void write(Path file) throws IOException {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("schemaVersion", SCHEMA_VERSION);
        node.put("build", build);
        node.put("wheel", wheel);
        node.put("sha256", sha256);
        servedBy.ifPresent(name -> node.put("servedBy", name));
        node.put("salt", salt);
        ObjectNode all = node.putObject("inputs");
        inputs.forEach(all::put);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(
                    part,
                    (Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Names of the inputs that differ from these, in order. */
    List<String> changed(Map<String, String> now) {
        List<String> names = new ArrayList<>();
        SortedMap<String, String> all = new TreeMap<>(inputs);
        all.putAll(now);
        all.keySet().stream()
                .filter(name -> !java.util.Objects.equals(inputs.get(name), now.get(name)))
                .forEach(names::add);
        return names;
    }

    /** Whether the wheel is in the wheelhouse as it was. */
    boolean isIntact(Path wheelhouse) throws IOException {
        Path file = wheelhouse.resolve(wheel);
        return Files.isRegularFile(file) && Sha256.of(file).equals(sha256);
    }
}
