package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of running builds that an earlier version of the plugin saved, without the parameters that it did not have. */
class SavedStepsTest {

    @Test
    void aTestHasTheDefaultsOfWhatWasNotSaved() throws Exception {
        TestWheelStep step = new TestWheelStep();
        step.setRequirements(List.of("pytest"));

        TestWheelStep saved =
                without(step, "testSources", "imports", "extras", "importNames", "noImports", "noScripts");

        assertThat(saved).usingRecursiveComparison().isEqualTo(step);
        assertThat(saved.getImports()).isEqualTo("wheel");
        assertThat(saved.getRequirements()).containsExactly("pytest");
    }

    @Test
    void anIndexHasTheDefaultsOfWhatWasNotSaved() throws Exception {
        PublishIndexStep step = new PublishIndexStep();
        step.setTo("index");

        PublishIndexStep saved = without(step, "leaveOut");

        assertThat(saved).usingRecursiveComparison().isEqualTo(step);
        assertThat(saved.getLeaveOut()).isNull();
        assertThat(saved.getTo()).isEqualTo("index");
    }

    @Test
    void keepsWhatWasSaved() throws Exception {
        TestWheelStep step = new TestWheelStep();
        step.setExtras(new ArrayList<>(List.of("cuda")));
        step.setImports("anywhere");

        assertThat(without(step)).usingRecursiveComparison().isEqualTo(step);
    }

    @SuppressWarnings("unchecked")
    private static <T> T without(T step, String... fields) throws Exception {
        T saved = (T) copy(step);
        for (String name : fields) {
            Field field = step.getClass().getDeclaredField(name);
            field.setAccessible(true);
            field.set(saved, null);
        }
        return (T) copy(saved);
    }

    private static Object copy(Object original) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
