package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.macho.MachOFile;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A Mach-O file of a wheel. */
record MachOFacts(String path, MachOFile file) implements NativeFile {

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public List<String> names() {
        Set<String> names = new LinkedHashSet<>(List.of(fileName()));
        for (MachOSlice slice : file.slices()) {
            slice.linkage().id().ifPresent(id -> names.add(baseName(id)));
        }
        return List.copyOf(names);
    }

    static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public List<String> needs() {
        Set<String> needs = new LinkedHashSet<>();
        for (MachOSlice slice : file.slices()) {
            slice.linkage().needs().forEach(need -> needs.add(baseName(need.name())));
        }
        return List.copyOf(needs);
    }

    @Override
    public List<String> architectures() {
        return file.slices().stream()
                .map(slice -> slice.header().architecture())
                .distinct()
                .toList();
    }

    @Override
    public List<String> searchPaths() {
        return file.slices().stream()
                .flatMap(slice -> slice.linkage().rpaths().stream())
                .distinct()
                .toList();
    }

    @Override
    public String minimum() {
        Set<String> systems = new LinkedHashSet<>();
        for (MachOSlice slice : slices()) {
            slice.minimum().ifPresent(minimum -> systems.add("macOS " + minimum.system()));
        }
        return String.join(", ", systems);
    }

    /** Slices for macOS; those for other systems of Apple are of no use here. */
    List<MachOSlice> slices() {
        return file.slices().stream().filter(MachOFacts::isForMac).toList();
    }

    static boolean isForMac(MachOSlice slice) {
        return slice.minimum().map(MachOSlice.Minimum::isMacOs).orElse(true);
    }

    /** The slice for an architecture; arm64e counts as arm64 if there is no other. */
    Optional<MachOSlice> slice(String architecture) {
        return slices().stream()
                .filter(slice -> slice.header().architecture().equals(architecture))
                .findFirst()
                .or(() -> slices().stream()
                        .filter(slice -> architecture.equals("arm64")
                                && slice.header().architecture().equals("arm64e"))
                        .findFirst());
    }

    @Override
    public boolean isProgram() {
        return file.slices().stream().anyMatch(slice -> slice.header().isProgram());
    }

    boolean isLibrary() {
        return file.slices().stream().anyMatch(slice -> slice.header().isLibrary());
    }

    /** Whether Python imports it: extension modules end in {@code .so} on macOS, libraries in {@code .dylib}. */
    boolean isExtension() {
        return isLibrary()
                && fileName().endsWith(".so")
                && file.slices().stream()
                        .anyMatch(slice -> !slice.symbols().exported().isEmpty());
    }
}
