package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedContainerTest {

    /** An engine whose containers are processes of this machine, with the variables that they are given alone. */
    private static final String ENGINE = """
        #!/bin/bash
        here=$(/usr/bin/dirname "$0")
        printf '%s\\n' "$*" >>"$here/calls"
        case $1 in
            image)
                case ${*: -1} in
                    there) echo "sha256:1 amd64" ;;
                    arm) echo "sha256:2 arm64" ;;
                    odd) echo "Cannot connect to the daemon"; exit 1 ;;
                    *) echo "Error: No such image: x"; exit 1 ;;
                esac
                exit
                ;;
            run) [[ " $* " != *" broken "* ]] || { echo "exec format error"; exit 126; } ;;
            rm) exit 0 ;;
        esac
        inside=(PATH=/usr/local/bin:/usr/bin:/bin)
        for argument; do
            case $argument in
                --env=*=*) inside+=("${argument#--env=}") ;;
                --env=*) name=${argument#--env=}; inside+=("$name=${!name}") ;;
            esac
        done
        exec /usr/bin/env -i "${inside[@]}" /bin/bash -c "${@: -1}"
        """;

    @TempDir
    Path directory;

    private Path engine;

    @BeforeEach
    void makeEngine() throws IOException {
        engine = Files.writeString(directory.resolve("docker"), ENGINE);
        assertThat(engine.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldRunScriptsInOneContainerWithTheirVariablesAlone() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        try (SharedContainer container = start("there")) {
            for (String value : List.of("1", "it's 2")) {
                ShellScript script = new ShellScript(
                        "echo \"got $VALUE ${USER-none}\"; [[ -n $MLC_LIFELINE ]]",
                        new TreeMap<>(Map.of("VALUE", value)));
                int exit = container.run(script, Path.of("/"), event -> {
                    if (event instanceof ProgressListener.Output output) {
                        lines.add(output.line());
                    }
                });
                assertThat(exit).isZero();
            }
        }
        assertThat(lines).containsExactly("got 1 none", "got it's 2 none");
        String calls = Files.readString(directory.resolve("calls"));
        assertThat(calls.lines().filter(line -> line.startsWith("run "))).hasSize(1);
        assertThat(calls)
                .contains("--mount=type=bind,source=" + directory + ",target=" + directory + ",readonly")
                .doesNotContain("it's");
    }

    @Test
    void shouldLeaveNoContainerWhenItIsClosed() throws Exception {
        SharedContainer container = start("there");
        container.close();
        assertThat(directory.resolve("calls")).content().contains("rm --force mlc-wheels-");
        assertThat(ProcessHandle.current().descendants().filter(process -> process.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains(engine.toString()))
                        .orElse(false)))
                .isEmpty();
    }

    @Test
    void shouldSayWhyAContainerDoesNotStart() {
        assertThatThrownBy(() -> start("broken"))
                .isInstanceOfSatisfying(EngineException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining("exec format error");
    }

    @Test
    void shouldRefusePathsThatCantBeMounted() {
        assertThatThrownBy(() -> SharedContainer.start(new SharedContainer.Start(
                        engine.toString(), "there", List.of(), Map.of(Path.of("/a,b"), true), List.of(), List.of())))
                .hasMessageContaining("/a,b");
    }

    @Test
    void shouldNameTheWayToAnImageThatIsNotThere() {
        assertThat(ask("missing", Arch.X86_64).problem())
                .isEqualTo("the image is not here: " + engine + " pull --platform=linux/amd64 missing");
        assertThat(ask("there", Arch.X86_64)).isEqualTo(new ContainerImages.Answer("sha256:1", ""));
        assertThat(ask("odd", Arch.X86_64).problem()).contains("Cannot connect to the daemon");
        assertThat(ask("there", Arch.AARCH64).problem()).contains("is for x86_64: name one for aarch64");
        assertThat(ask("arm", Arch.AARCH64).problem()).contains("an agent for aarch64");
    }

    private ContainerImages.Answer ask(String image, Arch arch) {
        return ContainerImages.ask(
                engine.toString(), image, arch, Arch.X86_64, new Binfmt(directory.resolve("nothing")));
    }

    private SharedContainer start(String image) {
        return SharedContainer.start(new SharedContainer.Start(
                engine.toString(), image, List.of(), Map.of(directory, false), List.of("--user=1:1"), List.of()));
    }
}
