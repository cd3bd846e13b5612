package io.jenkins.plugins.mlcwheels.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The command line as a process of its own, with a token in its environment and no proxy. */
final class CommandProcess {

    /** What a process left behind. */
    record Result(int code, String out, String err) {}

    private CommandProcess() {}

    /** Runs it to its end. */
    static Result run(Path directory, String token, String... arguments) throws IOException, InterruptedException {
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = builder(directory, token, Arrays.asList(arguments))
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    /** Not yet started; its working directory is the one given. */
    static ProcessBuilder builder(Path directory, String token, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                .endsWith("_proxy"));
        builder.environment().put("GITHUB_TOKEN", token);
        return builder;
    }
}
