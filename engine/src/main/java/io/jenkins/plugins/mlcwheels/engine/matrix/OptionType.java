package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Kinds of values. Each has one form as text, which variables use too; lists and tables of a file become that text, as
 * in cibuildwheel, and two texts can be joined where an override asks for it.
 */
public enum OptionType {
    PATTERNS(Form.LIST, " "),
    GROUPS(Form.LIST, " "),
    ARCHS(Form.LIST, " "),
    NAMES(Form.LIST, " "),
    EXTRAS(Form.LIST, ","),
    COMMANDS(Form.LIST, " && "),
    REQUIREMENTS(Form.QUOTED_LIST, " "),
    PATHS(Form.QUOTED_LIST, " "),
    SETTINGS(Form.TABLE, " "),
    ENVIRONMENT(Form.ENVIRONMENT, " "),
    FRONTEND(Form.FIELDS, "; "),
    ENGINE(Form.FIELDS, "; "),
    VERSIONS(Form.FIELDS, "; "),
    RUNTIME(Form.FIELDS, "; "),
    NUMBER(Form.PLAIN, ""),
    IMAGE(Form.PLAIN, ""),
    ANY(Form.ANY, "");

    /** How lists and tables become text. */
    enum Form {
        PLAIN,
        LIST,
        QUOTED_LIST,
        TABLE,
        FIELDS,
        ENVIRONMENT,
        ANY
    }

    private final Form form;
    private final String separator;

    OptionType(Form form, String separator) {
        this.form = form;
        this.separator = separator;
    }

    /** How lists and tables become text. */
    Form form() {
        return form;
    }

    /** What a file may hold, in words; for messages. */
    String expected() {
        return switch (form) {
            case LIST, QUOTED_LIST -> "text, or a list of texts";
            case TABLE, FIELDS -> "text, or a table of texts and lists of texts";
            case ENVIRONMENT -> "text, or a table of texts";
            case PLAIN -> this == NUMBER ? "a number" : "text";
            case ANY -> "anything";
        };
    }

    /** The value as text; empty if it is of a kind that this option does not take. */
    Optional<String> text(JsonNode value) {
        if (isScalar(value)) {
            return Optional.of(scalar(value));
        }
        return switch (form) {
            case LIST -> list(value, UnaryOperator.identity());
            case QUOTED_LIST -> list(value, ShellWords::quote);
            case TABLE -> table(value, "=");
            case FIELDS -> table(value, ":");
            case ENVIRONMENT -> environment(value);
            case PLAIN -> Optional.empty();
            case ANY -> Optional.of(value.toString());
        };
    }

    /**
     * Two values as one; empty if values of this option can't be joined.
     *
     * @throws IllegalArgumentException if one of them is malformed
     */
    Optional<String> joined(String before, String after) {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.of(before + after);
        }
        return switch (form) {
            case LIST, QUOTED_LIST, ENVIRONMENT -> Optional.of(before + separator + after);
            case TABLE -> {
                Map<String, List<String>> all = new LinkedHashMap<>(settings(before));
                all.putAll(settings(after));
                List<String> words = new ArrayList<>();
                all.forEach((key, values) -> values.forEach(value -> words.add(key + "=" + ShellWords.quote(value))));
                yield Optional.of(String.join(separator, words));
            }
            default -> Optional.empty();
        };
    }

    /**
     * The settings of a text such as {@code a=1 b=2 b=3}, by key, in order.
     *
     * @throws IllegalArgumentException if a word has no {@code =}
     */
    static Map<String, List<String>> settings(String text) {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        for (String word : ShellWords.split(text)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + word + "' has no '='");
            }
            settings.computeIfAbsent(word.substring(0, equals), key -> new ArrayList<>())
                    .add(word.substring(equals + 1));
        }
        return settings;
    }

    private static boolean isScalar(JsonNode value) {
        return value.isTextual() || value.isBoolean() || value.isIntegralNumber();
    }

    /** As Python writes it. */
    private static String scalar(JsonNode value) {
        return value.isBoolean() ? value.booleanValue() ? "True" : "False" : value.asText();
    }

    private Optional<String> list(JsonNode value, UnaryOperator<String> quote) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : value) {
            items.add(quote.apply(scalar(item)));
        }
        return isListOfScalars(value) ? Optional.of(String.join(separator, items)) : Optional.empty();
    }

    private Optional<String> table(JsonNode value, String between) {
        if (!value.isObject()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode held = field.getValue();
            if (!isWord(field.getKey()) || !isScalar(held) && !isListOfScalars(held)) {
                return Optional.empty();
            }
            for (JsonNode item : held.isArray() ? held : List.of(held)) {
                words.add(field.getKey() + between + ShellWords.quote(scalar(item)));
            }
        }
        return Optional.of(String.join(separator, words));
    }

    private Optional<String> environment(JsonNode value) {
        if (!value.isObject()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, JsonNode> variable : value.properties()) {
            if (!isScalar(variable.getValue())) {
                return Optional.empty();
            }
            words.add(variable.getKey() + "=\"" + scalar(variable.getValue()) + "\"");
        }
        return Optional.of(String.join(separator, words));
    }

    private static boolean isListOfScalars(JsonNode value) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode item : value) {
            if (!isScalar(item)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(String key) {
        try {
            return ShellWords.split(key).equals(List.of(key));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
