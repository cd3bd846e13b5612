package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.util.Locale;
import java.util.Optional;

/**
 * Under which name and version a wheel is built.
 *
 * <p>The name is the one that was asked for. Else the project's own stays for the cpu flavour on the stable channel;
 * every other combination gets a name of its own, as MLC's packages have it: {@code mlc-llm-cu128},
 * {@code mlc-llm-nightly-cpu}.
 *
 * @param rename the name to write into {@code pyproject.toml}, if it changes
 * @param expectedName the name that the wheel must have, if known
 * @param version the version that the wheel must have; empty: whatever the project has
 * @param versionLine true to write the version into {@code pyproject.toml}; false if the backend is told it
 */
public record PackageIdentity(
        Optional<String> rename, Optional<String> expectedName, Optional<Pep440Version> version, boolean versionLine) {

    static PackageIdentity of(BuildRequest request, Flavour flavour, Pyproject project) {
        Optional<String> name = wantedName(request, flavour, project);
        boolean line = request.version().isPresent() && !(project.versions().isEmpty() && project.dynamicVersion());
        if (line && project.versions().size() != 1) {
            throw new InvalidSourceTreeException(
                    request.source().resolve("pyproject.toml") + ": "
                            + project.versions().size() + " lines begin with version = \"...\", not one",
                    "Keep exactly one line that begins with version = \"...\", in the [project] table.");
        }
        return new PackageIdentity(name, name.or(project::name), request.version(), line);
    }

    private static Optional<String> wantedName(BuildRequest request, Flavour flavour, Pyproject project) {
        boolean plain = flavour.id().equals(Flavour.DEFAULT) && request.channel() == Channel.STABLE;
        if (request.name().isEmpty() && plain) {
            return Optional.empty();
        }
        String own = project.name()
                .orElseThrow(() -> new InvalidSourceTreeException(
                        request.source().resolve("pyproject.toml") + ": "
                                + project.names().size() + " lines begin with name = \"...\", not one",
                        "Keep exactly one line that begins with name = \"...\" in the [project] table."));
        String base = own.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
        return request.name().or(() -> Optional.of(base + request.channel().nameSuffix() + flavour.nameSuffix()));
    }
}
