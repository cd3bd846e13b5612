package io.jenkins.plugins.mlcwheels.library;

import io.jenkins.plugins.mlcwheels.TestTools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** A Git repository on disk, with one commit after another on its branch {@code main}. */
final class GitRepository {

    private final Path directory;

    GitRepository(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        git("init", "--quiet", "--initial-branch", "main");
    }

    /** Skips the test where no Git is. */
    static void needGit() {
        TestTools.need("git");
    }

    Path directory() {
        return directory;
    }

    GitRepository file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** Copies a directory of the project into the repository. */
    GitRepository tree(String source, String name) throws IOException {
        FileUtils.copyDirectory(new File(source), directory.resolve(name).toFile());
        return this;
    }

    GitRepository commit() throws IOException {
        git("add", "--all");
        git("commit", "--quiet", "--message", "change");
        return this;
    }

    GitRepository tag(String name) throws IOException {
        git("tag", name);
        return this;
    }

    private void git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "git", "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (git.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
