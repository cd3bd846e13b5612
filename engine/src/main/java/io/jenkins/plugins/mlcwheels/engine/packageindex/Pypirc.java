package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sections of a {@code .pypirc}, read as Python's configparser reads them: Unix and Windows line ends, a byte order
 * mark, comments, values that go on in indented lines. Never prints a value.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/pypirc/">The .pypirc file</a>
 */
public final class Pypirc {

    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private Pypirc() {}

    /**
     * @param where the file's name, for messages
     * @throws EngineException if a line is none; without what stands in it
     */
    public static Pypirc parse(String where, String text) {
        Pypirc file = new Pypirc();
        Map<String, String> section = null;
        String key = null;
        int number = 0;
        for (String raw : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\r|\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (key != null && Character.isWhitespace(raw.charAt(0))) {
                String before = section.get(key);
                section.put(key, before.isEmpty() ? line : before + "\n" + line);
            } else if (line.startsWith("[") && line.endsWith("]")) {
                section = file.sections.computeIfAbsent(
                        line.substring(1, line.length() - 1).strip(), name -> new LinkedHashMap<>());
                key = null;
            } else {
                int sign = sign(line);
                if (sign < 1 || section == null) {
                    throw new EngineException(
                            EngineException.Kind.INPUT,
                            where + ": line " + number
                                    + (section == null ? " is in no section" : " is no 'key = value'"),
                            "Write sections such as [pypi] with lines such as username = __token__.");
                }
                key = line.substring(0, sign).strip().toLowerCase(Locale.ROOT);
                section.put(key, line.substring(sign + 1).strip());
            }
        }
        return file;
    }

    private static int sign(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }

    /** The names of its sections. */
    public Set<String> sections() {
        return sections.keySet();
    }

    /** A value that is there and not empty. */
    public Optional<String> value(String section, String key) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key))
                .filter(value -> !value.isEmpty());
    }

    /** The section whose {@code repository} is that address, with or without a slash at the end. */
    public Optional<String> sectionOf(String address) {
        String wanted = address.replaceFirst("/+$", "");
        return sections.keySet().stream()
                .filter(name -> value(name, "repository")
                        .map(given -> given.replaceFirst("/+$", ""))
                        .equals(Optional.of(wanted)))
                .findFirst();
    }

    /** The names of the sections only. */
    @Override
    public String toString() {
        return "Pypirc" + sections.keySet();
    }
}
