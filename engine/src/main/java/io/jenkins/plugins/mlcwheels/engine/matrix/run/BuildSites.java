package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.build.ContainerAccess;
import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import io.jenkins.plugins.mlcwheels.engine.matrix.ContainerSettings;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the builds of a request run: here, and in one container for each image and architecture. Containers are started
 * when they are first asked for, and end when this is closed.
 */
final class BuildSites implements AutoCloseable {

    private static final Binfmt BINFMT = new Binfmt(Path.of("/proc/sys/fs/binfmt_misc"));

    private final RunRequest request;
    private final ProgressListener listener;
    private final Map<String, BuildSite> sites = new LinkedHashMap<>();
    private final Map<String, String> problems = new LinkedHashMap<>();
    private final List<SharedContainer> containers = new ArrayList<>();

    BuildSites(RunRequest request, ProgressListener listener) {
        this.request = request;
        this.listener = listener;
    }

    /** What tells places apart: builds with the same text run in the same one. */
    String keyOf(PlannedBuild build) {
        if (!inContainer(build)) {
            return "here";
        }
        ContainerSettings settings = build.options().container();
        Set<String> passed = new LinkedHashSet<>(build.options().environmentPass());
        return String.join(
                "\n",
                "in " + build.options().image().reference(),
                build.identifier().arch().toString(),
                settings.engine(),
                settings.createArgs() + " " + settings.hostMount() + " " + passed);
    }

    private boolean inContainer(PlannedBuild build) {
        return request.containers().all() || build.options().image().asked();
    }

    /** Why builds can't run where this one is to run, and what to do about it; empty if they can. */
    String problemOf(PlannedBuild build) throws IOException {
        String key = keyOf(build);
        if (!sites.containsKey(key) && !problems.containsKey(key)) {
            if (inContainer(build)) {
                open(key, build);
            } else {
                sites.put(key, here());
            }
        }
        return problems.getOrDefault(key, "");
    }

    /** Where a build runs that has no problem. */
    BuildSite of(PlannedBuild build) {
        return sites.get(keyOf(build));
    }

    /** This machine, with its compilers. */
    private BuildSite here() {
        Map<String, String> identity = new TreeMap<>();
        ScriptOutput output = new ScriptOutput(ProgressListener.SILENT);
        ScriptHost.HERE.run(
                ShellScript.fromResource(BuildSites.class, "tools.sh", Map.of()), ProcessSpec.ANYWHERE, output);
        output.all("tool").forEach(line -> {
            int tab = line.indexOf('\t');
            identity.put("tool " + line.substring(0, tab), line.substring(tab + 1));
        });
        return new BuildSite("here", ScriptHost.HERE, request.work(), identity);
    }

    private void open(String key, PlannedBuild build) throws IOException {
        ContainerSettings settings = build.options().container();
        String reference = build.options().image().reference();
        Arch machine = Arch.ofMachine(System.getProperty("os.arch")).orElse(Arch.X86_64);
        ContainerImages.Answer image = ContainerImages.ask(
                settings.engine(), reference, build.identifier().arch(), machine, BINFMT);
        if (!image.problem().isEmpty()) {
            problems.put(key, image.problem());
            return;
        }
        Files.createDirectories(request.wheelhouse());
        ContainerAccess access =
                ContainerAccess.of(settings.engine(), request.tree().root(), request.wheelhouse());
        Map<Path, Boolean> mounts = new LinkedHashMap<>();
        access.source().forEach(path -> mounts.put(path, false));
        mounts.put(request.wheelhouse(), false);
        mounts.put(request.work(), true);
        for (Path cache : request.caches().written()) {
            mounts.put(Files.createDirectories(cache), true);
        }
        for (Path cache : request.caches().onlyRead()) {
            mounts.put(Files.createDirectories(cache), false);
        }
        List<String> arguments = new ArrayList<>(request.containers().arguments());
        if (settings.hostMount()) {
            arguments.add("--volume=/:/host");
        }
        arguments.addAll(settings.createArgs());
        listener.on(new ProgressListener.Notice("starting a container of " + reference, false));
        SharedContainer container = SharedContainer.start(new SharedContainer.Start(
                settings.engine(), reference, arguments, mounts, access.user(), passed(build)));
        containers.add(container);
        Path work = request.work().resolve("container-" + containers.size());
        sites.put(
                key,
                new BuildSite(
                        "in " + build.options().image().named(),
                        container,
                        work,
                        Map.of("image", reference + " " + image.id()),
                        container.asRoot(),
                        access.owner()));
    }

    private List<String> passed(PlannedBuild build) {
        return Stream.concat(build.options().environmentPass().stream(), BuildCaches.REMOTE.stream())
                .filter(request.environment()::containsKey)
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        for (SharedContainer container : containers) {
            try {
                container.close();
            } catch (EngineException failed) {
                listener.on(new ProgressListener.Notice(failed.getMessage(), true));
            }
        }
    }
}
