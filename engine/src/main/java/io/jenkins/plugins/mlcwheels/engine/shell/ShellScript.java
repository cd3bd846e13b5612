package io.jenkins.plugins.mlcwheels.engine.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A self-contained bash text and the environment that it reads its values from. The text is constant: values from
 * outside never become part of it, so nothing in them can be taken for shell.
 *
 * @param text what {@code bash -c} or Jenkins' {@code sh} step runs
 * @param environment what has to be set in addition to the environment that the script finds
 */
public record ShellScript(String text, SortedMap<String, String> environment) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public ShellScript {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        environment.forEach((name, value) -> {
            if (!isVariableName(name) || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not an environment variable: " + name);
            }
        });
    }

    /** A script whose text is a resource beside a class, after the functions that all scripts share. */
    public static ShellScript fromResource(Class<?> beside, String name, Map<String, String> environment) {
        String text = resource(ShellScript.class, "common.sh") + resource(beside, name);
        return new ShellScript(text, new TreeMap<>(environment));
    }

    /**
     * The same with programs beside it, which its function {@code write_programs} writes to a directory of its variable
     * {@code work}.
     *
     * @param folder of the programs, beside the class and below {@code work}
     * @param programs names of their files
     */
    public static ShellScript fromResources(
            Class<?> beside, String name, String folder, List<String> programs, Map<String, String> environment) {
        StringBuilder functions = new StringBuilder("write_programs() {\n");
        for (String program : programs) {
            functions
                    .append("    cat >\"$work/" + folder + "/" + program + "\" <<'MLC_PROGRAM'\n")
                    .append(resource(beside, folder + "/" + program))
                    .append("MLC_PROGRAM\n");
        }
        ShellScript script = fromResource(beside, name, environment);
        String common = resource(ShellScript.class, "common.sh");
        String text = common + functions + "}\n" + script.text.substring(common.length());
        return new ShellScript(text, script.environment);
    }

    private static String resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a shell can have a variable of that name: letters, digits and underscores, no digit first. */
    public static boolean isVariableName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The whole as one text that can be saved and run by hand: exports, quoted, before the constant text. */
    public String printable() {
        StringBuilder all = new StringBuilder("#!/usr/bin/env bash\n");
        environment.forEach((name, value) -> all.append("export ")
                .append(name)
                .append('=')
                .append(ShellWords.quote(value))
                .append('\n'));
        String body = text.startsWith("#!") ? text.substring(text.indexOf('\n') + 1) : text;
        return all.append(body).toString();
    }
}
