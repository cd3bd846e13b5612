package io.jenkins.plugins.mlcwheels.engine.reproducible;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runs of printable characters in bytes, as {@code strings} finds them. */
final class Texts {

    private static final int SHORTEST = 4;

    private Texts() {}

    /** In their order. */
    static List<String> of(byte[] bytes) {
        List<String> found = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || !isPrintable(bytes[i])) {
                if (i - start >= SHORTEST) {
                    found.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                }
                start = i + 1;
            }
        }
        return found;
    }

    /** Those of the first that the second does not have as often, in their order. */
    static List<String> without(List<String> first, List<String> second) {
        Map<String, Integer> left = new HashMap<>();
        second.forEach(text -> left.merge(text, 1, Integer::sum));
        List<String> only = new ArrayList<>();
        for (String text : first) {
            int count = left.getOrDefault(text, 0);
            if (count > 0) {
                left.put(text, count - 1);
            } else {
                only.add(text);
            }
        }
        return only;
    }

    private static boolean isPrintable(byte value) {
        return value >= ' ' && value < 0x7f || value == '\t' || value < 0;
    }
}
