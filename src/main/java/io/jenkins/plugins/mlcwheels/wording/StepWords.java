package io.jenkins.plugins.mlcwheels.wording;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.Option;
import java.util.Locale;

/** Names parameters of steps where the engine's texts name options of the command line. */
public final class StepWords {

    private StepWords() {}

    /** The text, with {@code amend: true} in place of {@code --amend}. */
    public static String of(String text) {
        return Option.respell(text, StepWords::parameter);
    }

    /** What is wrong and what to do about it, in one line for a form or an exception. */
    public static String sentence(EngineException problem) {
        return of(
                problem.suggestion().isEmpty()
                        ? problem.getMessage()
                        : problem.getMessage() + ". " + problem.suggestion());
    }

    /** What is wrong and what to do about it, the remedy in a line of its own for a log. */
    public static String lines(EngineException problem) {
        return of(
                problem.suggestion().isEmpty()
                        ? problem.getMessage()
                        : problem.getMessage() + "\n" + problem.suggestion());
    }

    private static String parameter(Option.Use use) {
        return switch (use.option()) {
            case ALLOW_EMPTY,
                    ALLOW_LINUX_TAG,
                    ALLOW_UNPROVEN,
                    AMEND,
                    CLOBBER,
                    DISABLE_ISA_EXT_CHECK,
                    USE_OWN_LIBRARIES -> camelCase(use.option()) + ": true";
            case EXCLUDE -> list("excludes", use);
            case LEAVE_OUT -> list("leaveOut", use);
            case PROTECT -> list("protect", use);
            case PLAT, POLICY -> "platform";
            case FLAVOUR, PYTHON, TAG_PATTERN, BUILD, ONLY -> camelCase(use.option());
            case PURE -> use.value().map(value -> "pure: '" + value + "'").orElse("pure");
            case DEADLINE -> "the stage's timeout";
            case LDPATH -> "LD_LIBRARY_PATH in environment";
            default -> use.option() + use.value().map(value -> " " + value).orElse("") + " of the command line";
        };
    }

    private static String list(String name, Option.Use use) {
        return use.value().map(value -> name + ": [" + value + "]").orElse(name);
    }

    private static String camelCase(Option option) {
        StringBuilder name = new StringBuilder();
        for (String word : option.name().split("_")) {
            String lower = word.toLowerCase(Locale.ROOT);
            name.append(name.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
        }
        return name.toString();
    }
}
