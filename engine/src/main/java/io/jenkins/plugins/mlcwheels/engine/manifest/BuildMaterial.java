package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that went into a wheel or was used to build it.
 *
 * @param name a package's or a library's
 * @param version of the package
 * @param purl its address as a package, such as {@code pkg:pypi/cmake@3.31.6}
 * @param sha256 of the archive or the library, 64 lower-case hexadecimal digits
 */
public record BuildMaterial(
        Role role, String name, Optional<String> version, Optional<String> purl, Optional<String> sha256) {

    private static final Pattern NAME = Pattern.compile("[!-.0-~]{1,255}");
    private static final Pattern PURL = Pattern.compile("pkg:[!-~]{1,500}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** What it was for. */
    public enum Role {
        /** A package that the isolated environment of the build had. */
        BUILD_REQUIREMENT("build requirement"),
        /** A library that repair copied into the wheel. */
        GRAFTED_LIBRARY("grafted library");

        private final String text;

        Role(String text) {
            this.text = text;
        }

        /** As records have it. */
        public String text() {
            return text;
        }

        static Optional<Role> of(String text) {
            return Arrays.stream(values())
                    .filter(role -> role.text.equals(text))
                    .findFirst();
        }
    }

    /**
     * @throws InvalidBuildRecordException if one of them has another form, or there is neither an address nor a digest; a
     *     name has no slash
     */
    public BuildMaterial {
        Objects.requireNonNull(role, "role");
        require(NAME.matcher(name).matches(), "a material has an impossible name");
        require(version.filter(value -> !NAME.matcher(value).matches()).isEmpty(), "'" + name + "' has no version");
        require(
                purl.filter(value -> !PURL.matcher(value).matches()).isEmpty(),
                "'" + name + "' has no package address");
        require(sha256.filter(value -> !DIGEST.matcher(value).matches()).isEmpty(), "'" + name + "' has no SHA-256");
        require(purl.isPresent() || sha256.isPresent(), "'" + name + "' has neither a package address nor a SHA-256");
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new InvalidBuildRecordException(problem, null);
        }
    }

    /** A package that pip installed to build with. */
    public static BuildMaterial requirement(String name, String version, Optional<String> sha256) {
        String normalized = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_.]+", "-");
        return new BuildMaterial(
                Role.BUILD_REQUIREMENT,
                normalized,
                Optional.of(version),
                Optional.of("pkg:pypi/" + normalized + "@"
                        + version.replace("+", "%2B").replace("!", "%21")),
                sha256);
    }
}
