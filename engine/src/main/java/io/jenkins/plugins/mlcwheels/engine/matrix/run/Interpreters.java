package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The interpreters of builds: those that were named, each checked to be the one of its identifier, and for others those
 * that are found.
 *
 * @param named by identifier; the one of the empty text is for all others
 * @param host where they are
 */
record Interpreters(Map<String, String> named, ScriptHost host) {

    /**
     * One answer for each build, in their order.
     *
     * @throws EngineException if a named one is not there, or is named for one identifier and is another Python
     */
    List<InterpreterSearch.Found> of(List<PlannedBuild> builds) {
        List<InterpreterSearch.Found> all = new ArrayList<>();
        List<PlannedBuild> searched =
                builds.stream().filter(build -> nameFor(build).isEmpty()).toList();
        List<InterpreterSearch.Found> found =
                InterpreterSearch.find(searched.stream().map(Readiness::python).toList(), host);
        for (PlannedBuild build : builds) {
            Optional<String> name = nameFor(build);
            all.add(name.isPresent() ? look(build, name.get()) : found.get(searched.indexOf(build)));
        }
        return all;
    }

    private Optional<String> nameFor(PlannedBuild build) {
        return Optional.ofNullable(named.get(build.name()))
                .or(() -> Optional.ofNullable(named.get(build.identifier().toString())))
                .or(() -> Optional.ofNullable(named.get("")));
    }

    private InterpreterSearch.Found look(PlannedBuild build, String program) {
        Interpreter python = InterpreterSearch.look(program, host);
        PythonWanted wanted = Readiness.python(build);
        if (wanted.isMetBy(python)) {
            return new InterpreterSearch.Found(Optional.of(python), List.of());
        }
        if (named.containsKey(build.name())
                || named.containsKey(build.identifier().toString())) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    program + " is " + python.describe() + ", and " + build.name() + " needs " + wanted.describe(),
                    "Name the interpreter of " + build.identifier() + " with --python " + build.identifier()
                            + "=PATH.");
        }
        return new InterpreterSearch.Found(Optional.empty(), List.of(python));
    }
}
