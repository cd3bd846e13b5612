package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The strings that the dynamic section itself names. */
record DynamicStrings(List<String> needed, Optional<String> soname, List<String> rpath, List<String> runpath) {

    private static final int MOST = 16_384;

    static final DynamicStrings NONE = new DynamicStrings(List.of(), Optional.empty(), List.of(), List.of());

    static DynamicStrings read(DynamicSection dynamic, Strings strings) throws IOException {
        List<String> needed = new ArrayList<>();
        List<Long> libraries = dynamic.values(DynamicEntry.DT_NEEDED);
        if (libraries.size() > MOST) {
            throw new MalformedElfException("DT_NEEDED", "names more than " + MOST + " libraries");
        }
        for (long at : libraries) {
            needed.add(strings.get("DT_NEEDED", at, Strings.LONGEST_NAME));
        }
        return new DynamicStrings(
                List.copyOf(needed),
                string(dynamic, strings, "DT_SONAME", DynamicEntry.DT_SONAME),
                path(string(dynamic, strings, "DT_RPATH", DynamicEntry.DT_RPATH)),
                path(string(dynamic, strings, "DT_RUNPATH", DynamicEntry.DT_RUNPATH)));
    }

    private static Optional<String> string(DynamicSection dynamic, Strings strings, String field, long tag)
            throws IOException {
        OptionalLong at = dynamic.value(tag);
        return at.isPresent()
                ? Optional.of(strings.get(field, at.getAsLong(), Strings.LONGEST_PATH))
                : Optional.empty();
    }

    private static List<String> path(Optional<String> path) {
        return path.filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split(":", -1)))
                .orElse(List.of());
    }
}
