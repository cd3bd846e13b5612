package io.jenkins.plugins.mlcwheels.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a register makes of its file. */
class WheelRegisterTest {

    private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_000L);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("register.xml");
        WheelRegister register = new WheelRegister(file.toFile());
        register.add("job#1", THEN);
        register.putOff("job#1", THEN);
        register.sweptTo("job#1");
        register.scannedTo("job", 1);
        register.save();
    }

    @Test
    void readsWhatItWrote() {
        WheelRegister register = new WheelRegister(file.toFile());
        assertThat(register.ended("job#1")).contains(THEN);
        assertThat(register.isPutOff("job#1", THEN.minusMillis(1))).isTrue();
        assertThat(register.sweptTo()).isEqualTo("job#1");
        assertThat(register.scannedJob()).isEqualTo("job");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ended", "putOff", "sweptTo", "scannedJob", "scannedNumber", "nextScan"})
    void doesWithoutAnElement(String element) throws Exception {
        String without = Files.readString(file).replaceAll("(?s)<" + element + "( .*?)?>.*?</" + element + ">", "");
        assertThat(without).doesNotContain("<" + element);
        Files.writeString(file, without);

        assertUsable(new WheelRegister(file.toFile()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<null/>", "<string>later</string>", "<long>x</long>", ""})
    void doesWithoutATime(String value) throws Exception {
        Files.writeString(file, Files.readString(file).replaceFirst("<long>" + THEN.toEpochMilli() + "</long>", value));

        assertUsable(new WheelRegister(file.toFile()));
    }

    @Test
    void leavesOutWhatIsNoBuild() throws Exception {
        Files.writeString(file, Files.readString(file).replace("<string>job#1</string>", "<string>job</string>"));

        WheelRegister register = new WheelRegister(file.toFile());
        assertThat(register.after("")).isNull();
        assertUsable(register);
    }

    private static void assertUsable(WheelRegister register) throws Exception {
        register.add("other#2", THEN);
        register.putOff("other#2", THEN);
        register.rename("other", "new");
        assertThat(register.ended("new#2")).contains(THEN);
        assertThat(register.after("m")).isEqualTo("new#2");
        assertThat(register.sweptTo()).isNotNull();
        assertThat(register.scannedJob()).isNotNull();
        assertThat(register.isPutOff("job#1", THEN)).isFalse();
        register.ended("job#1");
        register.nextScan();
        register.save();
    }
}
