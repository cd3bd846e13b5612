package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.wheel.ProjectName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a project's version comes from, and so how a wheel gets the version that it is to have: the one in
 * {@code pyproject.toml} is rewritten in the copy, one from version control is told by a variable, any other stays as it
 * is and has to be right already.
 *
 * @param kind which of the three
 * @param place the file and key, or the tool, in words; for messages and plans
 * @param variables names of environment variables that tell the version; for {@link Kind#TOLD} only
 * @param edits changes to the copy's {@code pyproject.toml} that make the variables count
 */
public record VersionSource(Kind kind, String place, List<String> variables, List<TextEdit> edits) {

    /** How a project's version is set. */
    public enum Kind {
        /** Rewritten in the copy's {@code pyproject.toml}. */
        WRITTEN,
        /** Told to a tool that reads it from version control otherwise. */
        TOLD,
        /** Built as it is; the wheel has to have the version by itself. */
        AS_IS
    }

    private static final String PRETEND = "SETUPTOOLS_SCM_PRETEND_VERSION";
    private static final List<String> HATCH_OPTIONS = List.of("tool", "hatch", "version", "raw-options");

    /** Keys that name the file or attribute which gives the version. */
    private static final List<List<String>> PLACES = List.of(
            List.of("tool", "hatch", "version", "path"),
            List.of("tool", "setuptools", "dynamic", "version", "attr"),
            List.of("tool", "setuptools", "dynamic", "version", "file"),
            List.of("tool", "scikit-build", "metadata", "version", "input"));

    public VersionSource {
        variables = List.copyOf(variables);
        edits = List.copyOf(edits);
    }

    static VersionSource of(SourceTree tree) {
        Pyproject project = tree.pyproject();
        if (project.version().isPresent()) {
            return new VersionSource(Kind.WRITTEN, "pyproject.toml", List.of(), List.of());
        }
        if (project.string(List.of("tool", "pdm", "version", "source"))
                .filter("scm"::equals)
                .isPresent()) {
            return told("pdm-backend", List.of("PDM_BUILD_SCM_VERSION"), List.of());
        }
        Optional<String> name = project.name().or(() -> tree.setup().name());
        if (project.string(List.of("tool", "hatch", "version", "source"))
                .filter("vcs"::equals)
                .isPresent()) {
            return hatchVcs(project, name);
        }
        if (usesSetuptoolsScm(tree)) {
            return told(
                    "setuptools-scm",
                    List.of(name.map(VersionSource::pretendFor).orElse(PRETEND)),
                    List.of());
        }
        return new VersionSource(Kind.AS_IS, place(tree), List.of(), List.of());
    }

    private static VersionSource told(String tool, List<String> variables, List<TextEdit> edits) {
        return new VersionSource(Kind.TOLD, tool, variables, edits);
    }

    /** hatch-vcs tells setuptools-scm no name unless the project's options do. */
    private static VersionSource hatchVcs(Pyproject project, Optional<String> name) {
        Optional<String> own = project.string(List.of("tool", "hatch", "version", "raw-options", "dist_name"));
        if (own.isPresent()) {
            return told("hatch-vcs", List.of(pretendFor(own.get())), List.of());
        }
        String distribution = name.map(ProjectName::normalized).orElse("project");
        return project.withTable(HATCH_OPTIONS, "dist_name", distribution)
                .map(edit -> told("hatch-vcs", List.of(pretendFor(distribution)), List.of(edit)))
                .orElseGet(() -> told("hatch-vcs", List.of(PRETEND), List.of()));
    }

    /** The variable that counts for one project only; the general one would give build requirements its version. */
    private static String pretendFor(String name) {
        return PRETEND + "_FOR_" + ProjectName.escaped(name).toUpperCase(Locale.ROOT);
    }

    private static boolean usesSetuptoolsScm(SourceTree tree) {
        Pyproject project = tree.pyproject();
        String provider = project.string(List.of("tool", "scikit-build", "metadata", "version", "provider"))
                .orElse("");
        return project.buildRequires().contains("setuptools-scm")
                || project.has(List.of("tool", "setuptools_scm"))
                || provider.endsWith("setuptools_scm")
                || tree.setup().usesScm();
    }

    /** Where the version probably stands, most telling first. */
    private static String place(SourceTree tree) {
        return PLACES.stream()
                .map(tree.pyproject()::string)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> tree.setup().versionPlace())
                .orElseGet(() -> byBackend(tree.pyproject()));
    }

    private static String byBackend(Pyproject project) {
        String backend =
                project.string(List.of("build-system", "build-backend")).orElse("");
        return switch (backend) {
            case "maturin" -> "Cargo.toml";
            case "mesonpy" -> "meson.build";
            case "flit_core.buildapi", "flit_scm:buildapi" -> "__version__ of the module";
            case "scikit_build_core.build" -> "CMakeLists.txt or a file that it reads";
            default -> "the project's own files";
        };
    }
}
