package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;
import java.util.Optional;

/**
 * One build of the matrix.
 *
 * @param identifier its name within a flavour
 * @param flavour if the project is built in more than one, or one is named
 * @param python what it is built for
 * @param options all that holds for it
 * @param values the same for people, with where it came from
 * @param expectedName glob of the name of its wheel, such as {@code demo-1.0-cp313-cp313-manylinux*_x86_64.whl}
 * @param servedBy the earlier build whose wheel fits this one too, where that is known before building; then this one
 *     is not built but only tested
 * @param leftOut why it can't be built here, and how it could; empty: it can, or nobody has asked
 */
public record PlannedBuild(
        BuildIdentifier identifier,
        Optional<String> flavour,
        KnownPython python,
        EffectiveOptions options,
        List<OptionValue> values,
        String expectedName,
        Optional<BuildIdentifier> servedBy,
        Optional<String> leftOut) {

    public PlannedBuild {
        values = List.copyOf(values);
    }

    /** The name of the build: the identifier, after its flavour if it has one. */
    public String name() {
        return flavour.map(id -> id + "/").orElse("") + identifier;
    }

    /** The same, left out. */
    public PlannedBuild leftOut(String reason) {
        return new PlannedBuild(
                identifier, flavour, python, options, values, expectedName, servedBy, Optional.of(reason));
    }

    /** The same, with another build whose wheel serves it; empty: it is built itself. */
    public PlannedBuild servedBy(Optional<BuildIdentifier> other) {
        return new PlannedBuild(identifier, flavour, python, options, values, expectedName, other, leftOut);
    }
}
