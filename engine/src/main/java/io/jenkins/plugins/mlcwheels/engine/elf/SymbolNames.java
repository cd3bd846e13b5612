package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Names of symbols to look for, prepared so that a string table of any size is searched in one pass over its bytes:
 * at every end of a string the names are compared backwards, by their last byte first. So names that share the tail of
 * a longer string, as linkers lay them out, are found too, and no string is built for the others.
 */
public final class SymbolNames {

    /** Finds nothing, and costs nothing. */
    public static final SymbolNames NONE = of(List.of());

    /** Longer names are not found by their beginning. */
    private static final int LONGEST_BY_PREFIX = 200;

    private final byte[][][] byLastByte = new byte[256][][];
    private final byte[][] prefixes;
    private final int longest;
    private final boolean empty;

    private SymbolNames(Collection<String> names, List<String> prefixes) {
        int most = prefixes.isEmpty() ? 0 : LONGEST_BY_PREFIX;
        this.prefixes = prefixes.stream()
                .map(prefix -> prefix.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        for (String name : names) {
            if (name.isEmpty() || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not the name of a symbol: '" + name + "'");
            }
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            most = Math.max(most, bytes.length);
            int last = bytes[bytes.length - 1] & 0xFF;
            byLastByte[last] = append(byLastByte[last], bytes);
        }
        longest = most;
        empty = names.isEmpty() && prefixes.isEmpty();
    }

    /** @throws IllegalArgumentException for an empty name or one with a zero byte */
    public static SymbolNames of(Collection<String> names) {
        return new SymbolNames(List.copyOf(names), List.of());
    }

    /**
     * Finds these names, and all of up to {@value #LONGEST_BY_PREFIX} bytes that begin in one of some ways.
     *
     * @throws IllegalArgumentException for an empty name or one with a zero byte
     */
    public static SymbolNames of(Collection<String> names, List<String> prefixes) {
        return new SymbolNames(List.copyOf(names), prefixes);
    }

    /** Whether names are found by how they begin, too. */
    boolean byPrefix() {
        return prefixes.length > 0;
    }

    /** Whether the bytes begin as one of the names that are looked for by their beginning. */
    boolean beginsAsOne(byte[] bytes, int from, int to) {
        for (byte[] prefix : prefixes) {
            if (to - from >= prefix.length
                    && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of the longest name. */
    int longest() {
        return longest;
    }

    boolean isEmpty() {
        return empty;
    }

    /** The names that end with a byte, or null. */
    byte[][] endingWith(byte last) {
        return byLastByte[last & 0xFF];
    }

    private static byte[][] append(byte[][] names, byte[] name) {
        if (names == null) {
            return new byte[][] {name};
        }
        byte[][] more = Arrays.copyOf(names, names.length + 1);
        more[names.length] = name;
        return more;
    }
}
