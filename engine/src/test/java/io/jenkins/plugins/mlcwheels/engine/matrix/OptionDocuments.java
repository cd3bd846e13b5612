package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The documents that come from {@code options.json}; the main method writes them. */
final class OptionDocuments {

    static final Path BASE = Path.of(System.getProperty("mlcwheels.basedir", ".."));
    static final Path PAGE = BASE.resolve("docs/matrix.md");
    static final Path SCHEMA = BASE.resolve("docs/mlc-wheels.schema.json");

    private static final String BEGIN = "<!-- options: begin -->\n";
    private static final String END = "<!-- options: end -->\n";

    private OptionDocuments() {}

    /** Writes the schema, and the table into the page. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(SCHEMA, schema());
        Files.writeString(PAGE, withTable(Files.readString(PAGE)));
    }

    static String schema() throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return new ObjectMapper().writer(printer).writeValueAsString(OptionSchema.json()) + "\n";
    }

    /** The page with the table of now. */
    static String withTable(String page) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(0, begin) + table() + page.substring(page.indexOf(END));
    }

    private static String table() {
        OptionCatalog catalog = OptionCatalog.builtIn();
        StringBuilder table =
                new StringBuilder("| option | here | what it is for, and what differs |\n|---|---|---|\n");
        String group = "";
        for (OptionSpec spec : catalog.specs()) {
            if (!spec.group().equals(group)) {
                group = spec.group();
                table.append("| **").append(group).append("** | | |\n");
            }
            row(table, spec.name(), spec.support(), spec.purpose(), spec.note());
        }
        table.append("| **Other tables** | | |\n");
        catalog.otherTables()
                .forEach((name, note) -> row(
                        table,
                        "[tool.cibuildwheel." + name + "]",
                        OptionSpec.Support.IGNORED,
                        "Options for another system.",
                        note.substring(0, 1).toUpperCase(Locale.ROOT) + note.substring(1) + "."));
        table.append("| **Variables and command line** | | |\n");
        for (OptionCatalog.Outside variable : catalog.variables()) {
            String also = variable.also().isEmpty() ? "" : "`, `" + variable.also();
            row(table, variable.name() + also, variable.support(), variable.purpose(), variable.note());
        }
        for (OptionCatalog.Outside option : catalog.commandLine()) {
            row(table, option.name(), option.support(), option.purpose(), option.note());
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String name, OptionSpec.Support support, String purpose, String note) {
        table.append("| `")
                .append(name)
                .append("` | ")
                .append(support)
                .append(" | ")
                .append((purpose + " " + note).strip())
                .append(" |\n");
    }
}
