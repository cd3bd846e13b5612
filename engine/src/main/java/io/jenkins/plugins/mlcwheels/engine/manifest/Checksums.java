package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a {@code SHA256SUMS} file, as {@code sha256sum} writes and {@code sha256sum --check} reads them: 64
 * hexadecimal digits, two blanks, the file's name. Sorted by name, so that the same set always prints the same bytes.
 */
public final class Checksums {

    /** The name that the file has beside what it lists. */
    public static final String FILE_NAME = "SHA256SUMS";

    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_LINES = 20_000;
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *]([^/\\\\\\p{Cntrl}]{1,255})");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final SortedMap<String, String> digests;

    private Checksums(SortedMap<String, String> digests) {
        this.digests = Collections.unmodifiableSortedMap(digests);
    }

    /**
     * @param digests from a file's name to its SHA-256 in 64 lower-case hexadecimal digits
     * @throws InvalidChecksumsException if a name can't stand in such a file, or a digest is none
     */
    public static Checksums of(Map<String, String> digests) {
        SortedMap<String, String> sorted = new TreeMap<>(digests);
        sorted.forEach((name, digest) -> {
            if (!DIGEST.matcher(digest).matches()
                    || !LINE.matcher(digest + "  " + name).matches()) {
                throw new InvalidChecksumsException("'" + name + "' with digest '" + digest + "' can't be listed");
            }
        });
        return new Checksums(sorted);
    }

    /**
     * Reads the UTF-8 text of such a file; empty lines are skipped.
     *
     * @throws InvalidChecksumsException if anything in it is of another form, a name stands twice, or it is too large
     */
    public static Checksums parse(byte[] text) {
        if (text.length > MAX_BYTES) {
            throw new InvalidChecksumsException("is larger than " + MAX_BYTES + " bytes");
        }
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\r?\n", MAX_LINES + 2);
        if (lines.length > MAX_LINES + 1) {
            throw new InvalidChecksumsException("has more than " + MAX_LINES + " lines");
        }
        SortedMap<String, String> digests = new TreeMap<>();
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                read(lines[i], i + 1, digests);
            }
        }
        return new Checksums(digests);
    }

    private static void read(String line, int number, Map<String, String> digests) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new InvalidChecksumsException(
                    "line " + number + " is not 64 hexadecimal digits, two blanks and a file name");
        }
        String digest = parts.group(1).toLowerCase(java.util.Locale.ROOT);
        if (digests.put(parts.group(2), digest) != null) {
            throw new InvalidChecksumsException("line " + number + " names '" + parts.group(2) + "' again");
        }
    }

    /** From a file's name to its SHA-256, 64 lower-case hexadecimal digits. */
    public SortedMap<String, String> digests() {
        return digests;
    }

    /** The SHA-256 of the file of that name, 64 lower-case hexadecimal digits; empty if it is not listed. */
    public Optional<String> digestOf(String name) {
        return Optional.ofNullable(digests.get(name));
    }

    /** The file's content. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checksums that && digests.equals(that.digests);
    }

    @Override
    public int hashCode() {
        return digests.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        digests.forEach(
                (name, digest) -> text.append(digest).append("  ").append(name).append('\n'));
        return text.toString();
    }
}
