package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/** Reads the policies of one libc and architecture from the text whose head describes its own format. */
final class PolicyFile {

    private final Libc libc;
    private final Architecture architecture;
    private final List<PlatformPolicy> policies = new ArrayList<>();
    private final Map<String, Set<String>> versions = new HashMap<>();
    private final Map<String, Set<String>> privateSymbols = new HashMap<>();
    private Set<String> libraries = new HashSet<>();
    private Set<String> architectures = Set.of();
    private List<String> header = List.of();
    private boolean inFamily;

    private PolicyFile(Libc libc, Architecture architecture) {
        this.libc = libc;
        this.architecture = architecture;
    }

    /** @throws IllegalStateException naming the line, if the text isn't in the format */
    static List<PlatformPolicy> read(String text, Libc libc, Architecture architecture) {
        PolicyFile file = new PolicyFile(libc, architecture);
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            number++;
            try {
                file.line(text.substring(start, end));
            } catch (RuntimeException e) {
                throw new IllegalStateException("policies, line " + number + ": " + e.getMessage(), e);
            }
            start = end + 1;
        }
        file.finishPolicy();
        return file.policies;
    }

    private void line(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        List<String> words = words(line);
        if (words.get(0).equals("family")) {
            finishPolicy();
            inFamily = words.get(1).equals(libc.toString());
            for (String prefix : inFamily ? words.subList(2, words.size()) : List.<String>of()) {
                versions.put(prefix, new HashSet<>());
            }
        } else if (inFamily) {
            statement(words);
        }
    }

    private void statement(List<String> words) {
        if (words.get(0).equals("policy")) {
            finishPolicy();
            header = words;
            return;
        }
        if (words.get(0).equals("architectures")) {
            architectures = Set.copyOf(words.subList(1, words.size()));
            return;
        }
        int at = words.indexOf("@");
        if (at >= 0 && !applies(words.subList(at + 1, words.size()))) {
            return;
        }
        List<String> values = words.subList(1, at < 0 ? words.size() : at);
        switch (words.get(0)) {
            case "libraries" -> {
                libraries = new HashSet<>(libraries);
                libraries.addAll(values);
            }
            case "private" -> symbolsOf(values.get(0)).addAll(values.subList(1, values.size()));
            case "public" -> values.subList(1, values.size()).forEach(symbolsOf(values.get(0))::remove);
            default -> addVersions(words.get(0), values);
        }
    }

    private boolean applies(List<String> qualifier) {
        boolean not = qualifier.get(0).equals("not");
        for (String name : qualifier) {
            if (!(not && name.equals("not")) && !architectures.contains(name)) {
                throw new IllegalArgumentException("no architecture of this policy: " + name);
            }
        }
        return qualifier.contains(architecture.toString()) != not;
    }

    private Set<String> symbolsOf(String library) {
        return privateSymbols.computeIfAbsent(library, name -> new HashSet<>());
    }

    private void addVersions(String prefix, List<String> values) {
        Set<String> known = versions.get(prefix);
        if (known == null) {
            throw new IllegalArgumentException("unknown word: " + prefix);
        }
        if (!architectures.contains(architecture.toString())) {
            return;
        }
        for (String value : values) {
            int dots = value.indexOf("..");
            if (dots < 0) {
                known.add(prefix + "_" + value);
            } else {
                addRange(known, prefix + "_", value.substring(0, dots), value.substring(dots + 2));
            }
        }
    }

    private static void addRange(Set<String> known, String prefix, String first, String last) {
        String head = first.substring(0, first.lastIndexOf('.') + 1);
        if (!last.startsWith(head)) {
            throw new IllegalArgumentException("a range counts in its last number: " + first + ".." + last);
        }
        int to = Integer.parseInt(last.substring(head.length()));
        for (int n = Integer.parseInt(first.substring(head.length())); n <= to; n++) {
            known.add(prefix + head + n);
        }
    }

    private void finishPolicy() {
        if (!header.isEmpty() && architectures.contains(architecture.toString())) {
            String suffix = "_" + architecture;
            List<String> aliases = new ArrayList<>();
            for (String alias : header.subList(3, header.size())) {
                aliases.add(alias + suffix);
            }
            Map<String, Set<String>> versionsNow = new HashMap<>();
            versions.forEach((prefix, all) -> versionsNow.put(prefix, Set.copyOf(all)));
            policies.add(new PlatformPolicy(
                    header.get(1) + suffix,
                    List.copyOf(aliases),
                    Integer.parseInt(header.get(2)),
                    versionsNow,
                    libraries,
                    privateSymbolsNow()));
        }
        header = List.of();
    }

    private Map<String, Set<String>> privateSymbolsNow() {
        Map<String, Set<String>> now = new HashMap<>();
        privateSymbols.forEach((library, symbols) -> {
            if (!symbols.isEmpty()) {
                now.put(library, Set.copyOf(symbols));
            }
        });
        return now;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(line);
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }
}
