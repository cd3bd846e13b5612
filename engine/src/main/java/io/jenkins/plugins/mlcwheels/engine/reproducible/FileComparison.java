package io.jenkins.plugins.mlcwheels.engine.reproducible;

import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says where two files of one name differ, and why. */
final class FileComparison {

    private static final String BUILD_ID = ".note.gnu.build-id";
    private static final int MOST_NAMED = 6;

    /** Sections in which names of symbols stand. */
    private static final Set<String> SYMBOLS =
            Set.of(".strtab", ".dynstr", ".debug_str", ".debug_info", ".debug_line_str", ".gnu.version_d");

    private final CauseSearch search;

    FileComparison(CauseSearch search) {
        this.search = search;
    }

    /** The differences of two contents that are not the same; at least one. */
    List<Difference> of(String name, byte[] one, byte[] other) throws IOException {
        if (Arrays.equals(one, other)) {
            // Only the beginning of a large file is read.
            return List.of(
                    new Difference(name, "", Cause.UNKNOWN, "they differ after the first " + one.length + " bytes"));
        }
        if (isElf(one) && isElf(other)) {
            List<Difference> found = sections(name, one, other);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of(whole(name, one, other));
    }

    private static boolean isElf(byte[] content) {
        return content.length > 4 && ElfFile.isElf(Arrays.copyOf(content, 4));
    }

    private Difference whole(String name, byte[] one, byte[] other) {
        CauseSearch.Found found = search.of(one, other, false);
        return new Difference(name, line(one, other), found.cause(), found.evidence());
    }

    /** Of a text, the first line that differs. */
    private static String line(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        for (byte[] content : List.of(one, other)) {
            for (byte value : content) {
                if (value == 0) {
                    return "";
                }
            }
        }
        String before = new String(one, 0, Math.min(at, one.length), StandardCharsets.ISO_8859_1);
        return "line " + (before.chars().filter(c -> c == '\n').count() + 1);
    }

    private List<Difference> sections(String name, byte[] one, byte[] other) throws IOException {
        Map<String, CauseSearch.Found> found = new LinkedHashMap<>();
        try {
            Map<String, byte[]> sections = ElfSections.of(ByteSource.of(one));
            Map<String, byte[]> others = ElfSections.of(ByteSource.of(other));
            for (String section : both(sections, others)) {
                byte[] content = sections.getOrDefault(section, new byte[0]);
                byte[] otherContent = others.getOrDefault(section, new byte[0]);
                if (!Arrays.equals(content, otherContent)) {
                    found.put(section, cause(section, content, otherContent));
                }
            }
        } catch (MalformedElfException noSections) {
            return List.of();
        }
        return told(name, found);
    }

    private static List<String> both(Map<String, byte[]> sections, Map<String, byte[]> others) {
        return Stream.concat(sections.keySet().stream(), others.keySet().stream())
                .distinct()
                .toList();
    }

    private CauseSearch.Found cause(String section, byte[] one, byte[] other) {
        if (section.equals(BUILD_ID)) {
            return new CauseSearch.Found(Cause.BUILD_ID, "", true);
        }
        return search.of(one, other, SYMBOLS.contains(section));
    }

    /** What has a reason of its own; the others differ because of it, since addresses and lengths are in them. */
    private static List<Difference> told(String name, Map<String, CauseSearch.Found> found) {
        Set<String> followers = found.entrySet().stream()
                .filter(entry -> entry.getValue().weak())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        boolean allFollow = followers.size() == found.size();
        if (allFollow && followers.size() > 1) {
            // The build id is one of the rest, not the reason.
            followers.removeIf(section -> !section.equals(BUILD_ID));
        } else if (allFollow) {
            followers.clear();
        }
        List<Difference> all = new ArrayList<>();
        found.forEach((section, why) -> {
            if (!followers.contains(section)) {
                String more = all.isEmpty() ? following(followers) : "";
                String evidence = Stream.of(why.evidence(), more)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; "));
                all.add(new Difference(name, "section " + section, why.cause(), evidence));
            }
        });
        return all;
    }

    private static String following(Set<String> sections) {
        List<String> shown = sections.stream().limit(MOST_NAMED).toList();
        return shown.isEmpty()
                ? ""
                : "so also " + String.join(", ", shown)
                        + (sections.size() > MOST_NAMED ? " and " + (sections.size() - MOST_NAMED) + " more" : "");
    }
}
