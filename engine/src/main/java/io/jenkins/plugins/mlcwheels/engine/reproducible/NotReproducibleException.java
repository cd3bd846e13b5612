package io.jenkins.plugins.mlcwheels.engine.reproducible;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Path;
import java.util.List;

/** Two builds of one source gave different wheels. */
public final class NotReproducibleException extends EngineException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 5;

    private final transient List<Difference> differences;

    NotReproducibleException(String wheel, List<Difference> differences, Path kept) {
        super(
                Kind.AUDIT_FAILED,
                wheel + ": two builds differ: " + some(differences),
                differences.get(0).cause().remedy() + " Both wheels are in " + kept + ".");
        this.differences = List.copyOf(differences);
    }

    /** Each of them, the surest reasons first; none where the exception comes from another process. */
    public List<Difference> differences() {
        return differences == null ? List.of() : differences;
    }

    private static String some(List<Difference> differences) {
        String shown = String.join(
                "; ",
                differences.stream().limit(SHOWN).map(Difference::toString).toList());
        return differences.size() <= SHOWN ? shown : shown + "; and " + (differences.size() - SHOWN) + " more";
    }
}
