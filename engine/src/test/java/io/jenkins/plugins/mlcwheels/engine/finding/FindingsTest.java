package io.jenkins.plugins.mlcwheels.engine.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {

    @ParameterizedTest
    @ValueSource(ints = {40, 700})
    void shouldKeepAndOrderThemTheSameWhoeverComesFirst(int count) {
        List<String> files =
                new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "f" + i).toList());
        List<Finding> first = listed(files);
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(files, random);
            assertThat(listed(files)).isEqualTo(first);
        }
        assertThat(first).hasSize(Math.min(count, 501));
    }

    private static List<Finding> listed(List<String> files) {
        Findings findings = new Findings("demo.whl");
        files.forEach(file -> findings.add(Findings.Listing.TOO_MANY_FINDINGS, file, "is wrong"));
        return findings.list();
    }
}
