package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.pe.PeFile;
import io.jenkins.plugins.mlcwheels.engine.pe.PeMachine;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import java.util.List;
import java.util.Locale;

/** A PE file of a wheel. */
record PeFacts(String path, PeFile file) implements NativeFile {

    /** Where names of files are compared without case. */
    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String directory() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    @Override
    public List<String> names() {
        return List.of(fileName());
    }

    @Override
    public List<String> needs() {
        return file.imports().stream().map(PeFile.Import::dll).toList();
    }

    @Override
    public List<String> architectures() {
        return List.of(file.header().machine().toString());
    }

    /** The loader takes no search paths from a file. */
    @Override
    public List<String> searchPaths() {
        return List.of();
    }

    @Override
    public String minimum() {
        return WindowsVersion.of(file.header().subsystemVersion()).toString();
    }

    boolean isExtension() {
        return lower(fileName()).endsWith(".pyd");
    }

    @Override
    public boolean isProgram() {
        return !file.header().isDll() && !isExtension();
    }

    /** Whether a Python of that platform tag can load or start it. */
    boolean runsOn(String tag) {
        PeMachine machine = file.header().machine();
        return file.extras().processorNeutral()
                || switch (tag) {
                    case "win32" -> machine == PeMachine.X86;
                    case "win_amd64" -> machine == PeMachine.X64 || isProgram() && machine == PeMachine.X86;
                    case "win_arm64" ->
                        machine == PeMachine.ARM64
                                || machine == PeMachine.ARM64X
                                || isProgram() && (machine == PeMachine.X86 || machine == PeMachine.X64);
                    default -> false;
                };
    }

    /** The platform tag that the file is for; empty if there is none. */
    String tag() {
        return switch (file.header().machine()) {
            case X86 -> "win32";
            case X64 -> "win_amd64";
            case ARM64, ARM64X -> "win_arm64";
            default -> "";
        };
    }
}
