package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes give findings or a refusal: never another exception, an endless loop or a heap full of them. */
class WheelFuzzTest {

    private static final String NAME = "demo-1.0-py3-none-linux_x86_64.whl";

    @TempDir
    Path directory;

    @Test
    void takesDamagedWheels() throws IOException {
        byte[] good = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/__init__.py", "x = 1\n".repeat(50))
                .file("demo/b.py", "")
                .archive(zip -> zip.zip64 = true)
                .bytes();
        Random random = new Random(42);
        for (int i = 0; i < 1500; i++) {
            read(directory, WheelDamage.of(good, random, 1 + random.nextInt(4)));
        }
    }

    @FuzzTest
    void takesAnyBytes(byte[] content) throws IOException {
        Path scratch = Files.createTempDirectory("wheel-fuzz");
        try {
            read(scratch, content);
        } finally {
            Files.deleteIfExists(scratch.resolve(NAME));
            Files.delete(scratch);
        }
    }

    private static void read(Path directory, byte[] content) throws IOException {
        Path wheel = Files.write(directory.resolve(NAME), content);
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            WheelContents contents = WheelCheck.run(archive, EntryVisitor.NONE, 1);
            assertThat(contents.findings())
                    .allSatisfy(finding -> assertThat(finding.message()).isNotEmpty());
        } catch (EngineException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
        }
    }
}
