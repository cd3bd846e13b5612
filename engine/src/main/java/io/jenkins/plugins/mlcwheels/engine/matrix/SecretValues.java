package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is shown: values of variables that are named like secrets, wherever they stand, and
 * passwords in addresses.
 */
public final class SecretValues {

    private static final String MASK = "****";
    private static final int SHORTEST = 4;
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|(^|_)(PAT|AUTH|PW)(_|$)).*");
    private static final Pattern ADDRESS = Pattern.compile("(://)[^/@\\s\"']+@");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s\"']+)");

    private final Collection<String> values;

    private SecretValues(Collection<String> values) {
        this.values = values;
    }

    /** Those of an environment. */
    public static SecretValues of(Map<String, String> environment) {
        return new SecretValues(environment.entrySet().stream()
                .filter(entry -> isSecret(entry.getKey()) && entry.getValue().length() >= SHORTEST)
                .map(Map.Entry::getValue)
                .sorted((a, b) -> b.length() - a.length())
                .toList());
    }

    /** Whether a variable of that name holds a secret, by its name. */
    public static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    /** The text without secrets. */
    public String masked(String text) {
        String shown = text;
        for (String value : values) {
            shown = shown.replace(value, MASK);
        }
        shown = ADDRESS.matcher(shown).replaceAll("$1" + MASK + "@");
        return ASSIGNMENT.matcher(shown).replaceAll(found -> {
            boolean literal = isSecret(found.group(1)) && !found.group(2).contains("$");
            return Matcher.quoteReplacement(literal ? found.group(1) + "=" + MASK : found.group());
        });
    }

    /** The value of a variable without secrets. */
    public String masked(String name, String value) {
        return isSecret(name) && !value.contains("$") ? MASK : masked(value);
    }
}
