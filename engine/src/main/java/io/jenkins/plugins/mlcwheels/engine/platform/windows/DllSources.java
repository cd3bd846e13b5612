package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who brings each DLL that a file of the wheel needs. The order is that of the loader where Python calls it: the
 * directory of the file, directories that were added, Windows. Names are compared without case.
 */
final class DllSources {

    private final WindowsFacts wheel;
    private final JudgeRequest request;
    private final WindowsCatalog catalog = WindowsCatalog.builtIn();
    private final Map<String, List<PeFacts>> byName = new HashMap<>();
    private final Map<String, String> siblings = new HashMap<>();

    DllSources(WindowsFacts wheel, JudgeRequest request) {
        this.wheel = wheel;
        this.request = request;
        for (PeFacts file : wheel.files()) {
            byName.computeIfAbsent(PeFacts.lower(file.fileName()), name -> new ArrayList<>())
                    .add(file);
        }
        request.siblings().forEach((name, sibling) -> siblings.put(PeFacts.lower(name), sibling));
    }

    /**
     * Who brings a DLL.
     *
     * @param from what exactly, for people
     * @param reachable whether the loader finds it without help from Python code
     */
    record Source(Bringer bringer, String from, boolean reachable) {}

    /** @param tag the platform tag of the file that needs it */
    Source of(PeFacts needer, String dll, String tag, int oldestPython) {
        String name = PeFacts.lower(dll);
        Optional<PeFacts> near = inDirectoryOf(needer, name);
        if (near.isPresent()) {
            return new Source(Bringer.WHEEL, near.get().path(), true);
        }
        if (request.excludes().match(dll) || request.excludes().match(name)) {
            String sibling = siblings.get(name);
            return sibling == null
                    ? new Source(Bringer.EXCLUDED, "excluded", true)
                    : new Source(Bringer.SIBLING, sibling, true);
        }
        if (siblings.containsKey(name)) {
            return new Source(Bringer.SIBLING, siblings.get(name), true);
        }
        Optional<WindowsVersion> system = catalog.system(name);
        Optional<PeFacts> elsewhere = anywhere(needer, name);
        if (elsewhere.isPresent()) {
            boolean found = system.isPresent() || wheel.loadsByItself();
            return new Source(Bringer.WHEEL, elsewhere.get().path(), found);
        }
        if (system.isPresent()) {
            return new Source(Bringer.SYSTEM, system.get() + " or newer", true);
        }
        if (PythonTags.isPython(name)) {
            return new Source(Bringer.PYTHON, name, true);
        }
        return outside(name, tag, oldestPython);
    }

    private Source outside(String name, String tag, int oldestPython) {
        Optional<Integer> since = catalog.runtime(name, tag);
        if (since.isPresent() && since.get() <= oldestPython) {
            return new Source(Bringer.PYTHON, "CPython 3." + since.get() + " or newer", true);
        }
        if (catalog.isRedistributable(name)) {
            return new Source(Bringer.RUNTIME, "Visual C++ Redistributable", true);
        }
        return catalog.isOfDriver(name)
                ? new Source(Bringer.RUNTIME, "driver of the device", true)
                : new Source(Bringer.NOBODY, "", false);
    }

    private Optional<PeFacts> inDirectoryOf(PeFacts needer, String name) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(file -> PeFacts.lower(file.directory()).equals(PeFacts.lower(needer.directory())))
                .filter(file -> fits(needer, file))
                .findFirst();
    }

    private Optional<PeFacts> anywhere(PeFacts needer, String name) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(file -> fits(needer, file))
                .findFirst();
    }

    /** Whether a process that has the one can load the other. */
    private static boolean fits(PeFacts needer, PeFacts other) {
        return other.file().extras().processorNeutral()
                || needer.tag().equals(other.tag())
                || needer.file().header().machine() == other.file().header().machine();
    }

    /** A file of that name for another processor. */
    Optional<PeFacts> foreign(PeFacts needer, String dll) {
        return byName.getOrDefault(PeFacts.lower(dll), List.of()).stream()
                .filter(file -> !fits(needer, file))
                .findFirst();
    }
}
