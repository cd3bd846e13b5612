package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.abi.StableAbi;
import io.jenkins.plugins.mlcwheels.engine.abi.StableAbiVersion;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is worth knowing of the ELF files of a wheel although no policy speaks of it. */
final class ElfChecks {

    private static final int MOST_SYMBOLS = 5;
    private final WheelFacts wheel;
    private final WheelVerdicts verdicts;
    private final Map<String, String> siblings;
    private final WheelFiles files;
    private final LimitedFindings findings;

    private ElfChecks(WheelFacts wheel, WheelVerdicts verdicts, Map<String, String> siblings) {
        this.wheel = wheel;
        this.verdicts = verdicts;
        this.siblings = siblings;
        this.files = new WheelFiles(wheel.elfs(), wheel.names());
        this.findings = new LimitedFindings(wheel.filename());
    }

    /** @param siblings libraries that other wheels bring, with the name of the wheel */
    static List<Finding> check(WheelFacts wheel, WheelVerdicts verdicts, Map<String, String> siblings) {
        ElfChecks checks = new ElfChecks(wheel, verdicts, siblings);
        checks.places();
        checks.architectures();
        for (Verdict verdict : verdicts.all()) {
            for (ElfFacts elf : verdict.judged()) {
                checks.stack(elf);
                checks.searchPaths(elf);
                checks.loader(elf, verdict);
            }
            checks.libraries(verdict);
            checks.stableAbi(verdict);
        }
        List<Finding> found = checks.findings.list();
        return verdicts.others().isEmpty() ? found : List.copyOf(new LinkedHashSet<>(found));
    }

    private void add(Problem kind, String where, String message) {
        findings.add(kind, where, message);
    }

    private void add(Problem kind, Severity severity, String where, String message) {
        findings.add(kind, severity, where, message);
    }

    private void places() {
        for (ElfFacts elf : wheel.elfs()) {
            if (("/" + elf.directory() + "/").contains("/purelib/")) {
                add(
                        PlatformProblem.LIBRARY_IN_PURELIB,
                        elf.path(),
                        "native code belongs into platlib, not into purelib");
            }
        }
    }

    /** Says of each file that is for something else than the main verdict what it is consistent with. */
    private void architectures() {
        PolicySet main = verdicts.main().policies();
        for (ElfFacts elf : verdicts.main().foreignArchitecture()) {
            Optional<Architecture> own = elf.platform().architecture();
            if (own.isEmpty()) {
                add(
                        PlatformProblem.FOREIGN_ARCHITECTURE,
                        Severity.INFO,
                        elf.path(),
                        "is for a processor that no platform tag names, and not judged");
            } else if (wheel.architecture().isPresent()) {
                add(
                        PlatformProblem.FOREIGN_ARCHITECTURE,
                        isLoadedByTheWheel(elf) ? Severity.ERROR : Severity.WARNING,
                        elf.path(),
                        "is for " + own.get() + " in a wheel for " + main.architecture()
                                + "; there it is consistent with " + overall(elf));
            }
        }
        for (ElfFacts elf : verdicts.main().foreignLibc()) {
            add(
                    LinuxProblem.FOREIGN_LIBC,
                    elf.path(),
                    "is linked with " + elf.libc().orElseThrow() + " in a wheel for " + main.libc()
                            + "; there it is consistent with " + overall(elf));
        }
        if (!verdicts.others().isEmpty()) {
            add(
                    LinuxProblem.SEVERAL_ARCHITECTURES,
                    wheel.filename(),
                    "has native code for "
                            + verdicts.all().stream().map(ElfChecks::describe).collect(Collectors.joining(", ")));
        }
    }

    /**
     * Whether an import loads the file whatever the machine: it is an extension module, or the only file of a name that
     * a judged file needs.
     */
    private boolean isLoadedByTheWheel(ElfFacts elf) {
        if (elf.symbols().pythonModule() != 0) {
            return isOnlyOneOfItsName(elf);
        }
        return verdicts.main().judged().stream()
                        .anyMatch(judged -> judged.linkage().needed().contains(elf.fileName()))
                && isOnlyOneOfItsName(elf);
    }

    private boolean isOnlyOneOfItsName(ElfFacts elf) {
        String name = moduleName(elf);
        return wheel.elfs().stream()
                .noneMatch(other -> other != elf && moduleName(other).equals(name));
    }

    /** {@code pkg/mod} of {@code pkg/mod.cpython-313-x86_64-linux-gnu.so}: one file for each machine may be there. */
    private static String moduleName(ElfFacts elf) {
        int dot = elf.symbols().pythonModule() == 0 ? -1 : elf.fileName().indexOf('.');
        return dot < 0 ? elf.fileName() : elf.directory() + "/" + elf.fileName().substring(0, dot);
    }

    private String overall(ElfFacts elf) {
        return verdicts.about(elf).map(verdict -> verdict.overall().name()).orElse("no platform");
    }

    private static String describe(Verdict verdict) {
        int files = verdict.judged().size();
        return verdict.overall() + " (" + files + (files == 1 ? " file)" : " files)");
    }

    private void stack(ElfFacts elf) {
        if (elf.executableStack()) {
            add(
                    LinuxProblem.EXECUTABLE_STACK,
                    elf.path(),
                    "asks for an executable stack; glibc 2.41 and hardened kernels refuse to load it: link with"
                            + " -Wl,-z,noexecstack");
        }
    }

    private void loader(ElfFacts elf, Verdict verdict) {
        boolean musl = verdict.policies().libc() == Libc.MUSL;
        if (!musl && elf.loader().isUnguarded(elf.versionNeeds())) {
            add(
                    LinuxProblem.UNLOADABLE,
                    elf.path(),
                    "has DT_RELR without the version " + LoaderDemands.RELR_VERSION
                            + " of libc: glibc 2.36 and newer refuse it, older ones leave its addresses wrong");
        }
        if (!musl && elf.loader().usesPrivateSymbols()) {
            add(
                    LinuxProblem.LOADER_PRIVATE_VERSION,
                    elf.path(),
                    "needs " + LoaderDemands.PRIVATE
                            + " of the loader, whose symbols change from one release of glibc to another");
        }
        elf.loader()
                .kernel()
                .filter(kernel -> !musl && isNewer(kernel, kernelOf(verdict)))
                .ifPresent(kernel -> add(
                        LinuxProblem.KERNEL_TOO_NEW,
                        elf.path(),
                        "names Linux " + kernel
                                + " as the oldest that it runs on; loaders before glibc 2.37 take no notice of"
                                + " such a file on an older kernel, as if it were not there"));
        if (musl && !elf.loader().glibcOnly().isEmpty() && hasOnlyKnownLibraries(elf)) {
            Set<String> missing = new TreeSet<>(elf.loader().glibcOnly());
            wheel.elfs().forEach(other -> missing.removeAll(other.loader().glibcOnlyDefined()));
            if (!missing.isEmpty()) {
                List<String> some = missing.stream().limit(MOST_SYMBOLS).toList();
                add(
                        LinuxProblem.SYMBOL_NOT_IN_MUSL,
                        elf.path(),
                        "needs " + String.join(", ", some)
                                + (missing.size() > some.size()
                                        ? " and " + (missing.size() - some.size()) + " more"
                                        : "")
                                + ", which musl doesn't have; its loader refuses the file");
            }
        }
    }

    /** The oldest kernel of the systems that the verdict covers, from 3.10 on, which all of today have. */
    private static String kernelOf(Verdict verdict) {
        String tag = verdict.overall().name();
        return tag.startsWith("manylinux_2_28_") || tag.startsWith("manylinux_2_31_")
                ? "4.18"
                : tag.startsWith("manylinux_2_3") || tag.startsWith("manylinux_2_4") || tag.startsWith("linux_")
                        ? "5.14"
                        : "3.10";
    }

    private static boolean isNewer(String one, String other) {
        String[] left = one.split("\\.");
        String[] right = other.split("\\.");
        for (int i = 0; i < 2; i++) {
            int order = Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]));
            if (order != 0) {
                return order > 0;
            }
        }
        return false;
    }

    /** Whether all that it needs is in the wheel, or is known not to bring functions of glibc. */
    private boolean hasOnlyKnownLibraries(ElfFacts elf) {
        for (String soname : elf.linkage().needed()) {
            boolean known = soname.startsWith("libc.")
                    || soname.startsWith("ld-musl-")
                    || soname.startsWith("libgcc_s.")
                    || soname.startsWith("libstdc++.")
                    || soname.startsWith("libz.")
                    || wheel.elfs().stream().anyMatch(other -> other.fileName().equals(soname));
            if (!known) {
                return false;
            }
        }
        return true;
    }

    private void searchPaths(ElfFacts elf) {
        List<String> entries = new ArrayList<>(elf.linkage().runpath());
        if (entries.isEmpty()) {
            entries.addAll(elf.linkage().rpath());
        }
        for (String entry : entries) {
            if (SearchPath.hasToken(entry)) {
                add(
                        LinuxProblem.RPATH_TOKEN,
                        elf.path(),
                        "searches " + entry + " for libraries, which each system reads differently");
                continue;
            }
            switch (SearchPath.kindOf(entry, elf, files)) {
                case ABSOLUTE ->
                    add(
                            LinuxProblem.RPATH_ABSOLUTE,
                            elf.path(),
                            "searches " + entry + " for libraries, which another system may not have");
                case ESCAPING ->
                    add(
                            LinuxProblem.RPATH_ESCAPING,
                            elf.path(),
                            "searches " + entry + " for libraries, outside of the directory of installed packages");
                case WORKING_DIRECTORY ->
                    add(
                            LinuxProblem.RPATH_WORKING_DIRECTORY,
                            elf.path(),
                            "searches '" + entry + "' for libraries, which depends on where the program is started");
                default -> {}
            }
        }
    }

    private void libraries(Verdict verdict) {
        Optional<Architecture> architecture = Optional.of(verdict.policies().architecture());
        Map<String, String> byName = new HashMap<>();
        for (ElfFacts elf : wheel.elfs()) {
            if (elf.platform().architecture().equals(architecture)) {
                byName.put(elf.fileName(), elf.path());
                elf.linkage().soname().ifPresent(soname -> byName.putIfAbsent(soname, elf.path()));
            }
        }
        Map<String, List<String>> needing = new TreeMap<>();
        Set<String> external = new HashSet<>();
        for (LibraryNeed need : verdict.libraryNeeds(verdict.policies().lowest())) {
            external.add(need.soname());
            needing.computeIfAbsent(need.soname(), soname -> new ArrayList<>()).add(need.elf());
        }
        needing.forEach((soname, elfs) -> {
            if (byName.containsKey(soname)) {
                add(
                        PlatformProblem.LIBRARY_UNREACHABLE,
                        byName.get(soname),
                        "is needed by " + some(elfs) + unreachable(elfs.get(0), byName.get(soname)));
            } else if (!ElfFacts.isLibPython(soname)) {
                add(
                        PlatformProblem.LIBRARY_NOT_PROVIDED,
                        elfs.get(0),
                        soname + " is neither part of every system nor in the wheel; needed by " + some(elfs));
            } else {
                add(
                        PlatformProblem.LIBRARY_NOT_PROVIDED,
                        elfs.get(0),
                        soname + " need not be there where Python is linked statically; needed by " + some(elfs));
            }
        });
        fromSiblings(verdict, external);
        pythonsOfPrograms(verdict);
    }

    /** Modules that say they run on newer Pythons too, and use what these need not have. */
    private void stableAbi(Verdict verdict) {
        WheelFilename filename = WheelFilename.parse(wheel.filename());
        Set<String> defined = new HashSet<>();
        wheel.elfs().forEach(elf -> defined.addAll(elf.symbols().python().defined()));
        Set<String> external = verdict.libraryNeeds(verdict.policies().lowest()).stream()
                .map(LibraryNeed::elf)
                .collect(Collectors.toSet());
        for (ElfFacts elf : verdict.judged()) {
            Optional<StableAbiVersion> promise =
                    elf.symbols().pythonModule() == 3 || elf.fileName().contains(".abi3")
                            ? StableAbiVersion.of(filename, elf.path())
                            : Optional.empty();
            Set<String> needed = new TreeSet<>(elf.symbols().python().needed());
            needed.removeAll(defined);
            promise.ifPresent(abi -> {
                List<StableAbiVersion.Violation> found = abi.violations(needed, StableAbi.get());
                if (!found.isEmpty()) {
                    boolean perhapsOfOthers = external.contains(elf.path())
                            && found.stream()
                                    .allMatch(violation -> violation.since().isEmpty());
                    add(
                            LinuxProblem.ABI3_VIOLATED,
                            perhapsOfOthers ? Severity.WARNING : Severity.ERROR,
                            elf.path(),
                            abiMessage(abi, found, perhapsOfOthers));
                }
            });
        }
    }

    private static String abiMessage(
            StableAbiVersion promise, List<StableAbiVersion.Violation> found, boolean perhapsOfOthers) {
        OptionalInt enough = StableAbiVersion.enough(found);
        return "is for " + promise + " and uses what the stable ABI of Python 3." + promise.minor() + " does not have: "
                + some(found.stream().map(Object::toString).toList())
                + (enough.isPresent() ? "; all of it is there from 3." + enough.getAsInt() + " on" : "")
                + (perhapsOfOthers ? "; perhaps a library that the wheel does not have brings it" : "");
    }

    private static String unreachable(String elf, String library) {
        return InstalledPath.isApart(elf) || InstalledPath.isApart(library)
                ? ", which gets installed in another place; no relative RPATH is sure to lead from there to it"
                : ", whose RPATH doesn't lead to it; it works only if the package loads it first";
    }

    private void pythonsOfPrograms(Verdict verdict) {
        for (ElfFacts elf : verdict.judged()) {
            if (elf.isProgram() && !elf.neededPythons().isEmpty()) {
                add(
                        PlatformProblem.LIBRARY_NOT_PROVIDED,
                        elf.path(),
                        "is a program that needs " + String.join(", ", elf.neededPythons())
                                + "; it starts only where Python is a shared library that the loader finds");
            }
        }
    }

    private void fromSiblings(Verdict verdict, Set<String> external) {
        Map<String, String> used = new TreeMap<>();
        for (ElfFacts elf : verdict.judged()) {
            for (String soname : elf.linkage().needed()) {
                if (siblings.containsKey(soname) && !external.contains(soname)) {
                    used.putIfAbsent(soname, elf.path());
                }
            }
        }
        used.forEach((soname, elf) ->
                add(PlatformProblem.LIBRARY_FROM_SIBLING, elf, soname + " comes from " + siblings.get(soname)));
    }

    private static String some(List<String> elfs) {
        return elfs.get(0) + (elfs.size() == 1 ? "" : " and " + (elfs.size() - 1) + " more");
    }
}
