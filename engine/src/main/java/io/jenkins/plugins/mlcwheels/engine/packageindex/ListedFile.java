package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file that an index lists.
 *
 * @param digests lower-case hexadecimal, by algorithm as {@code hashlib} names it
 */
record ListedFile(String name, Map<String, String> digests) {

    /** What Java has, the best first; those before SHA-256 are not asked for since a file's SHA-256 is known. */
    private static final Map<String, String> ALGORITHMS = new LinkedHashMap<>();

    static {
        ALGORITHMS.put("sha512", "SHA-512");
        ALGORITHMS.put("sha384", "SHA-384");
        ALGORITHMS.put("sha224", "SHA-224");
        ALGORITHMS.put("sha1", "SHA-1");
    }

    ListedFile {
        digests = Map.copyOf(digests);
    }

    /** Whether it has the bytes of a file; empty if the index tells no digest that can be compared. */
    Optional<Boolean> holds(Distribution file) throws IOException {
        if (digests.containsKey("sha256")) {
            return same("sha256", file.sha256());
        }
        for (Map.Entry<String, String> algorithm : ALGORITHMS.entrySet()) {
            if (digests.containsKey(algorithm.getKey())) {
                return same(algorithm.getKey(), digest(file, algorithm.getValue()));
            }
        }
        return digests.containsKey("md5") ? same("md5", file.md5()) : Optional.empty();
    }

    /** A digest that can be shown; empty if there is none. */
    String shown() {
        return digests.entrySet().stream()
                .findFirst()
                .map(digest -> digest.getKey() + " " + digest.getValue())
                .orElse("");
    }

    private Optional<Boolean> same(String algorithm, String digest) {
        return Optional.of(Ascii.lowerCase(digests.get(algorithm)).equals(digest));
    }

    private static String digest(Distribution file, String algorithm) throws IOException {
        MessageDigest digest = DistributionReader.digest(algorithm);
        try (InputStream in = Files.newInputStream(file.path())) {
            byte[] chunk = new byte[1 << 16];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
