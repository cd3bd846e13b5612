package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the path of a library says of who brings it, read from the data file {@code macos.txt} when first asked for. */
final class MacosCatalog {

    private static final String FILE = "macos.txt";

    /** What a path says. */
    enum Kind {
        SYSTEM,
        GONE,
        PYTHON,
        BUILDER
    }

    /**
     * A rule of the data file.
     *
     * @param what the version of macOS, or what place it is
     */
    record Rule(Kind kind, String pattern, String what) {}

    private final List<Rule> rules = new ArrayList<>();

    private MacosCatalog() {
        try (InputStream in = MacosCatalog.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    rules.add(rule(line.split("\t")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        private static final MacosCatalog BUILT_IN = new MacosCatalog();
    }

    static MacosCatalog builtIn() {
        return Holder.BUILT_IN;
    }

    private static Rule rule(String[] row) {
        if (row.length != 4) {
            throw new IllegalStateException(FILE + ": a row has " + row.length + " parts: " + row[0]);
        }
        Kind kind =
                switch (row[0]) {
                    case "system" -> Kind.SYSTEM;
                    case "gone" -> Kind.GONE;
                    case "python" -> Kind.PYTHON;
                    case "builder" -> Kind.BUILDER;
                    default -> throw new IllegalStateException(FILE + ": unknown kind of row: " + row[0]);
                };
        if (kind == Kind.SYSTEM) {
            MacosVersion.parse(row[2]);
        }
        return new Rule(kind, row[1], row[2]);
    }

    /** The first rule that the path matches. */
    Optional<Rule> of(String path) {
        for (Rule rule : rules) {
            if (Glob.matches(rule.pattern, path)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
