package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.text.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks through the variables of cibuildwheel for those that have no effect here, or must not be given. */
final class CibuildwheelVariables {

    private static final List<String> SYSTEMS = List.of("_MACOS", "_WINDOWS", "_PYODIDE", "_ANDROID", "_IOS");
    private static final Set<String> LINUX = Set.of("", "auto", "linux");

    private CibuildwheelVariables() {}

    /**
     * What has no effect, one line each.
     *
     * @throws InvalidMatrixException if one is refused
     */
    static List<String> check(Map<String, String> environment) {
        List<String> notices = new ArrayList<>();
        String platform = environment.getOrDefault("CIBW_PLATFORM", "");
        if (!LINUX.contains(platform)) {
            throw new InvalidMatrixException(
                    "CIBW_PLATFORM is " + platform + ", and builds are for Linux", "Unset it, or set it to linux.");
        }
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Dialect.CIBUILDWHEEL.prefix())) {
                check(name).ifPresent(notices::add);
            }
        }
        return notices;
    }

    private static Optional<String> check(String name) {
        OptionCatalog catalog = OptionCatalog.builtIn();
        for (OptionCatalog.Outside variable : catalog.variables()) {
            if (variable.name().equals(name)) {
                if (variable.support() == OptionSpec.Support.REFUSED) {
                    throw new InvalidMatrixException(name + " is refused: " + variable.note(), "Unset it.");
                }
                return variable.support() == OptionSpec.Support.HONOURED
                        ? Optional.empty()
                        : Optional.of(name + " has no effect: " + variable.note());
            }
        }
        Set<String> known = new TreeSet<>();
        for (String option : catalog.names()) {
            OptionSpec spec = catalog.spec(option).orElseThrow();
            String variable = OptionSpec.variable(Dialect.CIBUILDWHEEL.prefix(), option);
            if (name.equals(variable) || name.equals(variable + "_LINUX")) {
                return spec.reason().map(reason -> name + " has no effect: " + reason);
            }
            if (SYSTEMS.stream().anyMatch(system -> name.equals(variable + system))) {
                return Optional.empty();
            }
            known.add(variable);
        }
        return Optional.of(name + " has no effect: cibuildwheel 4.2 has no such option"
                + NearestWord.to(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(""));
    }

    /** Whether a text means yes. */
    static boolean isYes(String text) {
        return Set.of("y", "yes", "t", "true", "on", "1").contains(text.toLowerCase(Locale.ROOT));
    }
}
