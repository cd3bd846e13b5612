package io.jenkins.plugins.mlcwheels.engine.version;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * The key by which PEP 440 sorts: epoch, release without trailing zeros, then {@code .devN} before {@code aN} before
 * {@code bN} before {@code rcN} before the release itself before {@code .postN}; within each, a developmental release
 * comes first; a local label comes after none, numbers after letters.
 *
 * @param pre rank and number: 0 developmental only, 1 to 3 the labels, 4 no pre-release
 * @param post -1 if there is none
 * @param dev its number, or null if there is none, which comes last
 */
record Pep440Order(
        BigInteger epoch, List<BigInteger> release, Rank pre, BigInteger post, BigInteger dev, List<String> local)
        implements Comparable<Pep440Order> {

    private static final int DEV_ONLY = 0;
    private static final int FINAL = 4;

    record Rank(int label, BigInteger number) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            return label == other.label ? number.compareTo(other.number) : Integer.compare(label, other.label);
        }
    }

    private static final Comparator<Pep440Order> BY_KEY = Comparator.comparing(Pep440Order::epoch)
            .thenComparing(Pep440Order::release, Pep440Order::compareNumbers)
            .thenComparing(Pep440Order::pre)
            .thenComparing(Pep440Order::post)
            .thenComparing(Pep440Order::dev, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Pep440Order::local, Pep440Order::compareLocal);

    static Pep440Order of(Pep440Version version) {
        return new Pep440Order(
                version.epoch(),
                withoutTrailingZeros(version.release()),
                rank(version),
                version.post().orElse(BigInteger.ONE.negate()),
                version.dev().orElse(null),
                version.local());
    }

    @Override
    public int compareTo(Pep440Order other) {
        return BY_KEY.compare(this, other);
    }

    private static Rank rank(Pep440Version version) {
        if (version.pre().isPresent()) {
            return new Rank(
                    1 + version.pre().get().label().ordinal(),
                    version.pre().get().number());
        }
        boolean devOnly = version.post().isEmpty() && version.dev().isPresent();
        return new Rank(devOnly ? DEV_ONLY : FINAL, BigInteger.ZERO);
    }

    private static List<BigInteger> withoutTrailingZeros(List<BigInteger> release) {
        int end = release.size();
        while (end > 0 && release.get(end - 1).signum() == 0) {
            end--;
        }
        return release.subList(0, end);
    }

    private static int compareNumbers(List<BigInteger> left, List<BigInteger> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareLocal(List<String> left, List<String> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareLocalPart(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareLocalPart(String left, String right) {
        boolean leftNumeric = Pep440Version.isNumeric(left);
        boolean rightNumeric = Pep440Version.isNumeric(right);
        if (leftNumeric && rightNumeric) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return leftNumeric == rightNumeric ? left.compareTo(right) : Boolean.compare(leftNumeric, rightNumeric);
    }
}
