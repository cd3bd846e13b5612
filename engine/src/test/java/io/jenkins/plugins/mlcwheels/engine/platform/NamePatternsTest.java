package io.jenkins.plugins.mlcwheels.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamePatternsTest {

    @Test
    void takesAddedNamesAsTheyAre() {
        NamePatterns patterns = NamePatterns.NONE.with(List.of("lib[1]*.so"));
        assertThat(patterns.match("lib[1]*.so")).isTrue();
        assertThat(patterns.match("lib1x.so")).isFalse();
    }
}
