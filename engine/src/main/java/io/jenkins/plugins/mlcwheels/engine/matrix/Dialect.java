package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;

/** Whose configuration it is. */
enum Dialect {
    OWN("mlc-wheels", "MLC_WHEELS_"),
    CIBUILDWHEEL("cibuildwheel", "CIBW_");

    private final String table;
    private final String prefix;

    Dialect(String table, String prefix) {
        this.table = table;
        this.prefix = prefix;
    }

    /** Whether a place is in this configuration: in its table, or one of its variables. */
    boolean has(String place) {
        return place.contains("[tool." + table) || place.startsWith(prefix);
    }

    /** The path of the table. */
    List<String> path() {
        return List.of("tool", table);
    }

    /** The table as it is written, such as {@code [tool.mlc-wheels.linux]}. */
    String header(String... inner) {
        return "[tool." + table + (inner.length == 0 ? "" : "." + String.join(".", inner)) + "]";
    }

    /** What the names of its variables begin with. */
    String prefix() {
        return prefix;
    }
}
