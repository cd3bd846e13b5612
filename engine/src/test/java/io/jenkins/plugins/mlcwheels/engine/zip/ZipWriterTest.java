package io.jenkins.plugins.mlcwheels.engine.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ZipWriterTest {

    @Test
    void namesTheTargetWhenTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full");
        try (java.nio.channels.FileChannel channel =
                java.nio.channels.FileChannel.open(full, java.nio.file.StandardOpenOption.WRITE)) {
            ZipOutput output = new ZipOutput(channel);
            assertThatThrownBy(output::finish).isInstanceOf(IOException.class).hasMessageContaining("space");
        }
    }

    @Property(tries = 25)
    void deflatesAnyLengthSoThatItInflatesAgain(@ForAll @IntRange(max = 900_000) int length, @ForAll long seed)
            throws Exception {
        byte[] content = new byte[length];
        Random random = new Random(seed);
        for (int i = 0; i < length; i++) {
            content[i] = (byte) random.nextInt(1 + (i >> 12) % 200);
        }
        java.io.ByteArrayOutputStream compressed = new java.io.ByteArrayOutputStream();
        try (ParallelDeflater deflater = new ParallelDeflater(1, 2)) {
            deflater.deflate(new java.io.ByteArrayInputStream(content), (bytes, n) -> compressed.write(bytes, 0, n));
        }
        java.util.zip.Inflater inflater = new java.util.zip.Inflater(true);
        inflater.setInput(compressed.toByteArray());
        byte[] inflated = new byte[length + 1];
        int n = inflater.inflate(inflated);
        boolean finished = inflater.finished();
        inflater.end();

        assertThat(finished).isTrue();
        assertThat(java.util.Arrays.copyOf(inflated, n)).isEqualTo(content);
    }
}
