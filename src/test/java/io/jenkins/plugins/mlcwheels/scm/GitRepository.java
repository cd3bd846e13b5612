package io.jenkins.plugins.mlcwheels.scm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Git repository on this machine that tests push to. */
public final class GitRepository {

    private final Path directory;

    private GitRepository(Path directory) {
        this.directory = directory;
    }

    public static GitRepository init(Path directory) throws Exception {
        Files.createDirectories(directory);
        GitRepository repository = new GitRepository(directory);
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    public Path directory() {
        return directory;
    }

    public GitRepository file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
        return this;
    }

    /** @return the commit */
    public String commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
        return git("rev-parse", "HEAD");
    }

    /** @return what it printed, without the line end */
    public String git(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("git %s: %s", List.of(arguments), output)
                .isZero();
        return output.strip();
    }
}
