package io.jenkins.plugins.mlcwheels.engine.reproducible;

import io.jenkins.plugins.mlcwheels.engine.build.BuildSurroundings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds out why two pieces of data differ, from what stands in the one and not in the other. */
final class CauseSearch {

    private static final int SHOWN = 80;
    private static final int MOST_TEXTS = 2000;
    private static final int SHORTEST_ALIKE = 3;
    private static final int SHORTEST_RANDOM = 4;
    private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9_]+");
    private static final Pattern WEEKDAY = Pattern.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? *$");
    private static final Pattern SECONDS = Pattern.compile("(?<![0-9])[1-9][0-9]{9}(?![0-9])");
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_+=-]+");

    private final BuildSurroundings first;
    private final BuildSurroundings second;

    CauseSearch(BuildSurroundings first, BuildSurroundings second) {
        this.first = first;
        this.second = second;
    }

    /**
     * A reason, and what shows it.
     *
     * @param weak whether it may be no more than a consequence of another difference
     */
    record Found(Cause cause, String evidence, boolean weak) {
        Found(Cause cause, String evidence) {
            this(cause, evidence, false);
        }
    }

    /**
     * The likely reason why these differ.
     *
     * @param symbols whether they are names of symbols
     */
    Found of(byte[] one, byte[] other, boolean symbols) {
        List<String> all = Texts.of(one);
        List<String> others = Texts.of(other);
        List<String> onlyOne = Texts.without(all, others);
        List<String> onlyOther = Texts.without(others, all);
        return surroundings(onlyOne, onlyOther)
                .or(() -> time(onlyOne, onlyOther))
                .or(() -> seconds(onlyOne, onlyOther))
                .or(() -> order(all, others, onlyOne, onlyOther))
                .or(() -> random(onlyOne, onlyOther, symbols))
                .or(() -> number(one, other))
                .or(() -> sameBytes(one, other))
                .orElseGet(() -> new Found(Cause.UNKNOWN, place(one, other), true));
    }

    private Optional<Found> surroundings(List<String> one, List<String> other) {
        return replaced(Cause.BUILD_PATH, one, other, first.directory(), second.directory())
                .or(() -> replaced(Cause.USER_NAME, one, other, first.user(), second.user()))
                .or(() -> replaced(Cause.TIME_ZONE, one, other, first.timeZone(), second.timeZone()));
    }

    /** A text that has the one's value where a text of the other has the other's. */
    private static Optional<Found> replaced(
            Cause cause, List<String> one, List<String> other, String value, String otherValue) {
        if (value.isEmpty() || otherValue.isEmpty() || value.equals(otherValue)) {
            return Optional.empty();
        }
        Set<String> others = new HashSet<>(other);
        for (String text : one) {
            if (text.contains(value) && others.contains(text.replace(value, otherValue))) {
                return Optional.of(new Found(cause, both(text, text.replace(value, otherValue))));
            }
        }
        if (cause != Cause.BUILD_PATH) {
            return Optional.empty();
        }
        for (String text : one) {
            if (text.contains(value)) {
                return Optional.of(new Found(cause, shown(text, text.indexOf(value))));
            }
        }
        return Optional.empty();
    }

    private Optional<Found> time(List<String> one, List<String> other) {
        Map<String, String> byRest = new HashMap<>();
        for (String text : some(other)) {
            TimeText.in(text).ifPresent(time -> byRest.put(rest(text, time), text));
        }
        for (String text : some(one)) {
            Optional<TimeText> time = TimeText.in(text);
            Optional<String> partner = time.map(found -> byRest.get(rest(text, found)));
            if (partner.isPresent()) {
                TimeText otherTime = TimeText.in(partner.get()).orElseThrow();
                Cause cause = isMoved(time.get(), otherTime) ? Cause.TIME_ZONE : Cause.TIME_STAMP;
                return Optional.of(new Found(cause, both(text, partner.get())));
            }
        }
        return Optional.empty();
    }

    /** Seconds since 1970 in digits. */
    private Optional<Found> seconds(List<String> one, List<String> other) {
        Optional<String> text = withSeconds(one, first);
        Optional<String> otherText = withSeconds(other, second);
        return text.isPresent() && otherText.isPresent()
                ? Optional.of(new Found(Cause.TIME_STAMP, both(text.get(), otherText.get())))
                : Optional.empty();
    }

    private static Optional<String> withSeconds(List<String> texts, BuildSurroundings surroundings) {
        return texts.stream()
                .filter(text -> SECONDS.matcher(text)
                        .results()
                        .anyMatch(found -> surroundings.hasTime(Long.parseLong(found.group()))))
                .findFirst();
    }

    private static String rest(String text, TimeText time) {
        return WEEKDAY.matcher(text.substring(0, time.start())).replaceAll("");
    }

    /** Whether they are one moment in two time zones. */
    private static boolean isMoved(TimeText one, TimeText other) {
        if (!one.hasClock() || !other.hasClock()) {
            return false;
        }
        long seconds = Math.abs(Duration.between(one.time(), other.time()).toSeconds());
        return seconds > 0 && seconds % 900 == 0 && seconds <= 26 * 3600;
    }

    private static Optional<Found> order(List<String> all, List<String> others, List<String> one, List<String> other) {
        if (one.isEmpty() && other.isEmpty()) {
            return all.equals(others) ? Optional.empty() : Optional.of(new Found(Cause.ORDER, moved(all, others)));
        }
        if (!one.isEmpty()
                && sorted(tokens(one)).equals(sorted(tokens(other)))
                && tokens(one).size() > 1) {
            return Optional.of(new Found(Cause.ORDER, both(one.get(0), other.get(0))));
        }
        return Optional.empty();
    }

    private static String moved(List<String> all, List<String> others) {
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).equals(others.get(i))) {
                return both(all.get(i), others.get(i));
            }
        }
        return "";
    }

    private static List<String> tokens(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(SEPARATORS.split(text)))
                .filter(token -> !token.isEmpty())
                .toList();
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().toList();
    }

    /** Two texts that are alike but for one run of letters and digits. */
    private static Optional<Found> random(List<String> one, List<String> other, boolean symbols) {
        Map<String, String> byStart = new HashMap<>();
        for (String text : some(other)) {
            byStart.putIfAbsent(start(text), text);
        }
        for (String text : some(one)) {
            String partner = byStart.get(start(text));
            if (partner != null && differInOneWord(text, partner)) {
                return Optional.of(new Found(symbols ? Cause.RANDOM_SYMBOL : Cause.RANDOM_TEXT, both(text, partner)));
            }
        }
        return Optional.empty();
    }

    private static String start(String text) {
        return text.substring(0, Math.min(SHORTEST_ALIKE, text.length()));
    }

    private static boolean differInOneWord(String one, String other) {
        int start = 0;
        int shorter = Math.min(one.length(), other.length());
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        String middle = one.substring(start, one.length() - end);
        String otherMiddle = other.substring(start, other.length() - end);
        return Math.max(middle.length(), otherMiddle.length()) >= SHORTEST_RANDOM
                && RANDOM.matcher(middle).matches()
                && RANDOM.matcher(otherMiddle).matches();
    }

    /** A time in seconds since 1970 as a number, of four or eight bytes. */
    private Optional<Found> number(byte[] one, byte[] other) {
        int length = Math.min(one.length, other.length);
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer values = ByteBuffer.wrap(one).order(order);
            ByteBuffer others = ByteBuffer.wrap(other).order(order);
            for (int i = 0; i + 4 <= length; i++) {
                long value = Integer.toUnsignedLong(values.getInt(i));
                long otherValue = Integer.toUnsignedLong(others.getInt(i));
                if (value != otherValue && first.hasTime(value) && second.hasTime(otherValue)) {
                    return Optional.of(new Found(Cause.TIME_STAMP, value + " and " + otherValue + " at byte " + i));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> sameBytes(byte[] one, byte[] other) {
        int[] counts = new int[256];
        for (byte value : one) {
            counts[value & 0xff]++;
        }
        for (byte value : other) {
            counts[value & 0xff]--;
        }
        return Arrays.stream(counts).allMatch(count -> count == 0)
                ? Optional.of(new Found(Cause.ORDER, "the same bytes in another order", true))
                : Optional.empty();
    }

    private static String place(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        return "from byte " + at
                + (one.length == other.length ? "" : ", " + one.length + " and " + other.length + " bytes");
    }

    private static List<String> some(List<String> texts) {
        return texts.subList(0, Math.min(MOST_TEXTS, texts.size()));
    }

    private static String both(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return shown(one, at) + " and " + shown(other, at);
    }

    /** The part of a text around a place. */
    private static String shown(String text, int at) {
        int start = text.length() <= SHOWN ? 0 : Math.max(0, at - SHOWN / 4);
        int end = Math.min(text.length(), start + SHOWN);
        return "'" + (start > 0 ? "..." : "") + text.substring(start, end) + (end < text.length() ? "..." : "") + "'";
    }
}
