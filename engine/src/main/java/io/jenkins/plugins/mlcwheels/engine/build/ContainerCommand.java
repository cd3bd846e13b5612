package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A build script as a command of {@code docker} or {@code podman}. The repository that the source
 * lies in, or its folder where there is none, is mounted read-only at {@code /workspace}, the directory for the wheel at {@code /dist}, the compiler cache at {@code /ccache}; the copy of
 * the tree is made in the container's own file system and goes with it. The script runs as the calling user, so that
 * nothing of root's is left behind. Values are handed over through the client's environment, not on its command line,
 * and under names that begin with {@code MLC_}, so that none of them changes what the client itself does. Standard
 * input is the lifeline: the container ends when its client is gone.
 *
 * @param name of the container
 * @param spec runs it
 */
record ContainerCommand(String name, ProcessSpec spec) {

    private static final String WORKSPACE = "/workspace";

    /** Another directory than that of temporary files, and not as long. */
    private static final String ELSEWHERE = "/tmp/mlc-wheels/elsewhere";

    static ContainerCommand of(BuildPlan plan, ContainerImage image, String name, List<String> userOptions) {
        BuildRequest request = plan.request();
        SourceMounts source = SourceMounts.of(plan.tree().root());
        ShellScript script = BuildScript.of(plan, places(request, source));
        List<String> command = new ArrayList<>(List.of(image.engine(), "run", "--rm", "--interactive"));
        command.add("--name=" + name);
        command.addAll(userOptions);
        command.add("--security-opt=label=disable");
        image.cpus().ifPresent(cpus -> command.add("--cpus=" + cpus));
        image.memory().ifPresent(memory -> command.add("--memory=" + memory));
        mount(command, source.top(), WORKSPACE, ",readonly");
        source.beside().forEach(path -> mount(command, path, path.toString(), ",readonly"));
        mount(command, request.dist(), "/dist", "");
        request.ccache().ifPresent(ccache -> mount(command, ccache, "/ccache", ""));
        request.libraries().ifPresent(libraries -> mount(command, libraries, "/libraries", ""));
        command.add("--env=HOME=/tmp");
        command.add("--env=MLC_LIFELINE=1");
        script.environment().keySet().forEach(variable -> command.add("--env=" + variable));
        command.addAll(List.of("--workdir=/", "--entrypoint=bash", image.reference(), "-c", script.text()));
        return new ContainerCommand(name, new ProcessSpec(command, plan.tree().root(), script.environment(), true));
    }

    private static BuildScript.Places places(BuildRequest request, SourceMounts source) {
        List<String> outputs = Stream.of(
                        request.outputs().stream(),
                        Stream.of(request.dist()),
                        request.work().stream(),
                        request.ccache().stream())
                .flatMap(paths -> paths)
                .flatMap(path -> source.inContainer(path, WORKSPACE).stream())
                .toList();
        return new BuildScript.Places(
                source.inContainer(source.folder(), WORKSPACE).orElse(WORKSPACE),
                "/dist",
                request.elsewhere() ? ELSEWHERE : "",
                request.ccache().isPresent() ? "/ccache" : "",
                request.libraries().isPresent() ? "/libraries" : "",
                WORKSPACE,
                source.top().toString(),
                outputs);
    }

    private static void mount(List<String> command, Path from, String to, String options) {
        String source = from.toAbsolutePath().normalize().toString();
        if (source.indexOf(',') >= 0 || source.indexOf('"') >= 0) {
            throw new InvalidBuildRequestException(
                    source + ": can't be mounted into a container", "Use a path without commas and quotes.");
        }
        command.add("--mount=type=bind,source=" + source + ",target=" + to + options);
    }
}
