package io.jenkins.plugins.mlcwheels.wording;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.Option;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StepWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            leave it out with --exclude 'libcuda*'        | leave it out with excludes: ['libcuda*']
            --amend --clobber would replace it            | amend: true, clobber: true would replace it
            Add --pure allow if it is meant to be pure.   | Add pure: 'allow' if it is meant to be pure.
            --plat manylinux_2_99: there is no such one   | platform manylinux_2_99: there is no such one
            allow more time with --deadline.              | allow more time with the stage's timeout.
            build with --container                        | build with --container of the command line
            git fetch --tags --unshallow                  | git fetch --tags --unshallow
            """)
    void namesParametersOfSteps(String text, String expected) {
        assertThat(StepWords.of(text)).isEqualTo(expected);
    }

    @Test
    void joinsProblemAndRemedyOnce() {
        EngineException problem = new EngineException(EngineException.Kind.INPUT, "it is there", "Add --amend.");

        assertThat(StepWords.sentence(problem)).isEqualTo("it is there. Add amend: true.");
        assertThat(StepWords.lines(problem)).isEqualTo("it is there\nAdd amend: true.");
        assertThat(StepWords.lines(new EngineException(EngineException.Kind.INPUT, "it is there", "")))
                .isEqualTo("it is there");
    }

    /** A step has no option with dashes, so one that stays is said to be of the command line. */
    @ParameterizedTest
    @EnumSource(Option.class)
    void leavesNoBareOption(Option option) {
        assertThat(StepWords.of("use " + option + "."))
                .satisfiesAnyOf(
                        text -> assertThat(text).doesNotContain("--"),
                        text -> assertThat(text).isEqualTo("use " + option + " of the command line."));
        assertThat(Stream.of(Option.values()).map(Option::toString)).doesNotHaveDuplicates();
    }
}
