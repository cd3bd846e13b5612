package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.ProjectName;
import java.util.ArrayList;
import java.util.List;
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
 * @param versionSource where the project's version comes from
 * @param edits what changes in the copy's {@code pyproject.toml}
 */
public record PackageIdentity(
        Optional<String> rename,
        Optional<String> expectedName,
        Optional<Pep440Version> version,
        VersionSource versionSource,
        List<TextEdit> edits) {

    public PackageIdentity {
        edits = List.copyOf(edits);
    }

    static PackageIdentity of(BuildRequest request, Flavour flavour, SourceTree tree) {
        Pyproject project = tree.pyproject();
        String where = tree.root().resolve("pyproject.toml").toString();
        Optional<String> rename = wantedName(request, flavour, tree, where)
                .filter(name -> !project.name().equals(Optional.of(name)));
        VersionSource source = VersionSource.of(tree);
        List<TextEdit> edits = new ArrayList<>();
        rename.ifPresent(name -> edits.add(project.withName(where, name)));
        request.version().map(Pep440Version::toString).ifPresent(version -> {
            boolean written = source.kind() == VersionSource.Kind.WRITTEN;
            if (written && !project.version().equals(Optional.of(version))) {
                edits.add(project.withVersion(where, version));
            }
            edits.addAll(source.edits());
        });
        return new PackageIdentity(rename, rename.or(project::name), request.version(), source, edits);
    }

    /** The variables that tell the version to the project's build; empty if none does. */
    List<String> versionVariables() {
        return version.isPresent() ? versionSource.variables() : List.of();
    }

    /** How the wheel gets its version, in words. */
    public String versionWay() {
        String wanted = version.map(Pep440Version::toString).orElse("");
        if (wanted.isEmpty()) {
            return versionSource.place() + ", as it is";
        }
        return switch (versionSource.kind()) {
            case WRITTEN -> "pyproject.toml, rewritten in the copy";
            case TOLD -> versionSource.place() + ", told by " + String.join(", ", versionSource.variables());
            case AS_IS -> versionSource.place() + ", as it is; the wheel must have version " + wanted;
        };
    }

    /** What to do if the wheel has another version than it must have. */
    String versionRemedy() {
        return switch (versionSource.kind()) {
            case WRITTEN ->
                "The version was written into pyproject.toml, but the build backend takes another one. Remove"
                        + " the version from [project] and list it in dynamic.";
            case TOLD ->
                "The version was told to " + versionSource.place() + " by "
                        + String.join(", ", versionSource.variables())
                        + ", but the build backend takes another one. Check"
                        + " the project's name and where its version comes from.";
            case AS_IS ->
                "The project's version comes from " + versionSource.place()
                        + ". Change it there, or build at another tag.";
        };
    }

    private static Optional<String> wantedName(BuildRequest request, Flavour flavour, SourceTree tree, String where) {
        Pyproject project = tree.pyproject();
        boolean plain = flavour.id().equals(Flavour.DEFAULT) && request.channel() == Channel.STABLE;
        if (request.name().isEmpty() && plain) {
            return Optional.empty();
        }
        String own = project.name()
                .orElseThrow(() -> !project.isThere()
                        ? new InvalidSourceTreeException(
                                tree.root()
                                        + ": there is no pyproject.toml, in which flavour, channel and --name write the"
                                        + " package's name",
                                "Add one with name in [project], or build the cpu flavour on the stable channel.")
                        : new InvalidSourceTreeException(
                                where + ": no name in [project], so the package can't get another name",
                                "Write name = \"...\" in the [project] table, or build under the project's own name."));
        return request.name()
                .or(() -> Optional.of(
                        ProjectName.normalized(own) + request.channel().nameSuffix() + flavour.nameSuffix()));
    }
}
