package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.mlcwheels.agent.CellInfo;
import io.jenkins.plugins.mlcwheels.record.CellRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedBuildsTest {

    private static final String ID = "cp313-manylinux_x86_64";
    private static final String OTHER = "cp312-manylinux_x86_64";

    private static CellInfo info(String flavour, String identifier) {
        String name = flavour == null ? identifier : flavour + "/" + identifier;
        return new CellInfo(name, identifier, flavour, "manylinux_x86_64", "python", null, null, false);
    }

    private static RequestedBuilds asked(String flavour, String... names) {
        return new RequestedBuilds(List.of(names), flavour);
    }

    private static void refuses(RequestedBuilds asked, String reason, CellInfo... infos) {
        assertThatThrownBy(() -> asked.check(List.of(infos)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldTakeTheBuildsThatWereAskedFor() {
        assertThatCode(() -> {
                    asked("cpu", ID, OTHER).check(List.of(info(null, ID), info(null, OTHER)));
                    asked("cpu", ID).check(List.of(info("cpu", ID), info("cuda-12.8", ID)));
                    asked("cpu", "cuda-12.8/" + ID).check(List.of(info("cuda-12.8", ID)));
                    asked("cuda-12.8", ID).check(List.of(info("cuda-12.8", ID)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseOtherBuilds() {
        refuses(asked("cpu", ID), "which was not asked for", info(null, ID), info(null, OTHER));
        refuses(asked("cpu", "cpu/" + ID), "which was not asked for", info("cuda-12.8", ID));
        refuses(asked("cpu", ID, OTHER), "returned no build " + OTHER, info(null, ID));
        refuses(asked("cpu", ID), "twice", info(null, ID), info(null, ID));
        refuses(asked("cuda-12.8", ID), "no build is named", info("cuda-11.8", ID));
        refuses(asked("cpu", ID), "no build is named", info("<b>", ID));
        refuses(
                asked("cpu", ID),
                "no build is named",
                new CellInfo("rocm/" + ID, ID, null, "manylinux_x86_64", "python", null, null, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<script>", "cp313\n", "\u00e9"})
    void shouldRecordNoNameThatNoBuildHas(String name) {
        assertThatThrownBy(() -> new CellRecord(name, CellRecord.BUILT, null, 1, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
