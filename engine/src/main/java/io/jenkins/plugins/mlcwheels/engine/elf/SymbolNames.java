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

    private final byte[][][] byLastByte = new byte[256][][];
    private final int longest;
    private final boolean empty;

    private SymbolNames(Collection<String> names) {
        int most = 0;
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
        empty = names.isEmpty();
    }

    /** @throws IllegalArgumentException for an empty name or one with a zero byte */
    public static SymbolNames of(Collection<String> names) {
        return new SymbolNames(List.copyOf(names));
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
