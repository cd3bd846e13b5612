package io.jenkins.plugins.mlcwheels.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessTreeTest {

    /** A child, a grandchild that ignores polite requests, and a daemon in a session of its own. */
    private static final String FAMILY = "sleep 600 & echo pid $!;"
            + " bash -c 'trap \"\" TERM; sleep 600 & echo pid $!; wait; sleep 600' & echo pid $!;"
            + " setsid sh -c 'sleep 600 & echo pid $!; echo ready; wait' & wait";

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    @Test
    void streamsLinesOfBothOutputsAndReturnsTheExitCode() {
        int exit = ProcessTree.run(
                bash("echo one; echo two >&2; printf 'three\\rfour\\r\\n\\nfive'; echo \" $NAME\" >&2; exit 7"),
                this::remember);
        assertThat(exit).isEqualTo(7);
        assertThat(lines).containsExactly("one", "two", "three", "four", "", "five a b");
    }

    @Test
    void cutsEndlessLines() {
        ProcessTree.run(bash("head -c 40000 /dev/zero | tr '\\0' x"), this::remember);
        assertThat(lines).extracting(String::length).containsExactly(16384, 16384, 7232);
    }

    @Test
    void givesAnEmptyStandardInput() {
        assertThat(ProcessTree.run(bash("cat"), this::remember)).isZero();
    }

    @Test
    void saysWhichProgramIsMissing() {
        ProcessSpec spec = new ProcessSpec(List.of("bash", "-c", "true"), directory.resolve("gone"), Map.of());
        assertThatThrownBy(() -> ProcessTree.run(spec, ProgressListener.SILENT))
                .isInstanceOf(ProgramNotFoundException.class)
                .hasMessageContaining("bash");
    }

    @Test
    void endsTheWholeTreeWhenInterrupted() throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        ProgressListener listener = event -> {
            remember(event);
            if (lines.contains("ready") && family().size() == 4) {
                ready.complete(null);
            }
        };
        FutureTask<Integer> run =
                new FutureTask<>(() -> ProcessTree.run(bash(FAMILY), listener, Duration.ofMillis(300)));
        Thread thread = new Thread(run);
        thread.start();
        ready.get(30, TimeUnit.SECONDS);
        List<ProcessHandle> family = family();
        assertThat(family).hasSize(4).allMatch(ProcessTreeTest::isRunning);
        thread.interrupt();
        assertThatThrownBy(run::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancelledException.class);
        assertThat(family).noneMatch(ProcessTreeTest::isRunning);
    }

    @Test
    void endsWhatTheProgramLeavesBehind() {
        assertThat(ProcessTree.run(bash("setsid sleep 600 & echo pid $!"), this::remember))
                .isZero();
        assertThat(family()).noneMatch(ProcessTreeTest::isRunning);
    }

    @Test
    void endsTheTreeWhenTheListenerThrows() {
        assertThatThrownBy(() -> ProcessTree.run(bash("sleep 600 & echo pid $!; wait"), event -> {
                    remember(event);
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(family()).noneMatch(ProcessTreeTest::isRunning);
    }

    @Test
    void keepsStandardInputOpenAsALifeline() {
        ProcessSpec spec = new ProcessSpec(
                List.of("bash", "-c", "echo $MLC_LIFELINE; read -t 0 && echo ended || echo open"),
                directory,
                Map.of(),
                true);
        ProcessTree.run(spec, this::remember);
        assertThat(lines).containsExactly("1", "open");
    }

    private void remember(ProgressListener.Event event) {
        lines.add(((ProgressListener.Output) event).line());
    }

    private ProcessSpec bash(String script) {
        return new ProcessSpec(List.of("bash", "-c", script), directory, Map.of("NAME", "a b"));
    }

    private List<ProcessHandle> family() {
        return lines.stream()
                .filter(line -> line.startsWith("pid "))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(4))).stream())
                .toList();
    }

    /** Ended processes that nobody reaps stay in the table for a while. */
    private static boolean isRunning(ProcessHandle process) {
        try {
            String status = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return "ZX".indexOf(status.charAt(status.lastIndexOf(')') + 2)) < 0;
        } catch (IOException gone) {
            return false;
        }
    }
}
