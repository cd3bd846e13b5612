package io.jenkins.plugins.mlcwheels.engine.retention;

import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be kept. An item goes only if it is past every limit that is set; with no limit set nothing goes.
 *
 * @param keepNewest how many items of each group are kept, the newest first; empty if number alone decides nothing
 * @param order by what "newest" is measured
 * @param maxAge how old an item may become; empty if age alone decides nothing
 * @param protectedTags globs of tags; an item with such a tag is kept whatever else holds
 * @param largestShare the largest share of all items, 0 to 1, that one plan may delete
 */
public record RetentionPolicy(
        OptionalInt keepNewest,
        Order order,
        Optional<Duration> maxAge,
        List<String> protectedTags,
        double largestShare) {

    /** What {@link #largestShare()} is unless somebody says otherwise: anything but everything. */
    public static final double ALL_BUT_EVERYTHING = 1.0;

    /** By what the newest items are found. Items that lack it are kept. */
    public enum Order {
        VERSION,
        TIME
    }

    public RetentionPolicy {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(maxAge, "maxAge");
        protectedTags = List.copyOf(protectedTags);
        if (keepNewest.isPresent() && keepNewest.getAsInt() < 1) {
            throw new RetentionRefusedException(
                    "at least 1 has to be kept, not " + keepNewest.getAsInt(), "Give a number from 1 up.");
        }
        if (maxAge.isPresent() && (maxAge.get().isNegative() || maxAge.get().isZero())) {
            throw new RetentionRefusedException("the age has to be above 0", "Give it in days from 1 up.");
        }
        if (!(largestShare > 0 && largestShare <= 1)) {
            throw new RetentionRefusedException(
                    "the largest share has to be above 0 and at most 1, not " + largestShare, "Give 0.5 for a half.");
        }
    }

    /** Keeps the newest so many by time, and the tags that the globs match. */
    public static RetentionPolicy newest(int count, String... protectedTags) {
        return new RetentionPolicy(
                OptionalInt.of(count), Order.TIME, Optional.empty(), List.of(protectedTags), ALL_BUT_EVERYTHING);
    }

    /** Keeps what is no older than this, and the tags that the globs match. */
    public static RetentionPolicy youngerThan(Duration age, String... protectedTags) {
        return new RetentionPolicy(
                OptionalInt.empty(), Order.TIME, Optional.of(age), List.of(protectedTags), ALL_BUT_EVERYTHING);
    }

    /** The same with another meaning of newest. */
    public RetentionPolicy orderedBy(Order by) {
        return new RetentionPolicy(keepNewest, by, maxAge, protectedTags, largestShare);
    }

    /** The same with another largest share of all items that may go unforced, above 0 and at most 1. */
    public RetentionPolicy deletingAtMost(double share) {
        return new RetentionPolicy(keepNewest, order, maxAge, protectedTags, share);
    }

    /** Whether a glob matches a tag, or whatever else the globs are held against. */
    public boolean isProtected(String tag) {
        return protectedTags.stream().anyMatch(glob -> Glob.matches(glob, tag));
    }
}
