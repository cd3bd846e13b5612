package io.jenkins.plugins.mlcwheels.engine.sigstore;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * That an entry is in the tree of a log (RFC 6962, section 2.1): the digests beside its way to the root, and a checkpoint
 * in which the log signs the root.
 *
 * @see <a href="https://github.com/transparency-dev/formats/blob/main/log/README.md">checkpoints</a>
 */
final class InclusionProof {

    private static final int DIGEST = 32;

    private InclusionProof() {}

    /**
     * Checks the proof, whenever the logs are trusted.
     *
     * @return the logs that signed the tree, at least one
     * @throws KeylessException unless one of the logs signed a tree that has the entry
     */
    static List<Log> check(JsonNode proof, byte[] entry, List<Log> logs) {
        Checkpoint checkpoint = Checkpoint.parse(Fields.text(proof, "checkpoint", "envelope"), logs);
        BigInteger index = Fields.number(proof, "logIndex");
        List<byte[]> hashes = new ArrayList<>();
        for (JsonNode hash : Fields.list(proof, "hashes")) {
            byte[] bytes = decoded(hash.asText());
            if (bytes.length != DIGEST) {
                throw new KeylessException("a proof of a log with a digest that is none");
            }
            hashes.add(bytes);
        }
        if (!Arrays.equals(root(index, checkpoint.size(), entry, hashes), checkpoint.root())) {
            throw new KeylessException("a proof of a log that leads to another root than the log signed");
        }
        return checkpoint.signers();
    }

    /** The root of a tree of that size that has the entry at that place, if the digests are those beside its way. */
    static byte[] root(BigInteger index, BigInteger size, byte[] entry, List<byte[]> hashes) {
        if (index.compareTo(size) >= 0) {
            throw new KeylessException("a proof of a log for a place outside its tree");
        }
        int inner = index.xor(size.subtract(BigInteger.ONE)).bitLength();
        if (hashes.size() != inner + index.shiftRight(inner).bitCount()) {
            throw new KeylessException("a proof of a log with another number of digests than it needs");
        }
        byte[] digest = digest((byte) 0, entry);
        for (int i = 0; i < hashes.size(); i++) {
            boolean left = i >= inner || index.testBit(i);
            digest = left ? digest((byte) 1, hashes.get(i), digest) : digest((byte) 1, digest, hashes.get(i));
        }
        return digest;
    }

    private static byte[] digest(byte prefix, byte[]... parts) {
        MessageDigest digest = Sha256.digest();
        digest.update(prefix);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** What a log says of its tree. */
    private record Checkpoint(BigInteger size, byte[] root, List<Log> signers) {

        private static final String SEPARATOR = "\n\n";
        private static final String SIGNATURE = "\u2014 ";
        private static final int HINT = 4;

        static Checkpoint parse(String text, List<Log> logs) {
            int end = text.indexOf(SEPARATOR);
            if (end < 0) {
                throw new KeylessException("a checkpoint of a log without signature");
            }
            String note = text.substring(0, end + 1);
            List<Log> signers = text.substring(end + SEPARATOR.length())
                    .lines()
                    .flatMap(line -> signers(line, note, logs))
                    .toList();
            if (signers.isEmpty()) {
                throw new KeylessException("a checkpoint that no trusted log signed");
            }
            String[] lines = note.split("\n");
            if (lines.length < 3 || !lines[1].matches("[0-9]{1,19}")) {
                throw new KeylessException("a checkpoint of a log that can't be read");
            }
            return new Checkpoint(new BigInteger(lines[1]), decoded(lines[2]), signers);
        }

        private static Stream<Log> signers(String line, String note, List<Log> logs) {
            String[] words = line.split(" ");
            if (!line.startsWith(SIGNATURE) || words.length != 3) {
                return Stream.empty();
            }
            byte[] signature = decoded(words[2]);
            if (signature.length <= HINT) {
                return Stream.empty();
            }
            byte[] message = note.getBytes(StandardCharsets.UTF_8);
            byte[] bytes = Arrays.copyOfRange(signature, HINT, signature.length);
            return logs.stream()
                    .filter(log -> log.hasHint(signature) && log.host().equals(words[1]))
                    .filter(log -> log.signed(message, bytes));
        }
    }
}
