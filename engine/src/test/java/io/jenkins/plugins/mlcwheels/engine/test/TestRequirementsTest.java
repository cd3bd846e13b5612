package io.jenkins.plugins.mlcwheels.engine.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pip is told to install for a test, as projects write it in their configuration. */
class TestRequirementsTest extends ProvenImports {

    @Override
    String driver() {
        return """
                import sys
                sys.path.insert(0, sys.argv[1])
                import main
                try:
                    print(" ".join(main.requirements()))
                except main.sources.Unusable as unusable:
                    sys.exit("unusable: %s. %s" % unusable.args)
                """;
    }

    @ParameterizedTest
    @CsvSource({
        "pytest|pytest-xdist, pytest pytest-xdist",
        "-r requirements/tests.txt, -r {project}/requirements/tests.txt",
        "-r|requirements/tests.txt|hypothesis, -r {project}/requirements/tests.txt hypothesis",
        "--requirement=requirements/tests.txt, -r {project}/requirements/tests.txt",
        "-c|requirements/tests.txt|pytest, -c {project}/requirements/tests.txt pytest",
        "requirements/tests.txt, -r {project}/requirements/tests.txt",
        "--no-index|x @ https://example.org/x.txt, --no-index x @ https://example.org/x.txt"
    })
    void shouldNameFilesOfTheProject(String given, String arguments) throws IOException {
        write("requirements/tests.txt", "pytest\n");
        test(fx(), "true", "MLC_REQUIREMENTS", given.replace('|', '\n'));

        assertThat(exit).as(output).isZero();
        assertThat(output.strip()).isEqualTo(arguments.replace("{project}", project.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r|no-such.txt", "-r no-such.txt", "-r", "-c"})
    void shouldSayThatAFileIsMissing(String given) throws IOException {
        test(fx(), "true", "MLC_REQUIREMENTS", given.replace('|', '\n'));

        assertThat(exit).isNotZero();
        assertThat(output).contains("no such file of requirements");
    }
}
