package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a command of the user's for a password, such as keyring, pass or a vault. Never prints what it answers. */
final class PasswordCommand {

    private static final int LONGEST = 1 << 16;

    private PasswordCommand() {}

    /**
     * The first line that it prints; its errors go to standard error.
     *
     * @param command with its arguments, quoted as in a shell, but run without one
     * @throws EngineException if it can't be run, or gives no password
     */
    static String run(String command) {
        List<String> words = words(command);
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw unusable("'" + words.get(0) + "' can't be started", "Check that it is installed and on the PATH.");
        }
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readNBytes(LONGEST), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            String line = text.lines().findFirst().orElse("");
            if (exit != 0 || line.isEmpty()) {
                throw unusable(
                        "'" + words.get(0) + "' "
                                + (exit == 0 ? "printed no password" : "ended with exit code " + exit),
                        "Run it by hand; it has to print the password on one line.");
            }
            return line;
        } catch (IOException e) {
            throw unusable("'" + words.get(0) + "' can't be read from", "Run it by hand.");
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.CANCELLED, "the work was interrupted", "");
        }
    }

    private static List<String> words(String command) {
        List<String> words;
        try {
            words = ShellWords.split(command);
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage(), "Close its quotes.");
        }
        if (words.isEmpty()) {
            throw unusable("it is empty", "Name a command with its arguments.");
        }
        return words;
    }

    private static EngineException unusable(String what, String remedy) {
        return new EngineException(EngineException.Kind.INPUT, "--password-command: " + what, remedy);
    }
}
