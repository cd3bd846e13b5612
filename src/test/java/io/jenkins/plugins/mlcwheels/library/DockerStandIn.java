package io.jenkins.plugins.mlcwheels.library;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@code docker} that notes how it is called, and runs on this machine what is to run in a container. */
final class DockerStandIn {

    private final Path directory;

    /** Puts it into a directory, which is to be on the PATH. */
    DockerStandIn(Path directory) throws IOException {
        this.directory = directory;
        Path program = directory.resolve("docker");
        try (InputStream text = DockerStandIn.class.getResourceAsStream("docker")) {
            Files.copy(text, program);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("can't make " + program + " executable");
        }
    }

    /** The PATH of this process with the stand-in before everything else. */
    String path() {
        return directory + File.pathSeparator + System.getenv("PATH");
    }

    /** The calls so far. */
    List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }

    /** What the last image was built from. */
    String dockerfile() throws IOException {
        return Files.readString(directory.resolve("Dockerfile"));
    }

    void forgetCalls() throws IOException {
        Files.deleteIfExists(directory.resolve("calls"));
    }
}
