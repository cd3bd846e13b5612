package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The name of a file that has a signed statement about other files: {@code FILE.sigstore.json} has the provenance of
 * FILE, {@code FILE.KIND.sigstore.json} another statement about it, {@code release.sigstore.json} one about a whole set.
 *
 * @param file the file that it is about; empty for a whole set
 * @param kind of statement, such as {@code test-result}; {@code provenance} where the name has none
 */
public record BundleName(Optional<String> file, String kind) {

    /** How each such name ends. */
    public static final String SUFFIX = ".sigstore.json";

    /** What a single bundle for a whole set of files is called. */
    public static final String OF_SET = "release" + SUFFIX;

    /** The kind that has no part in the name. */
    public static final String PROVENANCE = "provenance";

    private static final List<String> OTHER_KINDS = List.of("test-result", "audit", "sbom");

    public BundleName {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(kind, "kind");
    }

    /** That of a statement about one file. */
    public static BundleName of(String file, String kind) {
        return new BundleName(Optional.of(file), kind);
    }

    /** Reads the name of a file; empty for any other. */
    public static Optional<BundleName> parse(String name) {
        if (name.equals(OF_SET)) {
            return Optional.of(new BundleName(Optional.empty(), PROVENANCE));
        }
        if (!name.endsWith(SUFFIX) || name.length() == SUFFIX.length()) {
            return Optional.empty();
        }
        String rest = name.substring(0, name.length() - SUFFIX.length());
        for (String kind : OTHER_KINDS) {
            if (rest.endsWith("." + kind) && rest.length() > kind.length() + 1) {
                return Optional.of(of(rest.substring(0, rest.length() - kind.length() - 1), kind));
            }
        }
        return Optional.of(of(rest, PROVENANCE));
    }

    /** Whether a file of that name has a signed statement. */
    public static boolean isBundle(String name) {
        return parse(name).isPresent();
    }

    /** The name of the file. */
    @Override
    public String toString() {
        return file.map(about -> about + (kind.equals(PROVENANCE) ? "" : "." + kind) + SUFFIX)
                .orElse(OF_SET);
    }
}
