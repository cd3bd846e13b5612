package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container sees of this machine what git needs for the source, and nothing that the source merely names. */
class SourceMountsTest {

    @TempDir
    Path temporary;

    private Path directory;
    private Path source;
    private Path secret;

    @BeforeEach
    void makeDirectories() throws Exception {
        directory = temporary.toRealPath();
        source = Files.createDirectory(directory.resolve("source"));
        secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("key"), "secret");
    }

    @Test
    void mountsNothingThatALinkLeadsTo() throws Exception {
        Files.createSymbolicLink(source.resolve("keys"), secret);
        Files.createSymbolicLink(source.resolve("key"), Path.of("../secret/key"));
        assertThat(SourceMounts.of(source).beside()).isEmpty();
        git(source, "init", "-q");
        assertThat(SourceMounts.of(source).beside()).isEmpty();
    }

    @Test
    void mountsTheRepositoryOfAWorkTree() throws Exception {
        git(source, "init", "-q");
        git(source, "commit", "-q", "--allow-empty", "-m", "one");
        Path tree = directory.resolve("tree");
        git(source, "worktree", "add", "-q", tree.toString());
        assertThat(SourceMounts.of(tree)).isEqualTo(new SourceMounts(tree, tree, List.of(source.resolve(".git"))));
    }

    @Test
    void mountsTheRepositoryThatALinkCalledDotGitLeadsTo() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        git(other, "init", "-q");
        Files.createSymbolicLink(source.resolve(".git"), other.resolve(".git"));
        assertThat(SourceMounts.of(source).beside()).containsExactly(other.resolve(".git"));
    }

    @Test
    void mountsNoDirectoryThatIsNoRepositoryWhateverNamesIt() throws Exception {
        Files.writeString(source.resolve(".git"), "gitdir: " + secret + "\n");
        assertThat(SourceMounts.of(source).beside()).isEmpty();
        Path own = Files.createDirectory(source.resolve("own"));
        Files.writeString(own.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(own.resolve("commondir"), secret + "\n");
        Files.writeString(source.resolve(".git"), "gitdir: own\n");
        assertThat(SourceMounts.of(source).beside()).isEmpty();
        Files.delete(source.resolve(".git"));
        Files.createSymbolicLink(source.resolve(".git"), secret);
        assertThat(SourceMounts.of(source).beside()).isEmpty();
    }

    @Test
    void mountsBorrowedObjectsAndNoOtherDirectoryThatAlternatesName() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        git(other, "init", "-q");
        git(source, "init", "-q");
        Files.createDirectory(secret.resolve("pack"));
        Path disguised = Files.createSymbolicLink(directory.resolve("objects"), secret);
        Path borrowed = other.resolve(".git/objects");
        Files.writeString(
                source.resolve(".git/objects/info/alternates"), secret + "\n" + disguised + "\n" + borrowed + "\n");
        assertThat(SourceMounts.of(source).beside()).containsExactly(borrowed);
    }

    private static void git(Path where, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
