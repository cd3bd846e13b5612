package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds whose commands do what they can to a source, which has to be what it was afterwards. */
@Timeout(120)
class SourceCopyTest {

    /** What projects do in a build, and worse; a failure of one must not end the others. */
    private static final String VANDALISM = """
        set +e
        git config user.name x; git config user.email x@example.org; git config protocol.file.allow always
        git commit -q --allow-empty -m patched
        git revert --no-edit HEAD
        echo '# changed' >>pyproject.toml; git stash; git stash pop; git commit -qam all
        git tag -d v1.0.0
        git submodule update --init --recursive
        git submodule foreach --recursive 'git clean -fdxq; git commit --allow-empty -qm x'
        git clean -fdxq; git checkout -q -b other; git branch -D main
        git reflog expire --all --expire=now; git gc -q --prune=now
        git worktree add -q ../second; git push -q . HEAD:refs/heads/pushed
        git checkout -q -f main; git submodule deinit -f --all
        true
        """;

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path temporary;

    private Path directory;
    private Path source;

    @BeforeEach
    void makeRepository() throws Exception {
        directory = temporary.toRealPath();
        source = TestProject.in(directory.resolve("a source"));
        Files.writeString(source.resolve(".gitignore"), "ignored\n");
        git(source, "init", "-q", "-b", "main", ".");
        git(source, "add", "-A");
        git(source, "commit", "-qm", "one");
        git(source, "tag", "v1.0.0");
    }

    @Test
    void leavesARepositoryAsItWasWhateverTheBuildDoes() throws Exception {
        addSubmodules();
        Files.writeString(source.resolve("new ü\n.txt"), "not yet added");
        assertUnchangedBy(source, VANDALISM);
    }

    @Test
    void leavesTheRepositoriesOfAWorkTreeAndOfASubmoduleAsTheyWere() throws Exception {
        addSubmodules();
        Path tree = directory.resolve("tree");
        git(source, "worktree", "add", "-q", tree.toString());
        git(tree, "submodule", "update", "-q", "--init", "--recursive");
        assertUnchangedBy(tree, VANDALISM);
        assertUnchangedBy(source.resolve("lib"), VANDALISM);
    }

    @Test
    void leavesShallowAndBorrowingClonesAsTheyWere() throws Exception {
        git(source, "commit", "-q", "--allow-empty", "-m", "two");
        Path shallow = directory.resolve("shallow");
        git(directory, "clone", "-q", "--depth", "1", source.toUri().toString(), shallow.toString());
        assertUnchangedBy(shallow, VANDALISM);
        Path borrowing = directory.resolve("borrowing");
        git(directory, "clone", "-q", "--shared", source.toString(), borrowing.toString());
        assertUnchangedBy(borrowing, VANDALISM);
    }

    @Test
    void leavesOutWhatAnEarlierBuildOfSetuptoolsLeft() throws Exception {
        for (String name :
                List.of("build/lib.linux-x86_64/old.py", "build/bdist.linux-x86_64/old.py", "build/kept.txt")) {
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), "left");
        }
        Path plain = TestProject.in(directory.resolve("plain"));
        Files.createDirectories(plain.resolve("build/lib"));
        Files.writeString(plain.resolve("build/lib/old.py"), "left");
        for (Path tree : List.of(source, plain)) {
            copy(tree, "find build -type f >'" + directory + "/found' 2>&1 || true");
            assertThat(directory.resolve("found")).content().doesNotContain("old.py");
        }
        assertThat(lines)
                .anyMatch(line -> line.contains("the copy does not have what an earlier build left: "
                        + source.resolve("build/lib.linux-x86_64")));
        git(source, "add", "-Af");
        git(source, "commit", "-qm", "tracked all the same");
        copy(source, "find build -type f >'" + directory + "/found'");
        assertThat(directory.resolve("found")).content().contains("build/lib.linux-x86_64/old.py", "build/kept.txt");
    }

    @Test
    void showsGitInTheCopyWhatItSeesInTheSource() throws Exception {
        addSubmodules();
        git(source, "commit", "-q", "--allow-empty", "-m", "after the tag");
        Files.writeString(source.resolve("backend.py"), "\n", StandardOpenOption.APPEND);
        Files.writeString(source.resolve("new.txt"), "not yet added");
        String questions = "git describe --tags --dirty; git status --porcelain; git log --format=%H;"
                + " git submodule status --recursive; git branch -v; git remote -v";
        String expected = run(source, "bash", "-c", questions);
        copy(source, "{ " + questions + "; } >'" + directory + "/asked'");
        assertThat(directory.resolve("asked")).hasContent(expected);
        assertThat(expected).contains("v1.0.0-2-g", "-dirty", "M backend.py", "?? new.txt");
    }

    @Test
    void runsNoProgramThatTheRepositoryNames() throws Exception {
        Path ran = directory.resolve("ran");
        Path hook = Files.writeString(directory.resolve("hook"), "#!/bin/sh\ntouch '" + ran + "'\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        git(source, "config", "core.fsmonitor", hook.toString());
        Path hooks = Files.createDirectories(source.resolve(".git/hooks"));
        for (String name : List.of("pre-commit", "post-checkout", "post-index-change", "reference-transaction")) {
            Files.copy(hook, hooks.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        build(
                source,
                "git status; git -c user.name=x -c user.email=x@y commit -q --allow-empty -m x; git switch -c other");
        assertThat(ran).doesNotExist();
    }

    @Test
    void heedsNoVariableThatNamesTheRepositoryOfTheSource() throws Exception {
        Path git = source.resolve(".git");
        Map<String, String> before = digest(directory.resolve("a source"));
        BuildRequest.Builder request = request(source)
                .environment(Map.of("GIT_DIR", git.toString(), "GIT_WORK_TREE", source.toString()))
                .beforeBuild("git -c user.name=x -c user.email=x@y commit -q --allow-empty -m x");
        BuildRunner.run(plan(request), ProgressListener.SILENT);
        assertThat(digest(source)).isEqualTo(before);
    }

    @Test
    void readsASourceThatCantBeWrittenTo() throws Exception {
        addSubmodules();
        run(directory, "chmod", "-R", "a-w", source.toString());
        try {
            build(source, "echo '# more' >>backend.py; git -c user.name=x -c user.email=x@y commit -qam x; touch new");
        } finally {
            run(directory, "chmod", "-R", "u+w", source.toString());
        }
        assertThat(directory.resolve("dist/plain_project-0.0.1-py3-none-any.whl"))
                .exists();
    }

    @Test
    void leavesOutWhatEarlierBuildsWroteAndWhatGitIgnores() throws Exception {
        Files.writeString(source.resolve("ignored"), "x");
        for (String name : List.of("dist", "wheelhouse", "work", "cache")) {
            Files.writeString(Files.createDirectory(source.resolve(name)).resolve("old.whl"), "x");
        }
        Files.createDirectory(source.resolve("build-elsewhere"));
        Files.writeString(source.resolve("build-elsewhere/CMakeCache.txt"), "x");
        BuildRequest.Builder request = BuildRequest.of(source)
                .dist(source.resolve("dist"))
                .work(source.resolve("work"))
                .ccache(source.resolve("cache"))
                .output(source.resolve("wheelhouse"))
                .beforeBuild("git status --porcelain; ls; exit 99");
        assertThatThrownBy(() -> run(request)).hasMessageContaining("exit code 99");
        assertThat(lines)
                .contains("backend.py", "pyproject.toml")
                .doesNotContain("dist", "work", "cache", "wheelhouse", "ignored", "build-elsewhere")
                .noneMatch(line -> line.startsWith("?? "));
    }

    @Test
    void copiesTheRepositoryAroundAProject() throws Exception {
        Path project = TestProject.in(source.resolve("python"));
        Files.createSymbolicLink(project.resolve("README.md"), Path.of("../.gitignore"));
        git(source, "add", "-A");
        git(source, "commit", "-qm", "below the top");
        assertUnchangedBy(project, "cat README.md ../pyproject.toml >/dev/null; git describe --tags; touch ../beside");
        assertThat(lines).anyMatch(line -> line.startsWith("v1.0.0-1-g"));
    }

    @Test
    void takesAFolderThatIsNoPartOfTheRepositoryAroundItForItself() throws Exception {
        Path project = TestProject.in(source.resolve("ignored/project"));
        copy(project, "ls; ls .. | sed 's/^/above: /'; git log -1 || echo no history");
        assertThat(lines).contains("no history").doesNotContain("above: .gitignore");
    }

    @Test
    void followsLinksThatLeadOutOfAFolder() throws Exception {
        Path project = TestProject.in(directory.resolve("project"));
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.writeString(shared.resolve("code.c"), "int shared;\n");
        Files.createSymbolicLink(project.resolve("code"), Path.of("../shared"));
        Files.createSymbolicLink(project.resolve("absolute.py"), project.resolve("backend.py"));
        Files.createSymbolicLink(project.resolve("nowhere"), Path.of("../nothing"));
        List<String> notices = new ArrayList<>();
        BuildRequest.Builder request = request(project)
                .beforeBuild("cat code/code.c; echo changed >code/code.c; echo '# changed' >>absolute.py");
        BuildRunner.run(plan(request), event -> {
            if (event instanceof ProgressListener.Notice notice) {
                notices.add(notice.text());
            } else if (event instanceof ProgressListener.Output output) {
                lines.add(output.line());
            }
        });
        assertThat(lines).contains("int shared;");
        assertThat(shared.resolve("code.c")).hasContent("int shared;");
        assertThat(project.resolve("backend.py")).content().doesNotContain("changed");
        assertThat(notices).anyMatch(text -> text.contains("leads out") && text.endsWith("to " + shared));
    }

    @Test
    void namesLinksThatLeadOutOfAFolderInAContainerAndLeavesThemDangling() throws Exception {
        Path mount = TestProject.in(directory.resolve("mount"));
        Files.createDirectory(directory.resolve("shared"));
        Files.createSymbolicLink(mount.resolve("code"), Path.of("../shared"));
        Path origin = directory.resolve("elsewhere/project");
        BuildPlan plan = plan(request(mount).beforeBuild("[[ -L code && ! -e code ]] && echo dangles; exit 99"));
        String dist = Files.createDirectory(directory.resolve("dist")).toString();
        String work = directory.resolve("work").toString();
        BuildScript.Places places = new BuildScript.Places(
                mount.toString(), dist, work, "", "", mount.toString(), origin.toString(), List.of());
        ShellScript script = BuildScript.of(plan, places);
        ProcessTree.run(
                new ProcessSpec(List.of("bash", "-c", script.text()), mount, script.environment(), true), event -> {
                    if (event instanceof ProgressListener.Output output) {
                        lines.add(output.line());
                    }
                });
        assertThat(lines)
                .contains("dangles")
                .contains("[mlc-wheels] the container does not have what a link that leads out of the source leads to: "
                        + mount.resolve("code") + ", to " + directory.resolve("elsewhere/shared"));
    }

    @Test
    void doesNotTakeModulesOfTheProjectForThoseOfPython() throws Exception {
        for (String name : List.of("logging.py", "shutil.py", "runpy.py")) {
            Files.writeString(source.resolve(name), "raise SystemExit('imported from ' + __file__)\n");
        }
        build(source, "true");
        for (String name : List.of("platform.py", "struct.py", "sysconfig.py")) {
            Files.writeString(source.resolve(name), "raise SystemExit('imported from ' + __file__)\n");
        }
        BuildTarget any = new BuildTarget("manylinux_2_28", "glibc", List.of("x86_64", "aarch64"));
        assertThatThrownBy(() -> run(request(source).target(any).beforeBuild("exit 99")))
                .hasMessageContaining("exit code 99");
        assertThat(lines).noneMatch(line -> line.contains("imported from"));
        assertThat(source.resolve("__pycache__")).doesNotExist();
    }

    private void addSubmodules() throws Exception {
        Path inner = TestProject.in(directory.resolve("inner"));
        Path lib = TestProject.in(directory.resolve("lib"));
        for (Path repository : List.of(inner, lib)) {
            git(repository, "init", "-q", "-b", "main", ".");
            git(repository, "add", "-A");
            git(repository, "commit", "-qm", "one");
        }
        git(lib, "submodule", "--quiet", "add", "../inner", "in");
        git(lib, "commit", "-qm", "two");
        git(source, "submodule", "--quiet", "add", "../lib", "lib");
        git(source, "submodule", "--quiet", "add", "../inner", "unused");
        git(source, "submodule", "--quiet", "update", "--init", "--recursive");
        git(source, "commit", "-qm", "submodules");
        git(source, "submodule", "--quiet", "deinit", "-f", "unused");
        Files.writeString(source.resolve("lib/untracked.txt"), "x");
        Files.writeString(source.resolve("lib/in/untracked.txt"), "x");
    }

    private void assertUnchangedBy(Path project, String command) throws Exception {
        Map<String, String> before = digest(directory);
        copy(project, command);
        assertThat(digest(directory)).isEqualTo(before);
    }

    private void build(Path project, String command) throws IOException {
        run(request(project).beforeBuild(command));
    }

    /** Ends before pip is run, which takes most of a build's time. */
    private void copy(Path project, String command) {
        assertThatThrownBy(() -> build(project, "(" + command + "\n)\nexit 99"))
                .isInstanceOf(BuildFailedException.class)
                .hasMessageContaining("exit code 99");
    }

    private void run(BuildRequest.Builder request) throws IOException {
        BuildRunner.run(plan(request), event -> {
            if (event instanceof ProgressListener.Output output) {
                lines.add(output.line());
            } else if (event instanceof ProgressListener.Notice notice) {
                lines.add(notice.text());
            } else if (event instanceof ProgressListener.Notice notice) {
                lines.add(notice.text());
            }
        });
    }

    private BuildRequest.Builder request(Path project) {
        return BuildRequest.of(project).dist(directory.resolve("dist")).work(directory.resolve("work"));
    }

    private static BuildPlan plan(BuildRequest.Builder request) throws IOException {
        BuildRequest built = request.build();
        return BuildPlan.of(built, SourceTree.read(built.source()));
    }

    private void git(Path where, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
        command.addAll(List.of("-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        run(where, command.toArray(String[]::new));
    }

    private static String run(Path where, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Kind, mode, time and contents of all that lies below a directory but outputs. */
    private Map<String, String> digest(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> !path.equals(root) && !isOutput(path)).toList()) {
                Object about = Files.readAttributes(file, "unix:mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                String contents = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        ? Files.readString(file, StandardCharsets.ISO_8859_1)
                        : "";
                all.put(root.relativize(file).toString(), about + contents);
            }
        }
        return all;
    }

    private boolean isOutput(Path path) {
        return path.startsWith(directory.resolve("dist")) || path.startsWith(directory.resolve("work"));
    }
}
