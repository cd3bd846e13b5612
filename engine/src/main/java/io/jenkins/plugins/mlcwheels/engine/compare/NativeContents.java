package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.inspect.OpenWheel;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * What a native file is made of, and what it exports, in little memory: of each name the first 64 bits of its SHA-256
 * are kept.
 */
final class NativeContents implements NativeVisitor {

    private static final int MOST_SECTIONS = 1000;

    private final Map<String, Long> sections = new LinkedHashMap<>();
    private final MessageDigest sha256;
    private long[] strong = new long[256];
    private int strongCount;
    private long[] weak = new long[256];
    private int weakCount;
    private boolean module;
    private String problem = "";

    private NativeContents() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static NativeContents read(OpenWheel wheel, String path) throws IOException {
        NativeContents contents = new NativeContents();
        try {
            wheel.read(path, contents);
        } catch (EngineException e) {
            contents.problem = e.getMessage();
        }
        contents.strong = sorted(contents.strong, contents.strongCount);
        contents.weak = sorted(contents.weak, contents.weakCount);
        return contents;
    }

    private static long[] sorted(long[] values, int count) {
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void section(String name, long size) {
        String key = sections.size() < MOST_SECTIONS || sections.containsKey(name) ? name : "(others)";
        sections.merge(key, size, Long::sum);
    }

    @Override
    public void export(String name, boolean isWeak) {
        module |= name.startsWith("PyInit_") || name.startsWith("_PyInit_");
        long hash = hash(name);
        if (isWeak) {
            weak = weakCount == weak.length ? Arrays.copyOf(weak, 2 * weakCount) : weak;
            weak[weakCount++] = hash;
        } else {
            strong = strongCount == strong.length ? Arrays.copyOf(strong, 2 * strongCount) : strong;
            strong[strongCount++] = hash;
        }
    }

    private long hash(String name) {
        return ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** Sizes by name, in the order of the file. */
    Map<String, Long> sections() {
        return sections;
    }

    /** Whether Python imports it; nothing is linked with such a file. */
    boolean isModule() {
        return module;
    }

    /** Why it could not be read; empty if it could. */
    String problem() {
        return problem;
    }

    boolean exports(long hash) {
        return Arrays.binarySearch(strong, hash) >= 0 || Arrays.binarySearch(weak, hash) >= 0;
    }

    /** Hashes of the symbols that the other file does not export, sorted. */
    long[] strongWithout(NativeContents other) {
        return without(strong, other);
    }

    /** How many weak symbols the other file does not export. */
    long weakWithout(NativeContents other) {
        return without(weak, other).length;
    }

    /** How many symbols, weak ones included, the other file does not export. */
    long allWithout(NativeContents other) {
        return without(strong, other).length + without(weak, other).length;
    }

    private static long[] without(long[] own, NativeContents other) {
        LongPredicate missing = hash -> other == null || !other.exports(hash);
        return Arrays.stream(own).distinct().filter(missing).toArray();
    }

    /** The first names of symbols with these hashes, sorted, read from the file once more. */
    static SortedSet<String> names(OpenWheel wheel, String path, long[] hashes, int most) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        NativeContents hasher = new NativeContents();
        try {
            wheel.read(path, new NativeVisitor() {
                @Override
                public void section(String name, long size) {}

                @Override
                public void export(String name, boolean isWeak) {
                    if (!isWeak && Arrays.binarySearch(hashes, hasher.hash(name)) >= 0) {
                        names.add(name);
                        if (names.size() > most) {
                            names.remove(names.last());
                        }
                    }
                }
            });
        } catch (EngineException e) {
            // Its symbols were read as far as it is in order; see problem().
            return names;
        }
        return names;
    }
}
