package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** A table of names of sections, in which a name that ends another one is not written again. */
final class SectionNames {

    private final Map<String, Integer> offsets = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private SectionNames() {
        bytes.write(0);
        offsets.put("", 0);
    }

    static SectionNames of(Collection<String> names) {
        SectionNames table = new SectionNames();
        names.stream()
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .forEach(table::add);
        return table;
    }

    private void add(String name) {
        if (offsets.containsKey(name)) {
            return;
        }
        int at = bytes.size();
        bytes.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(0);
        offsets.put(name, at);
        for (int dot = name.indexOf('.', 1); dot > 0; dot = name.indexOf('.', dot + 1)) {
            offsets.putIfAbsent(name.substring(dot), at + dot);
        }
    }

    int offsetOf(String name) {
        return offsets.get(name);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
