package io.jenkins.plugins.mlcwheels.engine.abi;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an extension module's name or its wheel's tag says: that it runs on this version of Python and on all newer ones,
 * since it uses the stable ABI alone.
 *
 * @param minor the oldest version of Python 3 that it is for
 * @param freeThreaded whether it is for Pythons without GIL as well ({@code abi3t}, PEP 803)
 */
public record StableAbiVersion(int minor, boolean freeThreaded) {

    /** The first version that has a stable ABI. */
    private static final int FIRST = 2;

    /** The first version of the stable ABI for Pythons without GIL. */
    private static final int FIRST_FREE_THREADED = 15;

    /** A symbol that is not in the stable ABI of the version. */
    public record Violation(String symbol, OptionalInt since) {

        /** The symbol, and since when it would be allowed. */
        @Override
        public String toString() {
            return since.isPresent() ? symbol + " (3." + since.getAsInt() + ")" : symbol;
        }
    }

    /**
     * Reads it from the names.
     *
     * @param path of an extension module in the wheel
     * @return empty if the module is for one version of Python only
     */
    public static Optional<StableAbiVersion> of(WheelFilename wheel, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean named = name.contains(".abi3.") || name.contains(".abi3t.");
        boolean exact = name.contains(".cpython-3") || name.matches(".*\\.cp3[0-9]+t?-.*");
        boolean tagged = wheel.abiTags().contains("abi3") || wheel.abiTags().contains("abi3t");
        if (exact || !named && !tagged) {
            return Optional.empty();
        }
        boolean freeThreaded = wheel.abiTags().contains("abi3t") || name.contains(".abi3t.");
        int oldest = wheel.pythonTags().stream()
                .mapToInt(StableAbiVersion::minorOf)
                .filter(minor -> minor >= 0)
                .min()
                .orElse(FIRST);
        return Optional.of(
                new StableAbiVersion(Math.max(oldest, freeThreaded ? FIRST_FREE_THREADED : FIRST), freeThreaded));
    }

    private static int minorOf(String python) {
        return python.matches("[cp]p3[0-9]{1,2}") ? Integer.parseInt(python.substring(3)) : -1;
    }

    /**
     * Which symbols break it.
     *
     * @param needed symbols that the module needs and no file of its wheel defines
     * @return in the order of names
     */
    public List<Violation> violations(Collection<String> needed, StableAbi abi) {
        List<Violation> violations = new ArrayList<>();
        needed.stream().filter(StableAbi::isPythonName).sorted().forEach(symbol -> {
            OptionalInt since = abi.since(symbol);
            if (since.isEmpty() || since.getAsInt() > minor) {
                violations.add(new Violation(symbol, since));
            }
        });
        return violations;
    }

    /** The oldest Python for which all would be allowed; empty if one of them never is. */
    public static OptionalInt enough(List<Violation> violations) {
        int minor = 0;
        for (Violation violation : violations) {
            if (violation.since().isEmpty()) {
                return OptionalInt.empty();
            }
            minor = Math.max(minor, violation.since().getAsInt());
        }
        return OptionalInt.of(minor);
    }

    /** As tags and people write it. */
    @Override
    public String toString() {
        return "cp3" + minor + (freeThreaded ? "-abi3t" : "-abi3");
    }
}
