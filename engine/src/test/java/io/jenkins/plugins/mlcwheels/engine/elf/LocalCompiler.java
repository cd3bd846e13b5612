package io.jenkins.plugins.mlcwheels.engine.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.TestTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiles C and C++ with the compiler of the machine that runs the tests, and runs binutils. */
public final class LocalCompiler {

    private LocalCompiler() {}

    /** Skips the test, saying so, where one of the tools is not installed. */
    public static void assume(String... tools) {
        for (String tool : tools) {
            TestTools.need(tool);
        }
    }

    public static boolean has(String tool) {
        return TestTools.has(tool);
    }

    /**
     * Compiles and links one source text.
     *
     * @param output the file to make; a source beside it gets its name and {@code .c}, or {@code .cc} for g++
     * @param compiler {@code gcc} or {@code g++}
     */
    public static Path compile(Path output, String compiler, String source, String... arguments) throws IOException {
        Path text = output.resolveSibling(output.getFileName() + (compiler.equals("g++") ? ".cc" : ".c"));
        Files.writeString(text, source);
        List<String> command = new ArrayList<>(List.of(compiler, "-o", output.toString(), text.toString()));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
        return output;
    }

    /** Output of a command that has to succeed, in the C locale. */
    public static String run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor())
                    .as("%s%n%s", String.join(" ", command), output)
                    .isZero();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return output;
    }
}
