package io.jenkins.plugins.mlcwheels.engine.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateEncoderTest {

    /** Content as it is in wheels and as it never is: chance, runs, words, tables of numbers, one after the other. */
    private static byte[] content(long seed, int length) {
        Random random = new Random(seed);
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length) {
            int part = Math.min(length - at, 1 + random.nextInt(40_000));
            fill(bytes, at, at + part, random);
            at += part;
        }
        return bytes;
    }

    private static void fill(byte[] bytes, int from, int to, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] noise = new byte[to - from];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, from, noise.length);
            }
            case 1 -> Arrays.fill(bytes, from, to, (byte) random.nextInt());
            case 2 -> {
                int alphabet = 1 + random.nextInt(20);
                for (int i = from; i < to; i++) {
                    bytes[i] = (byte) ('a' + random.nextInt(alphabet));
                }
            }
            case 3 -> {
                int value = random.nextInt();
                for (int i = from; i < to; i++) {
                    bytes[i] = (byte) (value >>> 8 * (i & 3));
                    value += (i & 3) == 3 ? 8 : 0;
                }
            }
            case 4 -> {
                for (int i = from; i < to; i++) {
                    bytes[i] = (byte) Math.min(255, (int) Math.abs(random.nextGaussian() * 12));
                }
            }
            default -> {
                for (int i = from; i < to; i++) {
                    int back = 1 + random.nextInt(Math.min(i + 1, 40_000));
                    bytes[i] = i - back < 0 ? (byte) i : bytes[i - back];
                }
            }
        }
    }

    private static byte[] encode(DeflateEncoder encoder, byte[] content, int from, int to, boolean last) {
        byte[] output = new byte[DeflateEncoder.maximumLength(to - from)];
        return Arrays.copyOf(output, encoder.encode(content, from, to, last, output));
    }

    private static byte[] inflate(byte[] stream, int length) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(stream);
            byte[] bytes = new byte[length + 1];
            int got = 0;
            while (!inflater.finished()) {
                int n = inflater.inflate(bytes, got, bytes.length - got);
                assertThat(n > 0 || inflater.finished()).as("ends").isTrue();
                got += n;
            }
            assertThat(inflater.getRemaining()).as("bytes after the end").isZero();
            return Arrays.copyOf(bytes, got);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }

    @Property(tries = 60)
    void shouldGiveWhatInflatesToTheContent(
            @ForAll long seed,
            @ForAll @IntRange(max = 300_000) int length,
            @ForAll @IntRange(min = 1, max = 9) int level) {
        byte[] content = content(seed, length);

        byte[] stream = encode(new DeflateEncoder(level), content, 0, length, true);

        assertThat(inflate(stream, length)).isEqualTo(content);
    }

    @Property(tries = 60)
    void shouldGiveBlocksThatAreOneStream(@ForAll long seed, @ForAll("cuts") int[] cuts) {
        int length = Arrays.stream(cuts).sum();
        byte[] content = content(seed, length);
        DeflateEncoder encoder = new DeflateEncoder(6);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int at = 0;
        for (int i = 0; i < cuts.length; i++) {
            stream.writeBytes(encode(encoder, content, at, at + cuts[i], i == cuts.length - 1));
            at += cuts[i];
        }

        assertThat(inflate(stream.toByteArray(), length)).isEqualTo(content);
    }

    @Provide
    Arbitrary<int[]> cuts() {
        return Arbitraries.integers()
                .between(0, 70_000)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 257, 258, 259, 8191, 8192, 8193, 65535, 65536, 131071, 262144})
    void shouldTakeEveryLength(int length) {
        byte[] chance = new byte[length];
        new Random(1).nextBytes(chance);

        assertThat(inflate(encode(new DeflateEncoder(6), chance, 0, length, true), length))
                .isEqualTo(chance);
        assertThat(inflate(encode(new DeflateEncoder(6), new byte[length], 0, length, true), length))
                .isEqualTo(new byte[length]);
    }

    @Test
    void shouldReferToWhatIsBeforeTheBlock() {
        byte[] half = new byte[30_000];
        new Random(2).nextBytes(half);
        byte[] twice = Arrays.copyOf(half, 60_000);
        System.arraycopy(half, 0, twice, 30_000, 30_000);

        assertThat(encode(new DeflateEncoder(6), twice, 30_000, 60_000, true)).hasSizeLessThan(400);
    }

    @Test
    void shouldNotDependOnWhatWasEncodedBefore() {
        DeflateEncoder used = new DeflateEncoder(6);
        encode(used, content(3, 200_000), 0, 200_000, true);
        byte[] content = content(4, 200_000);

        assertThat(encode(used, content, 0, 200_000, true))
                .isEqualTo(encode(new DeflateEncoder(6), content, 0, 200_000, true));
    }

    @Test
    void shouldLimitLengthsOfCodesToFifteenBits() {
        // Counts that grow as Fibonacci's numbers give the longest codes.
        ByteArrayOutputStream skewed = new ByteArrayOutputStream();
        int before = 1;
        int count = 1;
        for (int symbol = 0; symbol < 22; symbol++) {
            for (int i = 0; i < count; i++) {
                skewed.write(symbol * 11);
            }
            int next = before + count;
            before = count;
            count = next;
        }
        byte[] content = skewed.toByteArray();
        shuffle(content);

        assertThat(inflate(encode(new DeflateEncoder(6), content, 0, content.length, true), content.length))
                .isEqualTo(content);
    }

    private static void shuffle(byte[] bytes) {
        Random random = new Random(5);
        for (int i = bytes.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            byte value = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = value;
        }
    }

    @Test
    void shouldComeCloseToZlib() {
        byte[] content = content(6, 2_000_000);
        Deflater zlib = new Deflater(6, true);
        zlib.setInput(content);
        zlib.finish();
        int theirs = zlib.deflate(new byte[2_100_000]);
        zlib.end();

        assertThat(encode(new DeflateEncoder(6), content, 0, content.length, true))
                .hasSizeLessThan(theirs * 103 / 100);
    }

    @Test
    void shouldTakeLessAtHigherLevels() {
        byte[] content = "int main(int argc, char **argv) { return argc + argv[0][0]; }\n"
                .repeat(3)
                .concat(HexFormat.of().formatHex(content(7, 60_000)))
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(encode(new DeflateEncoder(9), content, 0, content.length, true).length)
                .isLessThan(encode(new DeflateEncoder(1), content, 0, content.length, true).length);
    }

    /** A change of bytes is a change of {@link DeflateEncoder#NAME}: wheels of older versions have other ones. */
    @Test
    void shouldGiveTheBytesOfItsVersion() {
        byte[] content = content(8, 500_000);
        StringBuilder digests = new StringBuilder(DeflateEncoder.NAME);
        for (int level : new int[] {1, 4, 6, 8, 9}) {
            byte[] stream = encode(new DeflateEncoder(level), content, 0, content.length, true);
            digests.append(' ').append(level).append(' ').append(Sha256.of(stream), 0, 16);
        }

        assertThat(digests)
                .hasToString(
                        "mlc-deflate 1 1 3a27fa840425c45a 4 2517198c62f3986d 6 ed4ef964692ffc82 8 491f1b125cd9129c 9 c3e880fa9d6db81f");
    }

    @FuzzTest
    void takesAnyBytes(byte[] content) {
        for (int level : new int[] {1, 6, 9}) {
            byte[] stream = encode(new DeflateEncoder(level), content, 0, content.length, true);
            assertThat(inflate(stream, content.length)).isEqualTo(content);
        }
    }
}
