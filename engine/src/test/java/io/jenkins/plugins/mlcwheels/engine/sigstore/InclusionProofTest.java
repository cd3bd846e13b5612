package io.jenkins.plugins.mlcwheels.engine.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against trees that are made as RFC 6962 defines them, by recursion. */
class InclusionProofTest {

    @Property(tries = 500)
    void shouldLeadFromEveryEntryToTheRoot(
            @ForAll @IntRange(min = 1, max = 70) int size, @ForAll @IntRange(min = 0, max = 69) int place) {
        int index = place % size;
        List<byte[]> entries = entries(size);
        assertThat(InclusionProof.root(number(index), number(size), entries.get(index), path(index, entries)))
                .isEqualTo(tree(entries));
    }

    @Property(tries = 200)
    void shouldLeadElsewhereFromAnotherEntryOrPlace(
            @ForAll @IntRange(min = 2, max = 40) int size, @ForAll @IntRange(min = 0, max = 39) int place) {
        int index = place % size;
        int other = (index + 1) % size;
        List<byte[]> entries = entries(size);
        List<byte[]> path = path(index, entries);
        assertThat(InclusionProof.root(number(index), number(size), entries.get(other), path))
                .isNotEqualTo(tree(entries));
        try {
            assertThat(InclusionProof.root(number(other), number(size), entries.get(index), path))
                    .isNotEqualTo(tree(entries));
        } catch (KeylessException e) {
            assertThat(e).hasMessageContaining("another number of digests");
        }
    }

    @Test
    void shouldRefuseAPlaceOutsideTheTree() {
        assertThatThrownBy(() -> InclusionProof.root(number(3), number(3), new byte[0], List.of()))
                .isInstanceOf(KeylessException.class)
                .hasMessageContaining("outside its tree");
    }

    private static BigInteger number(int value) {
        return BigInteger.valueOf(value);
    }

    private static List<byte[]> entries(int size) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static byte[] tree(List<byte[]> entries) {
        if (entries.size() == 1) {
            return digest(0, entries.get(0));
        }
        int split = split(entries.size());
        return digest(1, tree(entries.subList(0, split)), tree(entries.subList(split, entries.size())));
    }

    private static List<byte[]> path(int index, List<byte[]> entries) {
        List<byte[]> path = new ArrayList<>();
        if (entries.size() > 1) {
            int split = split(entries.size());
            List<byte[]> left = entries.subList(0, split);
            List<byte[]> right = entries.subList(split, entries.size());
            path.addAll(index < split ? path(index, left) : path(index - split, right));
            path.add(tree(index < split ? right : left));
        }
        return path;
    }

    private static byte[] digest(int prefix, byte[]... parts) {
        MessageDigest digest = Sha256.digest();
        digest.update((byte) prefix);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
