package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A set of version specifiers as PEP 440 defines them, such as {@code >=3.9,!=3.10.*}.
 *
 * @see <a href="https://peps.python.org/pep-0440/#version-specifiers">PEP 440, version specifiers</a>
 */
public final class VersionSpecifiers {

    private static final int LONGEST = 1000;
    private static final List<String> OPERATORS = List.of("===", "~=", "==", "!=", "<=", ">=", "<", ">");

    /** One specifier; {@code version} is empty for {@code ===}, which compares text. */
    private record Clause(String operator, Optional<Pep440Version> version, boolean prefix, String text) {}

    private final List<Clause> clauses;
    private final String text;

    private VersionSpecifiers(String text, List<Clause> clauses) {
        this.text = text;
        this.clauses = List.copyOf(clauses);
    }

    /** @throws InvalidVersionException if it is not a set of specifiers */
    public static VersionSpecifiers parse(String text) {
        return tryParse(text).orElseThrow(() -> invalid(text));
    }

    /** Empty if it is no set of specifiers, or an unreasonably long one. */
    public static Optional<VersionSpecifiers> tryParse(String text) {
        List<Clause> clauses = new ArrayList<>();
        for (String part : text.length() > LONGEST ? new String[] {text} : text.split(",", -1)) {
            if (!part.isBlank()) {
                Optional<Clause> clause = clause(part.strip());
                if (clause.isEmpty()) {
                    return Optional.empty();
                }
                clauses.add(clause.get());
            }
        }
        return Optional.of(new VersionSpecifiers(text.strip(), clauses));
    }

    private static InvalidVersionException invalid(String text) {
        return new InvalidVersionException(
                PrintableText.quoted(text) + " is not a set of version specifiers",
                "Write it as PEP 440 has it, such as >=3.9,<4.");
    }

    private static Optional<Clause> clause(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        for (String operator : OPERATORS) {
            if (text.startsWith(operator)) {
                String version = text.substring(operator.length()).strip();
                if (operator.equals("===")) {
                    return version.isEmpty() || version.indexOf(' ') >= 0
                            ? Optional.empty()
                            : Optional.of(new Clause(operator, Optional.empty(), false, version));
                }
                boolean prefix = version.endsWith(".*") && (operator.equals("==") || operator.equals("!="));
                return Pep440Version.tryParse(prefix ? version.substring(0, version.length() - 2) : version)
                        .filter(parsed ->
                                !operator.equals("~=") || parsed.release().size() > 1)
                        .map(parsed -> new Clause(operator, Optional.of(parsed), prefix, version));
            }
        }
        return Optional.empty();
    }

    /** Whether the version satisfies every specifier; pre-releases are judged like other versions. */
    public boolean contains(Pep440Version version) {
        return clauses.stream().allMatch(clause -> holds(clause, version));
    }

    private static boolean holds(Clause clause, Pep440Version version) {
        if (clause.version().isEmpty()) {
            return clause.text().equalsIgnoreCase(version.toString());
        }
        Pep440Version bound = clause.version().get();
        Pep440Version candidate = bound.local().isEmpty() ? Pep440Version.parse(version.publicVersion()) : version;
        int order = candidate.compareTo(bound);
        return switch (clause.operator()) {
            case "==" ->
                clause.prefix() ? hasPrefix(version, bound, bound.release().size()) : order == 0;
            case "!=" ->
                clause.prefix() ? !hasPrefix(version, bound, bound.release().size()) : order != 0;
            case "~=" -> order >= 0 && hasPrefix(version, bound, bound.release().size() - 1);
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0 && (bound.isPrerelease() || !version.isPrerelease() || !sameRelease(version, bound));
            default ->
                order > 0 && (bound.post().isPresent() || version.post().isEmpty() || !sameRelease(version, bound));
        };
    }

    private static boolean sameRelease(Pep440Version a, Pep440Version b) {
        return hasPrefix(a, b, Math.max(a.release().size(), b.release().size()));
    }

    private static boolean hasPrefix(Pep440Version version, Pep440Version prefix, int length) {
        for (int i = 0; i < length; i++) {
            if (!number(version, i).equals(number(prefix, i))) {
                return false;
            }
        }
        return version.epoch().equals(prefix.epoch());
    }

    private static BigInteger number(Pep440Version version, int place) {
        return place < version.release().size() ? version.release().get(place) : BigInteger.ZERO;
    }

    /** As written. */
    @Override
    public String toString() {
        return text;
    }
}
