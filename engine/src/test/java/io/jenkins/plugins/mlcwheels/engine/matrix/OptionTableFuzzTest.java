package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a table holds, there is a plan or an error that a person can do something about. */
class OptionTableFuzzTest {

    @Provide
    Arbitrary<String> tables() {
        Arbitrary<String> keys = Arbitraries.of(OptionCatalog.builtIn().names());
        Arbitrary<String> values = Arbitraries.of(
                "''",
                "'*'",
                "'cp3{9,1'",
                "'[!'",
                "'a; b: c'",
                "\"'\"",
                "'\\'",
                "'A=$('",
                "'name:'",
                "'{wheel}'",
                "'all'",
                "1",
                "true",
                "1.5",
                "2026-08-15",
                "[]",
                "['a', 1]",
                "[[]]",
                "{}",
                "{ a = 'b' }",
                "{ 'a b' = 'c' }",
                "{ a = ['b', 'c'] }",
                "{ a = { b = 1 } }",
                "{ name = ['docker', 'x'] }",
                "'\\u0000'");
        Arbitrary<String> line = Combinators.combine(keys, values).as((key, value) -> key + " = " + value + "\n");
        Arbitrary<String> header = Arbitraries.of(
                "",
                "[tool.%s.linux]\n",
                "[[tool.%s.overrides]]\nselect = '*'\n",
                "[[tool.%s.overrides]]\ninherit = { environment = 'append' }\n",
                "[tool.%s.flavour.cpu]\n",
                "[tool.%s.macos]\n");
        Arbitrary<String> block = Combinators.combine(header, line).as((first, second) -> first + second);
        return Combinators.combine(
                        Arbitraries.of("mlc-wheels", "cibuildwheel"),
                        block.list().ofMaxSize(4))
                .as((name, blocks) ->
                        "[tool." + name + "]\n" + String.join("", blocks).replace("%s", name));
    }

    @Property(tries = 1500)
    void shouldPlanOrSayWhatIsWrong(@ForAll("tables") String toml) {
        try {
            ProjectFiles project = new ProjectFiles(ConfigFile.parse("p.toml", toml), "", "");
            Optional<MatrixPlan> plan = MatrixPlanner.plan(
                    MatrixRequest.of(project, Arch.X86_64).build(),
                    flavour -> new WheelName(Optional.empty(), Optional.empty()));
            assertThat(plan.map(found -> new MatrixJson(Map.of()).builds(found)).orElse(List.of()))
                    .hasSameSizeAs(plan.map(MatrixPlan::builds).orElse(List.of()));
            assertThat(plan.isEmpty()).isEqualTo(toml.equals("[tool.mlc-wheels]\n"));
        } catch (EngineException e) {
            assertThat(e.getMessage()).startsWith(e instanceof NothingSelectedException ? "no build" : "p.toml:");
            assertThat(List.of(EngineException.Kind.INPUT, EngineException.Kind.NOTHING_TO_DO))
                    .contains(e.kind());
        }
    }
}
