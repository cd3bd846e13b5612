package io.jenkins.plugins.mlcwheels.engine.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Until when an index named addresses on the web that it does not name any more, in the hidden file
 * {@code .mlc-wheels-left}: an installer that read a page before may still ask for them.
 */
final class LeftAddresses {

    private static final String FILE = ".mlc-wheels-left";

    /** No installer takes that long. */
    private static final Duration LONGEST = Duration.ofDays(90);

    private final Path file;
    private final SortedMap<String, Instant> left;
    private final Set<String> named;

    private LeftAddresses(Path file, SortedMap<String, Instant> left, Set<String> named) {
        this.file = file;
        this.left = left;
        this.named = named;
    }

    /** What is unreadable counts as if it were not there. */
    static LeftAddresses in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        SortedMap<String, Instant> left = new TreeMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    time(line.substring(0, space)).ifPresent(time -> left.put(line.substring(space + 1), time));
                }
            }
        }
        return new LeftAddresses(file, left, named(directory));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** All addresses on the web that the pages of an index name. */
    private static Set<String> named(Path directory) throws IOException {
        Set<String> named = new TreeSet<>();
        if (!Files.isDirectory(directory)) {
            return named;
        }
        for (String project : OwnPages.in(directory).projects()) {
            Path page = directory.resolve(project).resolve(SimpleIndex.JSON);
            if (Files.isRegularFile(page)) {
                for (JsonNode wheel :
                        Json.MAPPER.readTree(Files.readAllBytes(page)).path("files")) {
                    named.add(wheel.path("url").asText());
                    named.add(wheel.path("_mlc-wheels-bundle").path("url").asText());
                }
            }
        }
        return named.stream().filter(url -> url.startsWith("http")).collect(Collectors.toCollection(TreeSet::new));
    }

    /** When an address was named last: now if it is; empty if not for long. */
    Optional<Instant> lastNamed(String address, Instant now) {
        return named.contains(address) ? Optional.of(now) : Optional.ofNullable(left.get(address));
    }

    /** Remembers what is not named any more by the pages that were written just now. */
    void write(Collection<IndexedWheel> wheels, Instant now) throws IOException {
        Set<String> current = wheels.stream().map(IndexedWheel::url).collect(Collectors.toSet());
        wheels.forEach(wheel -> wheel.bundle().ifPresent(bundle -> current.add(bundle.url())));
        SortedMap<String, Instant> all = new TreeMap<>(left);
        named.forEach(address -> all.put(address, now));
        all.keySet().removeAll(current);
        all.values().removeIf(time -> time.isBefore(now.minus(LONGEST)));
        if (all.isEmpty() && !Files.exists(file)) {
            return;
        }
        String text = all.entrySet().stream()
                .map((Map.Entry<String, Instant> entry) -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        AtomicFile.sweep(file);
        AtomicFile.write(file, text);
    }
}
