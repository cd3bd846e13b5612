package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A version as PEP 440 defines it ({@code 1!2.3rc1.post4.dev5+local.6}), normalised, in its order. Two versions are
 * equal when PEP 440 holds them equal ({@code 1.0} and {@code 1.0.0}); {@link #toString()} keeps the zeros.
 *
 * @see <a href="https://peps.python.org/pep-0440/">PEP 440</a>
 */
public final class Pep440Version implements Comparable<Pep440Version> {

    /** Longer texts are refused unread; no index takes such a version. */
    private static final int LONGEST = 256;

    /** Label of a pre-release, in the order of versions. */
    public enum PreLabel {
        ALPHA("a"),
        BETA("b"),
        RC("rc");

        private final String text;

        PreLabel(String text) {
            this.text = text;
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

    Pep440Version(Pep440Scanner parts) {
        epoch = parts.epoch();
        release = List.copyOf(parts.release());
        pre = Optional.ofNullable(parts.pre());
        post = Optional.ofNullable(parts.post());
        dev = Optional.ofNullable(parts.dev());
        local = List.copyOf(parts.local());
        order = Pep440Order.of(this);
    }

    /** @throws InvalidVersionException if the text is not a version of PEP 440; blanks around it are allowed there */
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
        Pep440Scanner parts = new Pep440Scanner(Ascii.lowerCase(text.strip()));
        return parts.isVersion() ? Optional.of(new Pep440Version(parts)) : Optional.empty();
    }

    /** Whether two texts are one version, however each is spelled; texts that are none are compared as they are. */
    public static boolean isSame(String a, String b) {
        return a.equals(b) || tryParse(a).isPresent() && tryParse(a).equals(tryParse(b));
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
}
