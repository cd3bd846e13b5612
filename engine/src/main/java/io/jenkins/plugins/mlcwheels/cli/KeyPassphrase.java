package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.provenance.SmallFile;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The passphrase of a private key, or the PIN of a token: from a file or the environment, and never an argument. */
final class KeyPassphrase {

    static final String VARIABLE = "MLC_WHEELS_KEY_PASSPHRASE";

    private static final int LONGEST = 1024;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "Its first line is the passphrase of the private key, or the PIN of the token; by default that"
                            + " is in the environment variable " + VARIABLE + ".")
    private Path file;

    /** Empty if there is none. */
    char[] read(Map<String, String> environment) throws IOException {
        if (file == null) {
            return environment.getOrDefault(VARIABLE, "").toCharArray();
        }
        String text = new String(SmallFile.read(file, LONGEST), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("").toCharArray();
    }

    /** Asks for one that is new, if there is a terminal and none is given otherwise; empty for none. */
    char[] readNew(Map<String, String> environment, Console console) throws IOException {
        char[] given = read(environment);
        if (given.length > 0 || console == null) {
            return given;
        }
        char[] first = console.readPassword("Passphrase (empty for none): ");
        if (first == null || first.length == 0) {
            return new char[0];
        }
        char[] second = console.readPassword("Once more: ");
        if (!java.util.Arrays.equals(first, second)) {
            throw new io.jenkins.plugins.mlcwheels.engine.EngineException(
                    io.jenkins.plugins.mlcwheels.engine.EngineException.Kind.INPUT,
                    "the passphrases differ",
                    "Try again.");
        }
        return first;
    }
}
