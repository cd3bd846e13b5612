package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
            read(directory, damage(good, random));
        }
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) -1);
                case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
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
