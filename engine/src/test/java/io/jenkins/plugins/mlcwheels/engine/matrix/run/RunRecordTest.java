package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

    @TempDir
    Path directory;

    @Test
    void shouldBeReadAsItWasWritten() throws Exception {
        RunRecord record = record(Map.of("source", "1", "variable CC", "2"), Optional.of("cp39-manylinux_x86_64"));
        record.write(directory.resolve("a.json"));
        assertThat(RunRecord.read(directory.resolve("a.json"))).contains(record);
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldNameWhatChanged() {
        RunRecord record = record(Map.of("source", "1", "tool c", "x", "variable CC", "2"), Optional.empty());
        assertThat(record.changed(Map.of("source", "1", "tool c", "y", "variable CXX", "3")))
                .isEqualTo(List.of("tool c", "variable CC", "variable CXX"));
        assertThat(record.changed(record.inputs())).isEmpty();
    }

    @Test
    void shouldNoticeAnAlteredWheel() throws Exception {
        Path wheel = Files.writeString(directory.resolve("demo.whl"), "bytes");
        RunRecord record = new RunRecord("b", "s", new TreeMap<>(), "demo.whl", Sha256.of("bytes"), Optional.empty());
        assertThat(record.isIntact(directory)).isTrue();
        Files.writeString(wheel, "Bytes");
        assertThat(record.isIntact(directory)).isFalse();
    }

    @Test
    void shouldNotLeadOutOfTheWheelhouse() throws Exception {
        record(Map.of(), Optional.empty()).write(directory.resolve("a.json"));
        String text = Files.readString(directory.resolve("a.json"));
        Files.writeString(directory.resolve("a.json"), text.replace("demo.whl", "../demo.whl"));
        assertThat(RunRecord.read(directory.resolve("a.json"))).isEmpty();
    }

    @Property(tries = 300)
    void shouldTakeDamagedRecordsForAbsent(@ForAll @StringLength(max = 60) String damage, @ForAll @AlphaChars char at)
            throws Exception {
        Path place = Files.createTempDirectory("record");
        Path file = place.resolve("a.json");
        record(Map.of("source", "1"), Optional.empty()).write(file);
        String text = Files.readString(file);
        int where = Math.max(0, text.indexOf(at));
        Files.writeString(file, text.substring(0, where) + damage + text.substring(where));
        Optional<RunRecord> read = RunRecord.read(file);
        read.ifPresent(record -> assertThat(record.wheel()).doesNotContain("/").isNotEmpty());
        Files.delete(file);
        Files.delete(place);
    }

    @Test
    void shouldCountVariablesButThoseOfASession() {
        RunInputs inputs = new RunInputs(
                Map.of("CFLAGS", "-O2", "SSH_TTY", "1", "BUILD_NUMBER", "7", "CHANGE_ID", "3", "PATH", "/bin"));
        SortedMap<String, String> all = inputs.of("salt", List.of("BUILD_NUMBER"), true, Map.of("source", "x"));
        assertThat(all).containsOnlyKeys("source", "variable CFLAGS", "variable PATH", "variable BUILD_NUMBER");
        assertThat(all.toString()).doesNotContain("-O2");
        assertThat(inputs.of("salt", List.of(), false, Map.of("source", "x"))).containsOnlyKeys("source");
    }

    private static RunRecord record(Map<String, String> inputs, Optional<String> servedBy) {
        return new RunRecord(
                "cp310-manylinux_x86_64", "s", new TreeMap<>(inputs), "demo.whl", "0".repeat(64), servedBy);
    }
}
