package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The oldest macOS that the files for each architecture run on, and why. */
final class MacosTargets {

    private static final int EXAMPLES = 20;

    /**
     * A reason why a file does not run on an older macOS.
     *
     * @param why a verb and what follows
     */
    record Reason(String path, MacosVersion version, String why) {}

    private final Map<String, List<Reason>> reasons = new TreeMap<>();

    MacosTargets(MacosFacts wheel) {
        wheel.files().forEach(file -> file.slices()
                .forEach(slice -> reasons.computeIfAbsent(architecture(slice), key -> new ArrayList<>())));
    }

    static String architecture(MachOSlice slice) {
        String architecture = slice.header().architecture();
        return architecture.equals("arm64e") ? "arm64" : architecture;
    }

    void add(MachOFacts file, MachOSlice slice) {
        slice.minimum()
                .ifPresent(minimum -> raise(
                        file, slice, MacosVersion.of(minimum.system()), "is built for macOS " + minimum.system()));
    }

    void raise(MachOFacts file, MachOSlice slice, MacosVersion version, String why) {
        reasons.get(architecture(slice)).add(new Reason(file.path(), version, why));
    }

    /** In the words of platform tags, sorted. */
    List<String> architectures() {
        return List.copyOf(reasons.keySet());
    }

    /** The newest version that a file for the architecture asks for; on Apple silicon at least 11. */
    MacosVersion minimum(String architecture) {
        MacosVersion least = architecture.equals("arm64") ? MacosVersion.FIRST_ON_ARM64 : MacosVersion.OLDEST;
        for (Reason reason : reasons.getOrDefault(architecture, List.of())) {
            least = MacosVersion.newer(least, reason.version());
        }
        return least;
    }

    /** All that asks for a newer one than that, as tags compare them; the newest first. */
    List<Reason> beyond(String architecture, MacosVersion version) {
        return reasons.getOrDefault(architecture, List.of()).stream()
                .filter(reason -> reason.version().asTag().compareTo(version.asTag()) > 0)
                .sorted((one, other) -> other.version().compareTo(one.version()))
                .toList();
    }

    private Optional<Reason> newest(String architecture) {
        return reasons.getOrDefault(architecture, List.of()).stream()
                .filter(reason -> reason.version().compareTo(MacosVersion.OLDEST) > 0)
                .max((one, other) -> one.version().compareTo(other.version()));
    }

    /** A sentence for each architecture, with the first file that asks for it. */
    String text() {
        List<String> sentences = new ArrayList<>();
        for (String architecture : reasons.keySet()) {
            newest(architecture)
                    .ifPresent(reason -> sentences.add(architecture + ": " + minimum(architecture) + ", since "
                            + reason.path() + " " + reason.why()));
        }
        return String.join("; ", sentences);
    }

    /** What keeps the tag from naming an older macOS. */
    List<Pin> pins(String overall) {
        List<Pin> pins = new ArrayList<>();
        for (Map.Entry<String, List<Reason>> entry : reasons.entrySet()) {
            String architecture = entry.getKey();
            MacosVersion least = architecture.equals("arm64") ? MacosVersion.FIRST_ON_ARM64 : MacosVersion.OLDEST;
            MacosVersion minimum = minimum(architecture);
            if (minimum.asTag().compareTo(least) <= 0) {
                continue;
            }
            List<Reason> newest = entry.getValue().stream()
                    .filter(reason -> reason.version().asTag().equals(minimum.asTag()))
                    .toList();
            List<String> paths = newest.stream().map(Reason::path).distinct().toList();
            pins.add(new Pin(
                    Pin.Kind.MINIMUM_SYSTEM,
                    overall,
                    minimum.toString(),
                    "",
                    paths.subList(0, Math.min(EXAMPLES, paths.size())),
                    paths.size(),
                    List.of(),
                    newest.get(0).path() + (paths.size() > 1 ? " and " + (paths.size() - 1) + " more" : "") + " ("
                            + architecture + ") " + newest.get(0).why(),
                    "Build with MACOSX_DEPLOYMENT_TARGET set to the oldest macOS that users have, the libraries in the"
                            + " wheel as well."));
        }
        return pins;
    }
}
