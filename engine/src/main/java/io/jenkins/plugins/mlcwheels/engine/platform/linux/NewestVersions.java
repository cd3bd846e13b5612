package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Of the symbol versions that a file needs the newest of each library, which say how old a system may be. */
final class NewestVersions {

    /** Longer numbers are no versions. */
    private static final int LONGEST = 6;

    private NewestVersions() {}

    /** Such as {@code GLIBC_2.17, GLIBCXX_3.4.21}; empty if there are none. */
    static String of(Collection<Set<String>> versions) {
        Map<String, String> newest = new TreeMap<>();
        for (Set<String> some : versions) {
            for (String version : some) {
                int split = version.lastIndexOf('_');
                if (split > 0 && isNumber(version.substring(split + 1))) {
                    newest.merge(version.substring(0, split), version, NewestVersions::newer);
                }
            }
        }
        return String.join(", ", newest.values());
    }

    private static boolean isNumber(String text) {
        return List.of(text.split("\\.", -1)).stream()
                .allMatch(part -> !part.isEmpty()
                        && part.length() <= LONGEST
                        && part.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static String newer(String one, String other) {
        String[] left = one.substring(one.lastIndexOf('_') + 1).split("\\.");
        String[] right = other.substring(other.lastIndexOf('_') + 1).split("\\.");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]));
            if (order != 0) {
                return order > 0 ? one : other;
            }
        }
        return left.length >= right.length ? one : other;
    }
}
