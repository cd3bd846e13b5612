package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinfmtTest {

    @TempDir
    Path directory;

    @Test
    void shouldRunWhatTheMachineIs() {
        Binfmt nothing = new Binfmt(directory.resolve("missing"));
        assertThat(nothing.runs(Arch.X86_64, Arch.X86_64)).isTrue();
        assertThat(nothing.runs(Arch.I686, Arch.X86_64)).isTrue();
        assertThat(nothing.runs(Arch.AARCH64, Arch.X86_64)).isFalse();
    }

    @Test
    void shouldBelieveTheEntriesOfTheKernelAndNotTheirNames() throws Exception {
        entry("whatever", "enabled", "7f454c460201010000000000000000000200b700");
        entry("big-endian", "enabled", "7f454c4602020100000000000000000000020016");
        entry("qemu-arm", "disabled", "7f454c46010101000000000000000000020028 00".replace(" ", ""));
        Files.writeString(directory.resolve("status"), "enabled\n");
        Binfmt binfmt = new Binfmt(directory);
        assertThat(binfmt.runs(Arch.AARCH64, Arch.X86_64)).isTrue();
        assertThat(binfmt.runs(Arch.S390X, Arch.X86_64)).isTrue();
        assertThat(binfmt.runs(Arch.ARMV7L, Arch.X86_64)).isFalse();
        assertThat(binfmt.runs(Arch.RISCV64, Arch.X86_64)).isFalse();
    }

    @Test
    void shouldPassOverEntriesThatAreNotForElfFiles() throws Exception {
        entry("python", "enabled", "a70d0d0a");
        entry("broken", "enabled", "zz");
        assertThat(new Binfmt(directory).runs(Arch.AARCH64, Arch.X86_64)).isFalse();
    }

    private void entry(String name, String state, String magic) throws Exception {
        Files.writeString(
                directory.resolve(name),
                state + "\ninterpreter /usr/bin/any\nflags: POF\noffset 0\nmagic " + magic + "\nmask ff\n");
    }
}
