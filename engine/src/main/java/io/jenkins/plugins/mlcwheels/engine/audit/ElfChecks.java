package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is worth knowing of the ELF files of a wheel although no policy speaks of it. */
final class ElfChecks {

    private static final int MAX_OF_A_KIND = 100;
    private static final int MOST_SYMBOLS = 5;
    private static final String MORE = "and ";
    private static final String OF_THE_SAME = " more of the same";

    /** Messages may come from an agent, so the number is limited. */
    private static final Pattern LEFT_OUT = Pattern.compile(MORE + "([0-9]{1,6})" + OF_THE_SAME);

    private final WheelFacts wheel;
    private final WheelVerdicts verdicts;
    private final Map<String, String> siblings;
    private final WheelFiles files;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<AuditProblem, Integer> counts = new EnumMap<>(AuditProblem.class);

    private ElfChecks(WheelFacts wheel, WheelVerdicts verdicts, Map<String, String> siblings) {
        this.wheel = wheel;
        this.verdicts = verdicts;
        this.siblings = siblings;
        this.files = new WheelFiles(wheel.elfs(), wheel.names());
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
        }
        checks.leftOut();
        return verdicts.others().isEmpty() ? checks.findings : List.copyOf(new LinkedHashSet<>(checks.findings));
    }

    private void add(AuditProblem problem, String where, String message) {
        add(problem, problem.severity(), where, message);
    }

    private void add(AuditProblem problem, Severity severity, String where, String message) {
        int count = counts.merge(problem, 1, Integer::sum);
        if (count <= MAX_OF_A_KIND) {
            findings.add(problem.at(severity, where, message));
        }
    }

    private void leftOut() {
        counts.forEach((problem, count) -> {
            if (count > MAX_OF_A_KIND) {
                findings.add(problem.at(wheel.filename(), MORE + (count - MAX_OF_A_KIND) + OF_THE_SAME));
            }
        });
    }

    /** How many files a finding stands for that were left out; 0 if it is about one file. */
    static int leftOut(String message) {
        Matcher matcher = LEFT_OUT.matcher(message);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private void places() {
        for (ElfFacts elf : wheel.elfs()) {
            if (("/" + elf.directory() + "/").contains("/purelib/")) {
                add(AuditProblem.LIBRARY_IN_PURELIB, elf.path(), "native code belongs into platlib, not into purelib");
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
                        AuditProblem.FOREIGN_ARCHITECTURE,
                        Severity.INFO,
                        elf.path(),
                        "is for a processor that no platform tag names, and not judged");
            } else if (wheel.architecture().isPresent()) {
                add(
                        AuditProblem.FOREIGN_ARCHITECTURE,
                        elf.path(),
                        "is for " + own.get() + " in a wheel for " + main.architecture()
                                + "; there it is consistent with " + overall(elf));
            }
        }
        for (ElfFacts elf : verdicts.main().foreignLibc()) {
            add(
                    AuditProblem.FOREIGN_LIBC,
                    elf.path(),
                    "is linked with " + elf.libc().orElseThrow() + " in a wheel for " + main.libc()
                            + "; there it is consistent with " + overall(elf));
        }
        if (!verdicts.others().isEmpty()) {
            add(
                    AuditProblem.SEVERAL_ARCHITECTURES,
                    wheel.filename(),
                    "has native code for "
                            + verdicts.all().stream().map(ElfChecks::describe).collect(Collectors.joining(", ")));
        }
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
                    AuditProblem.EXECUTABLE_STACK,
                    elf.path(),
                    "asks for an executable stack; glibc 2.41 and hardened kernels refuse to load it: link with"
                            + " -Wl,-z,noexecstack");
        }
    }

    private void loader(ElfFacts elf, Verdict verdict) {
        boolean musl = verdict.policies().libc() == Libc.MUSL;
        if (!musl && elf.loader().isUnguarded(elf.versionNeeds())) {
            add(
                    AuditProblem.UNLOADABLE,
                    elf.path(),
                    "has DT_RELR without the version " + LoaderDemands.RELR_VERSION
                            + " of libc: glibc 2.36 and newer refuse it, older ones leave its addresses wrong");
        }
        if (!musl && elf.loader().usesPrivateSymbols()) {
            add(
                    AuditProblem.LOADER_PRIVATE_VERSION,
                    elf.path(),
                    "needs " + LoaderDemands.PRIVATE
                            + " of the loader, whose symbols change from one release of glibc to another");
        }
        elf.loader()
                .kernel()
                .filter(kernel -> !musl && isNewer(kernel, kernelOf(verdict)))
                .ifPresent(kernel -> add(
                        AuditProblem.KERNEL_TOO_NEW,
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
                        AuditProblem.SYMBOL_NOT_IN_MUSL,
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
                        AuditProblem.RPATH_TOKEN,
                        elf.path(),
                        "searches " + entry + " for libraries, which each system reads differently");
                continue;
            }
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
        fromSiblings(verdict, external);
        pythonsOfPrograms(verdict);
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
                        AuditProblem.LIBRARY_NOT_PROVIDED,
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
                add(AuditProblem.LIBRARY_FROM_SIBLING, elf, soname + " comes from " + siblings.get(soname)));
    }

    private static String some(List<String> elfs) {
        return elfs.get(0) + (elfs.size() == 1 ? "" : " and " + (elfs.size() - 1) + " more");
    }
}
