package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares selections with those of cibuildwheel 4.2, which {@code selections.txt} holds. */
class SelectionTest {

    private static final String FILE = "selections.txt";

    /** One block of the file: variables, options of the command line, files, and what comes of them. */
    record Row(
            String name,
            Arch machine,
            Map<String, String> environment,
            List<String> options,
            Map<String, String> files) {

        MatrixRequest request() {
            MatrixRequest.Builder request = MatrixRequest.of(
                            new ProjectFiles(
                                    ConfigFile.parse("pyproject.toml", files.get("pyproject.toml")),
                                    files.getOrDefault("setup.cfg", ""),
                                    files.getOrDefault("setup.py", "")),
                            machine)
                    .environment(environment);
            for (String option : options) {
                String value = option.substring(option.indexOf(' ') + 1);
                if (option.startsWith("--archs ")) {
                    request.set("archs", value, "--archs");
                } else if (option.startsWith("--enable ")) {
                    request.append("enable", value, "--enable");
                } else if (option.startsWith("--only ")) {
                    request.only(List.of(value));
                } else {
                    throw new IllegalArgumentException(option);
                }
            }
            return request.build();
        }

        String expected() {
            return files.get("expected").strip();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() throws IOException {
        try (InputStream in = SelectionTest.class.getResourceAsStream(FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^=== "))
                    .skip(1)
                    .map(SelectionTest::row)
                    .toList();
        }
    }

    private static Row row(String block) {
        String[] parts = block.split("(?m)^--- ");
        List<String> lines = parts[0].lines().toList();
        Arch machine = Arch.X86_64;
        Map<String, String> environment = new HashMap<>();
        List<String> options = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("machine: ")) {
                machine = Arch.of(line.substring(9)).orElseThrow();
            } else if (line.startsWith("--")) {
                options.add(line);
            } else {
                environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        Map<String, String> files = new HashMap<>();
        for (String part : List.of(parts).subList(1, parts.length)) {
            files.put(part.substring(0, part.indexOf('\n')), part.substring(part.indexOf('\n') + 1));
        }
        return new Row(lines.get(0), machine, environment, options, files);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldSelectWhatCibuildwheelSelects(Row row) {
        if (row.expected().equals("error")) {
            assertThatExceptionOfType(InvalidMatrixException.class)
                    .isThrownBy(() -> selected(row.request()))
                    .satisfies(error -> assertThat(error.suggestion()).isNotBlank());
        } else if (row.expected().equals("nothing")) {
            assertThatExceptionOfType(NothingSelectedException.class)
                    .isThrownBy(() -> selected(row.request()))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(EngineException.Kind.NOTHING_TO_DO));
        } else {
            assertThat(selected(row.request()))
                    .containsExactlyInAnyOrder(row.expected().split("\\s+"));
        }
    }

    private static List<String> selected(MatrixRequest request) {
        return MatrixPlanner.plan(request, flavour -> new WheelName(Optional.of("demo"), Optional.of("1.0")))
                .orElseThrow()
                .builds()
                .stream()
                .map(PlannedBuild::name)
                .toList();
    }
}
