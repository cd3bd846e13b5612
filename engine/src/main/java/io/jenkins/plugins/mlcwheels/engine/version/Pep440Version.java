package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version as PEP 440 defines it ({@code 1!2.3rc1.post4.dev5+local.6}), normalised, in its order. Two versions are
 * equal when PEP 440 holds them equal ({@code 1.0} and {@code 1.0.0}); {@link #toString()} keeps the zeros.
 *
 * @see <a href="https://peps.python.org/pep-0440/">PEP 440</a>
 */
public final class Pep440Version implements Comparable<Pep440Version> {

    /** Longer texts are refused unread; no index takes such a version. */
    private static final int LONGEST = 256;

    /** The expression of PEP 440's appendix B, with its alternative spellings. */
    private static final Pattern SYNTAX = Pattern.compile("v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)"
            + "(?:[-_.]?(?<preLabel>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?"
            + "(?<post>-(?<postImplicit>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>[0-9]+)?)?"
            + "(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?)?"
            + "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?");

    /** Label of a pre-release, in the order of versions. */
    public enum PreLabel {
        ALPHA("a"),
        BETA("b"),
        RC("rc");

        private final String text;

        PreLabel(String text) {
            this.text = text;
        }

        private static PreLabel of(String spelling) {
            return switch (spelling) {
                case "a", "alpha" -> ALPHA;
                case "b", "beta" -> BETA;
                default -> RC;
            };
        }
    }

    /** The {@code rc1} of {@code 1.0rc1}. */
    public record Pre(PreLabel label, BigInteger number) {
        @Override
        public String toString() {
            return label.text + number;
        }
    }

    private final BigInteger epoch;
    private final List<BigInteger> release;
    private final Optional<Pre> pre;
    private final Optional<BigInteger> post;
    private final Optional<BigInteger> dev;
    private final List<String> local;
    private final Pep440Order order;

    private Pep440Version(Matcher parts) {
        epoch = number(parts.group("epoch"));
        release = Stream.of(parts.group("release").split("\\."))
                .map(Pep440Version::number)
                .toList();
        pre = Optional.ofNullable(parts.group("preLabel"))
                .map(label -> new Pre(PreLabel.of(label), number(parts.group("preNumber"))));
        post = Optional.ofNullable(parts.group("post"))
                .map(any -> number(
                        parts.group("postImplicit") == null ? parts.group("postNumber") : parts.group("postImplicit")));
        dev = Optional.ofNullable(parts.group("dev")).map(any -> number(parts.group("devNumber")));
        local = Optional.ofNullable(parts.group("local")).stream()
                .flatMap(text -> Stream.of(text.split("[-_.]")))
                .map(part -> isNumeric(part) ? number(part).toString() : part)
                .toList();
        order = Pep440Order.of(this);
    }

    /** @throws InvalidVersionException if the text is no version of PEP 440; blanks around it are allowed there */
    public static Pep440Version parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new InvalidVersionException(
                        "version " + PrintableText.quoted(text) + " is not a PEP 440 version",
                        "Use numbers with dots, then optionally aN, bN or rcN, .postN, .devN and +local, such"
                                + " as 1.2.0rc1."));
    }

    /** As {@link #parse}, but empty where that throws. */
    public static Optional<Pep440Version> tryParse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher parts = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        return parts.matches() ? Optional.of(new Pep440Version(parts)) : Optional.empty();
    }

    /** The number before {@code !}; 0 if there is none. */
    public BigInteger epoch() {
        return epoch;
    }

    /** The numbers with dots, as many as were written. */
    public List<BigInteger> release() {
        return release;
    }

    /** The pre-release part, such as that of {@code 1.0rc1}; empty if there is none. */
    public Optional<Pre> pre() {
        return pre;
    }

    /** Number of the post-release; empty if it is none. */
    public Optional<BigInteger> post() {
        return post;
    }

    /** Number of the developmental release; empty if it is none. */
    public Optional<BigInteger> dev() {
        return dev;
    }

    /** Parts of the local version label; empty if there is none. */
    public List<String> local() {
        return local;
    }

    /** Installers pass over pre-releases and developmental releases unless told otherwise. */
    public boolean isPrerelease() {
        return pre.isPresent() || dev.isPresent();
    }

    /** Without the local version label. */
    public String publicVersion() {
        return withoutDev() + dev.map(number -> ".dev" + number).orElse("");
    }

    /** Without the local version label and {@code .devN}. */
    String withoutDev() {
        return (epoch.signum() == 0 ? "" : epoch + "!")
                + release.stream().map(BigInteger::toString).collect(Collectors.joining("."))
                + pre.map(Pre::toString).orElse("")
                + post.map(number -> ".post" + number).orElse("");
    }

    /** The normalised form. */
    @Override
    public String toString() {
        return publicVersion() + (local.isEmpty() ? "" : "+" + String.join(".", local));
    }

    @Override
    public int compareTo(Pep440Version other) {
        return order.compareTo(other.order);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pep440Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return order.hashCode();
    }

    static boolean isNumeric(String part) {
        return part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static BigInteger number(String digits) {
        return digits == null ? BigInteger.ZERO : new BigInteger(digits);
    }
}
