package io.jenkins.plugins.mlcwheels.engine.abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The symbols of CPython's stable ABI and the version that each came with, as {@code stable-abi.txt} lists them. */
public final class StableAbi {

    private static final class Holder {
        static final StableAbi BUNDLED = bundled();
    }

    private final Map<String, Integer> since;

    private StableAbi(Map<String, Integer> since) {
        this.since = since;
    }

    /** The list that comes with this version of MLC Wheels. */
    public static StableAbi get() {
        return Holder.BUNDLED;
    }

    private static StableAbi bundled() {
        try (InputStream in = StableAbi.class.getResourceAsStream("stable-abi.txt")) {
            return read(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException naming the line, if the text is not in the format that its head describes */
    static StableAbi read(String text) {
        Map<String, Integer> since = new HashMap<>();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            if (line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ");
            boolean complete = (words.length == 3 || words.length == 4 && words[3].equals("windows"))
                    && words[1].matches("3\\.[0-9]{1,2}")
                    && (words[2].equals("function") || words[2].equals("data"));
            if (!complete || since.put(words[0], Integer.valueOf(words[1].substring(2))) != null) {
                throw new IllegalStateException("stable-abi.txt, line " + number + ": " + line);
            }
        }
        return new StableAbi(Map.copyOf(since));
    }

    /**
     * Since when a symbol belongs to the stable ABI.
     *
     * @return the minor version of Python 3; empty if it does not belong to it
     */
    public OptionalInt since(String symbol) {
        Integer minor = since.get(symbol);
        return minor == null ? OptionalInt.empty() : OptionalInt.of(minor);
    }

    /** How many symbols there are. */
    public int size() {
        return since.size();
    }

    /**
     * Whether a name looks like one of Python's C API: {@code Py} or {@code _Py}, a capital or an underscore. Other
     * names are other libraries' matter.
     */
    public static boolean isPythonName(String symbol) {
        int at = symbol.startsWith("_") ? 1 : 0;
        if (!symbol.startsWith("Py", at) || symbol.length() < at + 4) {
            return false;
        }
        char next = symbol.charAt(at + 2);
        return next == '_' || next >= 'A' && next <= 'Z';
    }
}
