package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.elf.Unloaded;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All that the audit wants to know of one ELF file, so that the file itself is read once.
 *
 * @param path in the wheel; absolute for a library of the host
 * @param versionNeeds from the SONAME of a library to the symbol versions needed from it, without the dynamic loader's
 * @param executableStack whether it asks for one
 * @param loader what it demands of the dynamic loader
 * @param unloaded what the loader doesn't see of it
 */
public record ElfFacts(
        String path,
        ElfPlatform platform,
        Linkage linkage,
        Map<String, Set<String>> versionNeeds,
        Symbols symbols,
        boolean executableStack,
        LoaderDemands loader,
        Unloaded unloaded)
        implements NativeFile {

    private static final Pattern LIBPYTHON = Pattern.compile("libpython\\d+(\\.\\d+)?[a-z]*\\.so(\\.\\d+)*");

    /**
     * What the dynamic loader goes by.
     *
     * @param interpreter of an executable
     * @param needed SONAMEs, in order
     * @param rpath directories of DT_RPATH as written
     * @param runpath directories of DT_RUNPATH as written
     */
    public record Linkage(
            Optional<String> interpreter,
            List<String> needed,
            Optional<String> soname,
            List<String> rpath,
            List<String> runpath) {}

    /**
     * What its dynamic symbols say.
     *
     * @param pythonModule major version of Python that it is an extension module for; 0 if it is none
     * @param pyFpe whether it needs the symbols of Python's removed floating point exception control (PEP 513)
     * @param ucs2 whether it needs a Python 2 with narrow Unicode (PEP 513)
     * @param privateSymbols undefined, not weak symbols that some policy calls private
     * @param versionUses which symbols bring the newer ones of the symbol versions
     * @param python names of Python's C API, in a wheel that says it keeps to the stable ABI
     */
    public record Symbols(
            int pythonModule,
            boolean pyFpe,
            boolean ucs2,
            Set<String> privateSymbols,
            List<VersionUse> versionUses,
            PythonUse python) {

        /** Of a file without dynamic symbols. */
        public static final Symbols NONE = new Symbols(0, false, false, Set.of(), List.of(), PythonUse.NONE);
    }

    /**
     * Symbols named as those of Python's C API.
     *
     * @param needed undefined, not weak, and not in the first version of the stable ABI
     * @param defined by the file itself
     */
    public record PythonUse(Set<String> needed, Set<String> defined) {

        /** Of a file that nobody looked at for it. */
        public static final PythonUse NONE = new PythonUse(Set.of(), Set.of());
    }

    /**
     * Which symbols need a version.
     *
     * @param samples the first few, in the file's order
     */
    public record VersionUse(String library, String version, List<String> samples) {}

    @Override
    public List<String> names() {
        return linkage.soname().isPresent() && !linkage.soname().get().equals(fileName())
                ? List.of(fileName(), linkage.soname().get())
                : List.of(fileName());
    }

    @Override
    public List<String> needs() {
        return linkage.needed();
    }

    @Override
    public List<String> architectures() {
        return List.of(platform.architecture().map(Architecture::toString).orElse(platform.family()));
    }

    @Override
    public List<String> searchPaths() {
        return linkage.runpath().isEmpty() ? linkage.rpath() : linkage.runpath();
    }

    @Override
    public String minimum() {
        return NewestVersions.of(versionNeeds.values());
    }

    /** The last part of its path. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is where repair puts libraries of the machine. */
    boolean isGraft() {
        int slash = path.indexOf('/');
        return slash > 0 && path.startsWith(".libs", slash - ".libs".length());
    }

    String directory() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /**
     * Whether the name is that of Python as a library, such as {@code libpython3.11.so.1.0}, of any build
     * ({@code 3.6m}, {@code 3.13t}, {@code 3.13td}) or of the stable ABI ({@code libpython3.so}). What is loaded into
     * Python has it already, so it is neither searched for nor looked into.
     */
    public static boolean isLibPython(String soname) {
        return soname.startsWith("libpython") && LIBPYTHON.matcher(soname).matches();
    }

    /** It names its dynamic loader then. */
    @Override
    public boolean isProgram() {
        return linkage.interpreter().isPresent();
    }

    /** The Python libraries that it needs itself; of a program, the ones that it can't start without. */
    public List<String> neededPythons() {
        return linkage.needed().stream().filter(ElfFacts::isLibPython).toList();
    }

    /** The same file in another place, with this search path (DT_RPATH) and no other. */
    public ElfFacts at(String place, List<String> rpath) {
        return new ElfFacts(
                place,
                platform,
                new Linkage(linkage.interpreter(), linkage.needed(), linkage.soname(), List.copyOf(rpath), List.of()),
                versionNeeds,
                symbols,
                executableStack,
                loader,
                unloaded);
    }

    /** Whether the name is that of the dynamic loader, which is there on every system that can run the file. */
    static boolean isLoader(String soname) {
        return soname.contains("ld-linux") || soname.equals("ld64.so.1") || soname.equals("ld64.so.2");
    }

    /** The libc it was linked with, as far as the loader's data or the file's name tell. */
    Optional<Libc> libc() {
        if (linkage.interpreter().isPresent()) {
            String loader = linkage.interpreter().get();
            return Optional.of(
                    loader.substring(loader.lastIndexOf('/') + 1).startsWith("ld-musl-") ? Libc.MUSL : Libc.GLIBC);
        }
        for (String soname : linkage.needed()) {
            if (soname.startsWith("libc.musl-") || soname.startsWith("ld-musl-")) {
                return Optional.of(Libc.MUSL);
            }
            if (soname.equals("libc.so.6") || soname.startsWith("ld-linux-") || soname.startsWith("ld64.so.")) {
                return Optional.of(Libc.GLIBC);
            }
        }
        return libcByName(fileName());
    }

    /** From the suffix of a Python extension module; before 3.11 those for musl said gnu as well. */
    private static Optional<Libc> libcByName(String name) {
        if (name.endsWith("-linux-musl.so") || name.endsWith("-arm-linux-musleabihf.so")) {
            return Optional.of(Libc.MUSL);
        }
        int start = name.indexOf(".cpython-3");
        if (start < 0 || !(name.endsWith("-linux-gnu.so") || name.endsWith("-arm-linux-gnueabihf.so"))) {
            return Optional.empty();
        }
        int end = start + ".cpython-3".length();
        int minor = 0;
        while (end < name.length() && Character.isDigit(name.charAt(end)) && minor < 1000) {
            minor = minor * 10 + name.charAt(end++) - '0';
        }
        return minor >= 11 ? Optional.of(Libc.GLIBC) : Optional.empty();
    }
}
