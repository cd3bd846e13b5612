package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.version.InvalidVersionException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.VersionSpecifiers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Pythons that a project supports.
 *
 * @param value the specifiers, and where they come from; empty: all
 */
record RequiredPython(Optional<VersionSpecifiers> specifiers, OptionCascade.Value value) {

    private static final String VARIABLE = "PROJECT_REQUIRES_PYTHON";

    static RequiredPython of(ProjectFiles project, Dialect dialect, Map<String, String> environment) {
        for (Dialect variables : dialect == Dialect.OWN ? List.of(Dialect.OWN) : List.of(Dialect.OWN, dialect)) {
            String name = variables.prefix() + VARIABLE;
            String text = environment.getOrDefault(name, "");
            if (!text.isEmpty()) {
                return of(text, name);
            }
        }
        List<String> path = List.of("project", "requires-python");
        if (project.pyproject().at(path).isValueNode()) {
            return of(project.pyproject().at(path).asText(), project.pyproject().place(path) + " [project]");
        }
        return SetupPython.ofSetupCfg(project.setupCfg())
                .map(text -> of(text, "setup.cfg [options]"))
                .or(() -> SetupPython.ofSetupPy(project.setupPy()).map(text -> of(text, "setup.py")))
                .orElse(new RequiredPython(Optional.empty(), new OptionCascade.Value("", List.of("default"))));
    }

    private static RequiredPython of(String text, String where) {
        try {
            return new RequiredPython(
                    Optional.of(VersionSpecifiers.parse(text)), new OptionCascade.Value(text, List.of(where)));
        } catch (InvalidVersionException e) {
            throw new InvalidMatrixException(where + ": " + e.getMessage(), e.suggestion());
        }
    }

    /** Whether a Python is one of them; asked of a late release of its minor version, as cibuildwheel does. */
    boolean allows(PythonTag python) {
        return specifiers
                .map(all -> all.contains(Pep440Version.parse(python.version() + ".99")))
                .orElse(true);
    }
}
