package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A policy in a file (TOML), with the names that the options of {@code verify} have.
 *
 * @param policy what is asked for
 * @param keys files of public keys, resolved against the directory of the file
 */
public record PolicyFile(VerifyPolicy policy, List<Path> keys) {

    private static final int LARGEST = 256 << 10;
    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Set<String> KNOWN =
            Set.of("source-repository", "tag", "commit", "builder", "image", "max-age", "require-statement", "keys");

    private static final TomlMapper TOML = new TomlMapper(TomlFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(LARGEST)
                    .build())
            .build());

    public PolicyFile {
        keys = List.copyOf(keys);
    }

    /** @throws EngineException if it is not TOML, or has what no policy has; names the file */
    public static PolicyFile read(Path file) throws IOException {
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(LARGEST + 1);
        }
        try {
            if (text.length > LARGEST) {
                throw unusable("is larger than " + LARGEST + " bytes");
            }
            return read(TOML.readTree(new String(text, StandardCharsets.UTF_8)), file);
        } catch (JacksonException e) {
            throw unusable(file + ": no TOML: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (EngineException e) {
            throw unusable(file + ": " + e.getMessage());
        }
    }

    private static PolicyFile read(JsonNode top, Path file) {
        for (Iterator<String> names = top.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                throw unusable("there is no setting '" + name + "'");
            }
        }
        List<Path> keys = new ArrayList<>();
        for (String key : texts(top, "keys")) {
            keys.add(file.resolveSibling(key));
        }
        return new PolicyFile(
                new VerifyPolicy(
                        text(top, "source-repository"),
                        text(top, "tag"),
                        text(top, "commit"),
                        text(top, "builder"),
                        text(top, "image"),
                        text(top, "max-age").map(PolicyFile::age),
                        kinds(texts(top, "require-statement"))),
                keys);
    }

    /** @throws EngineException if the text is not a time such as 90s, 30m, 6h or 90d */
    public static Duration age(String text) {
        Matcher parts = AGE.matcher(text);
        if (!parts.matches()) {
            throw unusable("'" + text + "' is not an age; use 30m, 6h or 90d");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** @throws EngineException if there is no statement of one of the names */
    public static Set<StatementKind> kinds(List<String> names) {
        Set<StatementKind> kinds = EnumSet.noneOf(StatementKind.class);
        for (String name : names) {
            kinds.add(StatementKind.of(name)
                    .orElseThrow(() -> unusable(
                            "there is no statement '" + name + "'; there are provenance, test-result, audit, sbom")));
        }
        return kinds;
    }

    private static Optional<String> text(JsonNode top, String name) {
        JsonNode value = top.get(name);
        if (value != null && !value.isTextual()) {
            throw unusable(name + " is not a text");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    private static List<String> texts(JsonNode top, String name) {
        JsonNode value = top.get(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (!item.isTextual()) {
                throw unusable(name + " is not a list of texts");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    private static EngineException unusable(String problem) {
        return new EngineException(
                EngineException.Kind.INPUT, problem, "Correct the policy; docs/provenance.md has an example.");
    }
}
