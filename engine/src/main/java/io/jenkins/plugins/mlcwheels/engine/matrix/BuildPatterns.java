package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.build.Flavour;
import io.jenkins.plugins.mlcwheels.engine.build.FlavourCatalog;
import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import io.jenkins.plugins.mlcwheels.engine.text.InvalidGlobException;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Patterns of builds, with blanks between: {@code *}, {@code ?}, {@code [...]} and {@code {a,b}} on identifiers, or, in
 * a pattern with a slash, on {@code FLAVOUR/IDENTIFIER}.
 */
final class BuildPatterns {

    /** Families of platforms in identifiers of other systems than Linux. */
    private static final List<String> ELSEWHERE = List.of("macos", "win", "pyodide", "android", "ios");

    private static final int LONGEST = 1000;

    /** One pattern as written, and what it stands for. */
    private record One(String text, String glob) {
        boolean matches(String flavour, String identifier) {
            return Glob.matches(glob, text.indexOf('/') < 0 ? identifier : flavour + "/" + identifier);
        }
    }

    private final List<One> patterns;

    private BuildPatterns(List<One> patterns) {
        this.patterns = patterns;
    }

    /**
     * @param where names the place in messages
     * @throws InvalidMatrixException if a pattern stands for too many
     */
    static BuildPatterns of(String where, String text) {
        List<One> patterns = new ArrayList<>();
        for (String pattern : text.strip().split("\\s+")) {
            if (!pattern.isEmpty()) {
                patterns.add(one(where, pattern));
            }
        }
        return new BuildPatterns(patterns);
    }

    private static One one(String where, String pattern) {
        try {
            if (pattern.length() > LONGEST) {
                throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
            }
            One one = new One(pattern, BraceRanges.spelled(pattern));
            one.matches("", "");
            return one;
        } catch (IllegalArgumentException | InvalidGlobException e) {
            throw new InvalidMatrixException(
                    where + ": the pattern " + PrintableText.quoted(pattern) + " can't be used: " + e.getMessage(),
                    "Write several shorter patterns.");
        }
    }

    /** Whether one of them matches. */
    boolean match(Optional<String> flavour, BuildIdentifier identifier) {
        String id = flavour.orElse(Flavour.DEFAULT);
        return patterns.stream().anyMatch(pattern -> pattern.matches(id, identifier.toString()));
    }

    /** Those that match none of the builds, whatever the flavour, and are not about another system. */
    List<String> unmatched(List<BuildIdentifier> identifiers) {
        Predicate<One> matchesOne =
                pattern -> FlavourCatalog.builtIn().flavours().stream().anyMatch(flavour -> identifiers.stream()
                        .anyMatch(identifier -> pattern.matches(flavour.id(), identifier.toString())));
        return patterns.stream()
                .filter(pattern -> ELSEWHERE.stream().noneMatch(pattern.text()::contains))
                .filter(matchesOne.negate())
                .map(One::text)
                .toList();
    }
}
