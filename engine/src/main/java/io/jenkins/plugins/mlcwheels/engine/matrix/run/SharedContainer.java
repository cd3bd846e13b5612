package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.UniqueName;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A container that runs until it is closed, in which one script after the other runs, or several at once. It has
 * directories of this machine at the paths that they have here. It ends with this process, however that ends: its
 * standard input is its lifeline, and so is that of each script.
 */
final class SharedContainer implements ScriptHost, AutoCloseable {

    private static final String READY = "[mlc-wheels] ready";

    /** Until the engine ends it when its standard input does. */
    private static final String WAIT = "echo '" + READY + "'; while read -r line; do :; done";

    private static final long SECONDS_TO_START = 300;
    private static final long SECONDS_TO_END = 20;

    private final String engine;
    private final String name;
    private final List<String> user;
    private final List<String> passed;
    private final Thread client;

    private SharedContainer(String engine, String name, List<String> user, List<String> passed, Thread client) {
        this.engine = engine;
        this.name = name;
        this.user = List.copyOf(user);
        this.passed = List.copyOf(passed);
        this.client = client;
    }

    /**
     * How to start one.
     *
     * @param engine {@code docker}, {@code podman} or a path to one
     * @param image that is there
     * @param arguments of {@code run} beside ours
     * @param mounts directories that are mounted at their own paths, and whether they can be written to
     * @param user options that make what scripts write belong to the caller
     * @param passed names of variables of this process that scripts get
     */
    record Start(
            String engine,
            String image,
            List<String> arguments,
            Map<Path, Boolean> mounts,
            List<String> user,
            List<String> passed) {}

    /** @throws EngineException if the engine does not start it; in the words of the engine */
    static SharedContainer start(Start start) {
        String name = "mlc-wheels-" + UniqueName.next();
        List<String> command = new ArrayList<>(List.of(
                start.engine(), "run", "--rm", "--interactive", "--name=" + name, "--security-opt=label=disable"));
        start.mounts().forEach((path, writable) -> command.add(mount(path, writable)));
        command.addAll(start.arguments());
        command.addAll(List.of("--user=0:0", "--workdir=/", "--entrypoint=bash", start.image(), "-c", WAIT));
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        List<String> said = new ArrayList<>();
        Thread client = new Thread(
                () -> {
                    try {
                        ProcessTree.run(new ProcessSpec(command, ProcessSpec.ANYWHERE, Map.of(), true), event -> {
                            if (event instanceof ProgressListener.Output output) {
                                hear(output.line(), said, ready);
                            }
                        });
                    } catch (EngineException ended) {
                        hear(ended.getMessage(), said, ready);
                    } finally {
                        ready.complete(false);
                    }
                },
                "mlc-wheels-container");
        client.setDaemon(true);
        client.start();
        SharedContainer container = new SharedContainer(start.engine(), name, start.user(), start.passed(), client);
        if (!container.awaitReady(ready)) {
            container.close();
            synchronized (said) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        start.engine() + " can't start a container of " + start.image() + ": "
                                + (said.isEmpty() ? "it said nothing" : said.get(said.size() - 1)),
                        "Check that the image has bash and is for an architecture that this machine runs.");
            }
        }
        return container;
    }

    private static void hear(String line, List<String> said, CompletableFuture<Boolean> ready) {
        if (line.equals(READY)) {
            ready.complete(true);
        }
        synchronized (said) {
            said.add(line);
        }
    }

    private boolean awaitReady(CompletableFuture<Boolean> ready) {
        try {
            return ready.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.CANCELLED, "starting a container was cancelled", "", e);
        }
    }

    private static String mount(Path path, boolean writable) {
        String text = path.toAbsolutePath().normalize().toString();
        if (text.indexOf(',') >= 0 || text.indexOf('"') >= 0) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    text + ": can't be mounted into a container",
                    "Use a path without commas and quotes.");
        }
        return "--mount=type=bind,source=" + text + ",target=" + text + (writable ? "" : ",readonly");
    }

    @Override
    public int run(ShellScript script, Path directory, ProgressListener listener) {
        return run(user, script, directory, listener);
    }

    /** The same container, whose scripts run as root in it. */
    ScriptHost asRoot() {
        return (script, directory, listener) -> run(List.of("--user=0:0"), script, directory, listener);
    }

    private int run(List<String> as, ShellScript script, Path directory, ProgressListener listener) {
        List<String> command = new ArrayList<>(List.of(engine, "exec", "--interactive"));
        command.addAll(as);
        command.addAll(List.of("--env=HOME=/tmp", "--env=" + ProcessTree.LIFELINE + "=1", "--workdir=" + directory));
        script.environment().keySet().forEach(variable -> command.add("--env=" + variable));
        passed.forEach(variable -> command.add("--env=" + variable));
        command.addAll(List.of(name, "bash", "-c", script.text()));
        return ProcessTree.run(new ProcessSpec(command, ProcessSpec.ANYWHERE, script.environment(), true), listener);
    }

    /** Ends it with all that runs in it. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        client.interrupt();
        try {
            client.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_END));
            ProcessTree.run(
                    new ProcessSpec(List.of(engine, "rm", "--force", name), ProcessSpec.ANYWHERE, Map.of()),
                    ProgressListener.SILENT);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (EngineException shuttingDown) {
            // Its lifeline is cut anyway.
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
