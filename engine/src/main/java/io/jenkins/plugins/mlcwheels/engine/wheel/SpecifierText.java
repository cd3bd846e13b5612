package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.version.VersionSpecifiers;
import java.util.List;

/** Whether texts are what PEP 440 and PEP 508 define; by hand, because compiling patterns costs time at every start. */
final class SpecifierText {

    private SpecifierText() {}

    /** Whether it is a set of version specifiers such as {@code >=3.9,!=3.9.1}; the empty one counts. */
    static boolean isSpecifierSet(String text) {
        return VersionSpecifiers.tryParse(text).isPresent();
    }

    /** What is wrong with a requirement (PEP 508); empty if nothing is. */
    static String problemOfRequirement(String requirement) {
        int semicolon = requirement.indexOf(';');
        String head = (semicolon < 0 ? requirement : requirement.substring(0, semicolon)).strip();
        if (semicolon >= 0 && !isMarker(requirement.substring(semicolon + 1))) {
            return "has an invalid marker";
        }
        int end = 0;
        while (end < head.length()
                && (Ascii.isAlphanumeric(head.charAt(end)) || "._-".indexOf(head.charAt(end)) >= 0)) {
            end++;
        }
        if (!ProjectName.isValid(head.substring(0, end))) {
            return "does not begin with the name of a project";
        }
        String rest = head.substring(end).strip();
        if (rest.startsWith("[")) {
            int close = rest.indexOf(']');
            if (close < 0 || !areExtras(rest.substring(1, close))) {
                return "has invalid extras";
            }
            rest = rest.substring(close + 1).strip();
        }
        if (rest.startsWith("@")) {
            return rest.substring(1).isBlank() ? "has no address after '@'" : "";
        }
        if (rest.startsWith("(") && rest.endsWith(")")) {
            rest = rest.substring(1, rest.length() - 1);
        }
        return isSpecifierSet(rest) ? "" : "has an invalid version specifier";
    }

    /** Whether it names an address instead of a version. */
    static boolean isDirect(String requirement) {
        int at = requirement.indexOf('@');
        int end = requirement.indexOf(';');
        return at > 0 && (end < 0 || at < end);
    }

    private static boolean areExtras(String text) {
        if (text.isBlank()) {
            return true;
        }
        for (String extra : Ascii.split(text, ',')) {
            if (!ProjectName.isValid(extra.strip())) {
                return false;
            }
        }
        return true;
    }

    /** Whether quotes and brackets are balanced and there is something to compare; no more than that. */
    private static boolean isMarker(String text) {
        int depth = 0;
        char quote = 0;
        boolean compares = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
                compares = true;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth < 0) {
                return false;
            }
        }
        return compares && depth == 0 && quote == 0;
    }

    /**
     * Whether it has the form of an SPDX expression: identifiers with AND, OR, WITH and brackets. Which identifiers there
     * are is not looked up.
     */
    static boolean isLicenseExpression(String text) {
        int depth = 0;
        boolean operand = false;
        for (String word : words(text)) {
            String upper = word.toUpperCase(java.util.Locale.ROOT);
            boolean operator = List.of("AND", "OR", "WITH").contains(upper);
            if (word.equals("(")) {
                if (operand) {
                    return false;
                }
                depth++;
            } else if (word.equals(")")) {
                if (!operand || --depth < 0) {
                    return false;
                }
            } else if (operator == !operand || (!operator && !Ascii.isMadeOf(word, ".-+:"))) {
                return false;
            } else {
                operand = !operator;
            }
        }
        return operand && depth == 0;
    }

    private static List<String> words(String text) {
        return Ascii.split(text.replace("(", " ( ").replace(")", " ) ").strip(), ' ').stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
