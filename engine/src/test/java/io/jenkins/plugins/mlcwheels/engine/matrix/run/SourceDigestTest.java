package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDigestTest {

    @TempDir
    Path directory;

    private Path source;

    @BeforeEach
    void makeRepository() throws Exception {
        source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("tracked"), "1");
        Files.writeString(source.resolve(".gitignore"), "ignored\n");
        Files.writeString(source.resolve("ignored"), "1");
        Files.writeString(source.resolve("a \"quoted\" name"), "1");
        git("init", "-q");
        git("add", ".");
        git("commit", "-q", "-m", "First");
    }

    @Test
    void shouldBeTheSameForTheSameSource() throws Exception {
        assertThat(digest()).isEqualTo(digest());
    }

    @Test
    void shouldChangeWithEachFileThatABuildSees() throws Exception {
        String before = digest();
        Files.writeString(source.resolve("tracked"), "2");
        String changed = digest();
        Files.writeString(source.resolve("untracked"), "");
        String added = digest();
        Files.writeString(source.resolve("a \"quoted\" name"), "2");
        String quoted = digest();
        assertThat(source.resolve("tracked").toFile().setExecutable(true)).isTrue();
        String mode = digest();
        Files.createSymbolicLink(source.resolve("link"), Path.of("tracked"));
        String link = digest();
        assertThat(List.of(before, changed, added, quoted, mode, link)).doesNotHaveDuplicates();
    }

    @Test
    void shouldNotChangeWithWhatIsIgnoredOrWrittenByBuilds() throws Exception {
        Path wheelhouse = Files.createDirectories(source.resolve("wheelhouse"));
        String before = SourceDigest.of(source, List.of(wheelhouse));
        Files.writeString(source.resolve("ignored"), "2");
        Files.writeString(wheelhouse.resolve("demo.whl"), "x");
        assertThat(SourceDigest.of(source, List.of(wheelhouse))).isEqualTo(before);
    }

    @Test
    void shouldChangeWithCommitAndTag() throws Exception {
        String before = digest();
        git("commit", "-q", "--allow-empty", "-m", "Second");
        String commit = digest();
        git("tag", "v1.0");
        assertThat(List.of(before, commit, digest())).doesNotHaveDuplicates();
    }

    @Test
    void shouldTakeFoldersOutsideOfRepositories() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("folder/sub"));
        Files.writeString(folder.resolve("file"), "1");
        String before = SourceDigest.of(folder, List.of());
        Files.writeString(folder.resolve("file"), "2");
        assertThat(SourceDigest.of(folder, List.of())).isNotEqualTo(before);
    }

    private String digest() throws Exception {
        return SourceDigest.of(source, List.of());
    }

    private void git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.org"));
        command.addAll(List.of(arguments));
        int exit = ProcessTree.run(new ProcessSpec(command, source, Map.of()), ProgressListener.SILENT);
        assertThat(exit).isZero();
    }
}
