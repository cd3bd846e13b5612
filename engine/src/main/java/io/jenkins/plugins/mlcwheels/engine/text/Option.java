package io.jenkins.plugins.mlcwheels.engine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options that texts of the engine name. These texts spell them as the command line does ({@code --exclude}); a
 * front end whose settings have other names, such as a pipeline step, has {@link #respell} put its own in their place.
 */
public enum Option {
    ALLOW_EMPTY,
    ALLOW_LINUX_TAG,
    ALLOW_UNPROVEN,
    ALLOW_VARIANTS,
    AMEND,
    BUILD,
    CA_CERT,
    CHANNEL,
    CLOBBER,
    CONFIG,
    CONTAINER,
    DEADLINE,
    DISABLE_ISA_EXT_CHECK,
    EXCLUDE,
    FLAVOUR,
    INDEX_SIMPLE,
    INDEX_UPLOAD,
    LDPATH,
    LEAVE_OUT,
    LICENSE,
    MAX_SIZE,
    MD5,
    MEMORY,
    NAME,
    NIGHTLY,
    NIGHTLY_KIND,
    NIGHTLY_TAG,
    ONLY,
    PASSWORD_COMMAND,
    PLAT,
    POLICY,
    PROTECT,
    PURE,
    PYTHON,
    REQUIRE_LICENSE,
    SIBLING,
    SIGN_KEY,
    SPLIT_DEBUG,
    STRIP,
    TAG_PATTERN,
    TAKE_OVER,
    USE_OWN_LIBRARIES,
    VERBOSE;

    /** What follows an option and belongs to it: a value in quotes, or a choice. */
    private static final String VALUE = "(?: (?:'[^']*'|allow\\b))?";

    private static final Pattern ONE = Pattern.compile(
            "(?<![\\w-])(" + Stream.of(values()).map(Option::toString).collect(Collectors.joining("|")) + ")(?![\\w-])"
                    + "(" + VALUE + ")");

    private static final Pattern SEVERAL = Pattern.compile(ONE.pattern() + "(?: " + ONE.pattern() + ")+");

    /** The option as the command line has it. */
    @Override
    public String toString() {
        return "--" + KebabCase.of(this);
    }

    /** The option with that spelling. */
    public static Optional<Option> of(String spelling) {
        return Stream.of(values())
                .filter(option -> option.toString().equals(spelling))
                .findFirst();
    }

    /** An option in a text, and the value that the text gives it: none, {@code 'libQt5*'} in quotes, or a word. */
    public record Use(Option option, Optional<String> value) {}

    /**
     * The text with other spellings of its options. Options side by side, with blanks between them on the command line,
     * are separated by commas then.
     *
     * @param spelling of an option with its value
     */
    public static String respell(String text, Function<Use, String> spelling) {
        String separated = SEVERAL.matcher(text)
                .replaceAll(several -> Matcher.quoteReplacement(String.join(", ", parts(several.group()))));
        return ONE.matcher(separated).replaceAll(one -> Matcher.quoteReplacement(spelling.apply(use(one.group()))));
    }

    private static List<String> parts(String several) {
        List<String> parts = new ArrayList<>();
        Matcher one = ONE.matcher(several);
        while (one.find()) {
            parts.add(one.group());
        }
        return parts;
    }

    private static Use use(String text) {
        int blank = text.indexOf(' ');
        return blank < 0
                ? new Use(of(text).orElseThrow(), Optional.empty())
                : new Use(of(text.substring(0, blank)).orElseThrow(), Optional.of(text.substring(blank + 1)));
    }
}
