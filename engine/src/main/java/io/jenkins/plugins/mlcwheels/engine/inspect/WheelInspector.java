package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.inspect.InspectedNative.InspectedSection;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeVisitor;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.EntryPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks into a wheel. */
public final class WheelInspector {

    /** Names of exports of all files together. */
    private static final int MOST_NAMES = 200_000;

    private static final int MOST_NATIVES = 2000;

    private final OpenWheel wheel;
    private final boolean names;
    private int namesLeft = MOST_NAMES;

    private WheelInspector(OpenWheel wheel, boolean names) {
        this.wheel = wheel;
        this.names = names;
    }

    /**
     * Reads all of a wheel, and the bundles beside it.
     *
     * @param options for the audit: what is taken to be there, siblings, threads
     * @param names whether to keep the names of exported symbols
     * @throws EngineException if there is no such file, or it can't be read as a wheel within the limits
     */
    public static WheelInspection inspect(Path file, AuditOptions options, boolean names) throws IOException {
        try (OpenWheel wheel = OpenWheel.open(file, options)) {
            return new WheelInspector(wheel, names).inspect(file);
        }
    }

    private WheelInspection inspect(Path file) throws IOException {
        AuditReport report = wheel.report();
        String sha256 = report.sha256().isPresent() ? report.sha256().get() : Sha256.of(file);
        List<WheelFile> files = wheel.files();
        return new WheelInspection(
                WheelInspection.SCHEMA_VERSION,
                report.filename(),
                report.size(),
                sha256,
                report.overall(),
                wheel.generator(),
                metadata(),
                wheel.entryPoints().all().stream()
                        .map(EntryPoints.EntryPoint::toString)
                        .toList(),
                files.size(),
                files.stream().mapToLong(WheelFile::size).sum(),
                files.stream()
                        .sorted(Comparator.comparing(WheelFile::path))
                        .map(one -> new InspectedFile(one.path(), one.size(), one.compressedSize(), one.sha256()))
                        .toList(),
                natives(files),
                report.findings().stream().map(InspectedFinding::of).toList(),
                below(files, "licenses/"),
                below(files, "sboms/"),
                Statements.beside(file, sha256));
    }

    private List<MetadataField> metadata() throws IOException {
        Optional<CoreMetadata> found = wheel.metadata();
        List<MetadataField> fields = new ArrayList<>();
        if (found.isPresent()) {
            for (String name : found.get().fieldNames()) {
                if (!name.equalsIgnoreCase("Description")) {
                    found.get().values(name).forEach(value -> fields.add(new MetadataField(name, value)));
                }
            }
        }
        return fields;
    }

    private List<String> below(List<WheelFile> files, String directory) {
        String prefix = wheel.distInfo().map(name -> name + "/" + directory).orElse("\0");
        return files.stream()
                .map(WheelFile::path)
                .filter(path -> path.startsWith(prefix))
                .sorted()
                .toList();
    }

    private List<InspectedNative> natives(List<WheelFile> files) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        files.forEach(file -> sizes.put(file.path(), file.size()));
        Map<String, List<LibrarySource>> sources = wheel.sources();
        List<InspectedNative> natives = new ArrayList<>();
        for (Map.Entry<String, NativeFile> entry : wheel.natives().entrySet()) {
            if (natives.size() < MOST_NATIVES) {
                String path = entry.getKey();
                natives.add(
                        read(entry.getValue(), sizes.getOrDefault(path, 0L), sources.getOrDefault(path, List.of())));
            }
        }
        return natives;
    }

    private InspectedNative read(NativeFile file, long size, List<LibrarySource> needs) throws IOException {
        Contents contents = new Contents(names ? Math.min(namesLeft, InspectedNative.MOST_EXPORTS) : 0);
        String problem = "";
        try {
            wheel.read(file.path(), contents);
        } catch (EngineException e) {
            problem = e.getMessage();
        }
        namesLeft -= contents.names.size();
        return new InspectedNative(
                file.path(),
                size,
                wheel.system(file.path()),
                file.architectures(),
                file.isProgram(),
                isGraft(file.path()),
                file.names(),
                needs.stream().map(InspectedNeed::of).toList(),
                file.searchPaths(),
                file.minimum(),
                contents.exports,
                contents.weak,
                List.copyOf(contents.names),
                contents.sections,
                problem);
    }

    private static boolean isGraft(String path) {
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "" : path.substring(0, slash);
        return directory.endsWith(".libs") || directory.endsWith(".dylibs");
    }

    /** What one file is made of and offers. */
    private static final class Contents implements NativeVisitor {
        private static final int MOST_SECTIONS = 300;

        private final int most;
        private final SortedSet<String> names = new TreeSet<>();
        private final List<InspectedSection> sections = new ArrayList<>();
        private long exports;
        private long weak;

        Contents(int most) {
            this.most = most;
        }

        @Override
        public void section(String name, long size) {
            if (sections.size() < MOST_SECTIONS) {
                sections.add(new InspectedSection(name, size));
            }
        }

        @Override
        public void export(String name, boolean isWeak) {
            exports += isWeak ? 0 : 1;
            weak += isWeak ? 1 : 0;
            if (most > 0) {
                names.add(name);
                if (names.size() > most) {
                    names.remove(names.last());
                }
            }
        }
    }
}
