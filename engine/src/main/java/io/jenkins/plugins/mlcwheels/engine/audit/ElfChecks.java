package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.wheel.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import io.jenkins.plugins.mlcwheels.engine.wheel.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is worth knowing of the ELF files of a wheel although no policy speaks of it. */
final class ElfChecks {

    private static final int MAX_OF_A_KIND = 20;

    private final WheelFacts wheel;
    private final Verdict verdict;
    private final Map<String, String> siblings;
    private final WheelFiles files;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<AuditProblem, Integer> counts = new HashMap<>();

    private ElfChecks(WheelFacts wheel, Verdict verdict, Map<String, String> siblings) {
        this.wheel = wheel;
        this.verdict = verdict;
        this.siblings = siblings;
        this.files = new WheelFiles(wheel.elfs(), wheel.names());
    }

    /** @param siblings libraries that other wheels bring, with the name of the wheel */
    static List<Finding> check(WheelFacts wheel, Verdict verdict, Map<String, String> siblings) {
        ElfChecks checks = new ElfChecks(wheel, verdict, siblings);
        checks.places();
        for (ElfFacts elf : verdict.judged()) {
            checks.stack(elf);
            checks.searchPaths(elf);
        }
        checks.libraries();
        return checks.findings;
    }

    private void add(AuditProblem problem, String where, String message) {
        add(problem, problem.severity(), where, message);
    }

    private void add(AuditProblem problem, Severity severity, String where, String message) {
        int count = counts.merge(problem, 1, Integer::sum);
        if (count <= MAX_OF_A_KIND) {
            findings.add(problem.at(severity, where, message));
        } else if (count == MAX_OF_A_KIND + 1) {
            findings.add(problem.at(severity, wheel.filename(), "and more of the same"));
        }
    }

    private void places() {
        for (ElfFacts elf : wheel.elfs()) {
            if (("/" + elf.directory() + "/").contains("/purelib/")) {
                add(AuditProblem.LIBRARY_IN_PURELIB, elf.path(), "native code belongs into platlib, not into purelib");
            }
        }
        for (ElfFacts elf : verdict.foreignArchitecture()) {
            boolean known = elf.platform().architecture().isPresent();
            add(
                    AuditProblem.FOREIGN_ARCHITECTURE,
                    known ? Severity.WARNING : Severity.INFO,
                    elf.path(),
                    known
                            ? "is for " + elf.platform().architecture().get() + " in a wheel for "
                                    + verdict.policies().architecture() + ", and not judged"
                            : "is for a processor that no platform tag names, and not judged");
        }
        for (ElfFacts elf : verdict.foreignLibc()) {
            add(
                    AuditProblem.FOREIGN_LIBC,
                    elf.path(),
                    "is linked with another libc than " + verdict.policies().libc() + ", and not judged");
        }
    }

    private void stack(ElfFacts elf) {
        if (elf.executableStack()) {
            add(
                    AuditProblem.EXECUTABLE_STACK,
                    elf.path(),
                    "asks for an executable stack; glibc 2.41 and hardened kernels refuse to load it: link with"
                            + " -Wl,-z,noexecstack");
        }
    }

    private void searchPaths(ElfFacts elf) {
        List<String> entries = new ArrayList<>(elf.linkage().runpath());
        if (entries.isEmpty()) {
            entries.addAll(elf.linkage().rpath());
        }
        for (String entry : entries) {
            switch (SearchPath.kindOf(entry, elf, files)) {
                case ABSOLUTE ->
                    add(
                            AuditProblem.RPATH_ABSOLUTE,
                            elf.path(),
                            "searches " + entry + " for libraries, where another system may have anything or nothing");
                case ESCAPING ->
                    add(
                            AuditProblem.RPATH_ESCAPING,
                            elf.path(),
                            "searches " + entry + " for libraries, outside of the directory of installed packages");
                case WORKING_DIRECTORY ->
                    add(
                            AuditProblem.RPATH_WORKING_DIRECTORY,
                            elf.path(),
                            "searches '" + entry + "' for libraries, which depends on where the program is started");
                default -> {}
            }
        }
    }

    private void libraries() {
        Map<String, String> byName = new HashMap<>();
        for (ElfFacts elf : wheel.elfs()) {
            byName.put(elf.fileName(), elf.path());
            elf.linkage().soname().ifPresent(soname -> byName.putIfAbsent(soname, elf.path()));
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
                        AuditProblem.LIBRARY_UNREACHABLE,
                        byName.get(soname),
                        "is needed by " + some(elfs) + unreachable(elfs.get(0), byName.get(soname)));
            } else if (!ElfFacts.isLibPython(soname)) {
                add(
                        AuditProblem.LIBRARY_NOT_PROVIDED,
                        elfs.get(0),
                        soname + " is neither part of every system nor in the wheel; needed by " + some(elfs));
            } else {
                add(
                        AuditProblem.LIBRARY_NOT_PROVIDED,
                        elfs.get(0),
                        soname + " need not be there where Python is linked statically; needed by " + some(elfs));
            }
        });
        fromSiblings(external);
        pythonsOfPrograms();
    }

    private static String unreachable(String elf, String library) {
        return InstalledPath.isApart(elf) || InstalledPath.isApart(library)
                ? ", which gets installed in another place; no relative RPATH is sure to lead from there to it"
                : ", whose RPATH doesn't lead to it; it works only if the package loads it first";
    }

    private void pythonsOfPrograms() {
        for (ElfFacts elf : verdict.judged()) {
            if (elf.isProgram() && !elf.neededPythons().isEmpty()) {
                add(
                        AuditProblem.LIBRARY_NOT_PROVIDED,
                        elf.path(),
                        "is a program that needs " + String.join(", ", elf.neededPythons())
                                + "; it starts only where Python is a shared library that the loader finds");
            }
        }
    }

    private void fromSiblings(Set<String> external) {
        Map<String, String> used = new TreeMap<>();
        for (ElfFacts elf : verdict.judged()) {
            for (String soname : elf.linkage().needed()) {
                if (siblings.containsKey(soname) && !external.contains(soname)) {
                    used.putIfAbsent(soname, elf.path());
                }
            }
        }
        used.forEach((soname, elf) ->
                add(AuditProblem.LIBRARY_FROM_SIBLING, elf, soname + " comes from " + siblings.get(soname)));
    }

    private static String some(List<String> elfs) {
        return elfs.get(0) + (elfs.size() == 1 ? "" : " and " + (elfs.size() - 1) + " more");
    }
}
