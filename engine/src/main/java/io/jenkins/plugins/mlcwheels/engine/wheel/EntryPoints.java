package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The entry points of a wheel, as {@code entry_points.txt} lists them; lines that are none are left out. */
public record EntryPoints(List<EntryPoint> all) {

    private static final int MOST = 10_000;

    /**
     * One of them.
     *
     * @param group such as {@code console_scripts}
     * @param object such as {@code package.module:function}
     */
    public record EntryPoint(String group, String name, String object) {
        @Override
        public String toString() {
            return "[" + group + "] " + name + " = " + object;
        }
    }

    public EntryPoints {
        all = List.copyOf(all);
    }

    /** Reads the file as far as it can be read. */
    public static EntryPoints parse(byte[] content) {
        List<EntryPoint> found = new ArrayList<>();
        String group = "";
        for (String line : Ascii.split(new String(content, StandardCharsets.UTF_8).replace("\r", ""), '\n')) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.endsWith("]")) {
                group = text.substring(1, text.length() - 1).strip();
            } else if (equals > 0
                    && !group.isEmpty()
                    && found.size() < MOST
                    && !text.startsWith("#")
                    && !text.startsWith(";")
                    && !Character.isWhitespace(line.charAt(0))) {
                found.add(new EntryPoint(
                        group,
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip()));
            }
        }
        return new EntryPoints(found);
    }
}
