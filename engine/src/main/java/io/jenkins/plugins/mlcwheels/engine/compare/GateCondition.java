package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import io.jenkins.plugins.mlcwheels.engine.text.NearestWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that must not differ between wheels.
 *
 * @param kind what it is about
 * @param text as it was asked for
 * @param percent of growth that is allowed; -1 if bytes are given, or it is not about sizes
 * @param bytes of growth that are allowed; -1 if percents are given, or it is not about sizes
 */
public record GateCondition(Kind kind, String text, double percent, long bytes) {

    private static final Pattern SIZE = Pattern.compile("size\\+([0-9]{1,9}(?:\\.[0-9]{1,3})?)(%|[kKMG]?)");

    /** What conditions there are. */
    public enum Kind {
        /** The file has grown by more than so much. */
        SIZE,
        /** The new wheel is for newer systems only. */
        TAG_NEWER,
        /** A library of the wheel exports fewer symbols. */
        SYMBOLS_REMOVED,
        /** A repair copied a library into it that the old wheel does not have. */
        NEW_GRAFT,
        /** A library is needed from outside that the old wheel does not need. */
        NEW_LIBRARY,
        /** Another project is required. */
        NEW_DEPENDENCY,
        /** Anything about the required projects differs. */
        DEPENDENCY_CHANGED,
        /** Requires-Python differs. */
        PYTHON_CHANGED,
        /** An entry point is gone or leads elsewhere. */
        ENTRY_POINT_REMOVED,
        /** A licence, its name or its text differs. */
        LICENSE_CHANGED,
        /** A file is gone. */
        FILE_REMOVED,
        /** The audit found more errors. */
        NEW_ERROR,
        /** A wheel of the old set has no partner. */
        WHEEL_MISSING
    }

    /**
     * Reads a list such as {@code size+10%,tag-newer}.
     *
     * @throws EngineException naming a condition that there is not
     */
    public static List<GateCondition> parseAll(List<String> texts) {
        List<GateCondition> conditions = new ArrayList<>();
        for (String text : texts) {
            for (String one : text.split(",")) {
                if (!one.isBlank()) {
                    conditions.add(parse(one.strip()));
                }
            }
        }
        return conditions;
    }

    private static GateCondition parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            double number = Double.parseDouble(size.group(1));
            return size.group(2).equals("%")
                    ? new GateCondition(Kind.SIZE, text, number, -1)
                    : new GateCondition(Kind.SIZE, text, -1, (long) (number
                            * Math.pow(
                                    1024,
                                    " KMG"
                                            .indexOf((size.group(2) + " ")
                                                    .toUpperCase(Locale.ROOT)
                                                    .charAt(0)))));
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.SIZE && KebabCase.of(kind).equals(text))
                .findFirst()
                .map(kind -> new GateCondition(kind, text, -1, -1))
                .orElseThrow(() -> unknown(text));
    }

    private static EngineException unknown(String text) {
        List<String> names = new ArrayList<>(List.of("size+10%"));
        Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.SIZE)
                .map(KebabCase::of)
                .forEach(names::add);
        Optional<String> near = NearestWord.to(text, names);
        return new EngineException(
                EngineException.Kind.INPUT,
                "'" + text + "' is no condition",
                near.map(word -> "Did you mean " + word + "? ").orElse("") + "There are size+10% and size+5M, "
                        + String.join(", ", names.subList(1, names.size())) + ".");
    }

    /** Where it is not met. */
    List<GateFailure> failures(SetComparison set) {
        if (kind == Kind.WHEEL_MISSING) {
            return set.missing().stream()
                    .map(wheel -> new GateFailure(text, wheel, "there is no such wheel among the new ones"))
                    .toList();
        }
        List<GateFailure> failures = new ArrayList<>();
        for (WheelComparison wheel : set.wheels()) {
            reason(wheel)
                    .ifPresent(reason ->
                            failures.add(new GateFailure(text, wheel.after().filename(), reason)));
        }
        return failures;
    }

    private Optional<String> reason(WheelComparison wheel) {
        return switch (kind) {
            case SIZE -> size(wheel);
            case TAG_NEWER ->
                wheel.tag().newer()
                        ? Optional.of(
                                wheel.tag().summary() + because(wheel.tag().reasons()))
                        : Optional.empty();
            case SYMBOLS_REMOVED ->
                wheel.symbols().stream()
                        .filter(change -> change.removed() > 0)
                        .findFirst()
                        .map(change -> ComparisonWords.counted(wheel.removedSymbols(), "exported symbol")
                                + " gone, the first from "
                                + change.path()
                                + (change.names().isEmpty()
                                        ? ""
                                        : ": " + change.names().get(0)));
            case NEW_GRAFT -> libraries(wheel, LibraryChange.Kind.GRAFTED);
            case NEW_LIBRARY -> libraries(wheel, LibraryChange.Kind.NEEDED);
            case NEW_DEPENDENCY -> some("requires ", wheel.newDependencies());
            case DEPENDENCY_CHANGED -> changed(wheel, "Requires-Dist");
            case PYTHON_CHANGED -> changed(wheel, "Requires-Python");
            case ENTRY_POINT_REMOVED ->
                some("has no longer ", wheel.field(MetadataChanges.ENTRY_POINT).removed());
            case LICENSE_CHANGED ->
                wheel.metadata().stream()
                        .map(FieldChange::field)
                        .filter(MetadataChanges::isLicense)
                        .findFirst()
                        .flatMap(field -> changed(wheel, field));
            case FILE_REMOVED ->
                wheel.files().removed() == 0
                        ? Optional.empty()
                        : some(
                                wheel.files().removed() + " files are gone: ",
                                wheel.files().list().stream()
                                        .filter(file -> file.kind() == FileChange.Kind.REMOVED)
                                        .map(FileChange::path)
                                        .toList());
            case NEW_ERROR ->
                wheel.after().errors() > wheel.before().errors()
                        ? Optional.of("the audit finds " + wheel.after().errors() + " errors, and "
                                + wheel.before().errors() + " in the old wheel")
                        : Optional.empty();
            case WHEEL_MISSING -> Optional.empty();
        };
    }

    private Optional<String> size(WheelComparison wheel) {
        long allowed = bytes >= 0 ? bytes : (long) Math.floor(wheel.before().size() * percent / 100);
        return wheel.growth() <= allowed
                ? Optional.empty()
                : Optional.of("grew by " + ByteSize.print(wheel.growth()) + " ("
                        + ByteSize.percent(wheel.before().size(), wheel.after().size()) + "), from "
                        + ByteSize.print(wheel.before().size()) + " to "
                        + ByteSize.print(wheel.after().size()));
    }

    private static Optional<String> libraries(WheelComparison wheel, LibraryChange.Kind kind) {
        return some(
                kind == LibraryChange.Kind.GRAFTED ? "was given " : "needs from outside ",
                wheel.libraries().stream()
                        .filter(library -> library.kind() == kind)
                        .map(LibraryChange::name)
                        .toList());
    }

    private static Optional<String> changed(WheelComparison wheel, String field) {
        FieldChange change = wheel.field(field);
        return change.removed().isEmpty() && change.added().isEmpty()
                ? Optional.empty()
                : Optional.of(field + " was " + listed(change.removed()) + " and is " + listed(change.added()));
    }

    private static String because(List<String> reasons) {
        return reasons.isEmpty() ? "" : ": " + reasons.get(0);
    }

    private static Optional<String> some(String words, List<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(words + listed(names));
    }

    private static String listed(List<String> names) {
        return names.isEmpty()
                ? "nothing"
                : String.join(", ", names.subList(0, Math.min(3, names.size())))
                        + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : "");
    }
}
