package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.LibraryTree.Library;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules by which facts become a verdict: those of auditwheel 6.8, reformulated. No file is read here.
 *
 * <p>Roots are the Python extension modules and every other ELF file whose name no ELF file of the wheel needs. Only
 * what loading a root pulls in counts for libraries and private symbols; symbol versions count for every file.
 */
public final class VerdictRules {

    private final JudgedFiles files;
    private final PolicySet policies;
    private final boolean anyInstructionSet;
    private final Map<String, LibraryTree> trees = new LinkedHashMap<>();
    private final Set<String> roots = new HashSet<>();

    private VerdictRules(WheelFacts wheel, NamePatterns excludes, HostLibraries host, boolean anyInstructionSet) {
        this.anyInstructionSet = anyInstructionSet;
        files = JudgedFiles.of(wheel);
        policies = PolicyCatalog.builtIn().forVerdict(files.libc(), files.architecture());
        findTrees(new LibraryTree.Finder(
                new WheelFiles(wheel.elfs(), wheel.names()),
                host,
                excludes,
                soname -> host.assumesSystemLibraries()
                        && (ElfFacts.isLoader(soname) || policies.isSystemLibrary(soname))));
    }

    /**
     * @param excludes libraries that are taken to be there
     * @throws NotAPlatformWheelException if there is no ELF file for the wheel's architecture and libc
     */
    public static Verdict judge(WheelFacts wheel, NamePatterns excludes, HostLibraries host) {
        return judge(wheel, excludes, host, false);
    }

    /** @param anyInstructionSet whether files may need more of the processor than the baseline of its architecture */
    public static Verdict judge(
            WheelFacts wheel, NamePatterns excludes, HostLibraries host, boolean anyInstructionSet) {
        return new VerdictRules(wheel, excludes, host, anyInstructionSet).verdict();
    }

    private void findTrees(LibraryTree.Finder finder) {
        List<LibraryTree> extensions = new ArrayList<>();
        List<LibraryTree> others = new ArrayList<>();
        Set<String> neededNames = new HashSet<>();
        for (ElfFacts elf : files.judged()) {
            LibraryTree tree = finder.tree(elf);
            neededNames.addAll(tree.needed());
            if (elf.symbols().pythonModule() != 0) {
                extensions.add(tree);
                roots.add(elf.path());
            } else {
                others.add(tree);
            }
        }
        TreeRepair repair = new TreeRepair(extensions, others);
        extensions.forEach(tree -> trees.put(tree.root().path(), tree));
        for (LibraryTree tree : others) {
            trees.put(tree.root().path(), repair.complete(tree));
            if (!neededNames.contains(tree.root().fileName())) {
                roots.add(tree.root().path());
            }
        }
    }

    private Verdict verdict() {
        Map<String, List<PolicyFit>> fitsByElf = new LinkedHashMap<>();
        trees.forEach((path, tree) -> fitsByElf.put(path, fits(tree)));
        List<PolicyFit> fits = new ArrayList<>();
        for (int i = 0; i < policies.asList().size(); i++) {
            fits.add(merged(i, fitsByElf));
        }
        return new Verdict(files, policies, fits, fitsByElf, symbolVersions(fits), machinePolicy(fits));
    }

    private List<PolicyFit> fits(LibraryTree tree) {
        Map<Set<String>, Map<String, Optional<String>>> known = new HashMap<>();
        List<PolicyFit> fits = new ArrayList<>();
        for (PlatformPolicy policy : policies) {
            if (policy.isLinux()) {
                fits.add(new PolicyFit(policy, Map.of(), Map.of()));
                continue;
            }
            Map<String, Optional<String>> external = known.get(policy.libraries());
            if (external == null) {
                external = external(tree, policy.libraries());
                known.put(policy.libraries(), external);
            }
            fits.add(new PolicyFit(policy, external, privateSymbols(tree, policy)));
        }
        return fits;
    }

    /**
     * Follows needs from library to library, not into those of the system. Python as a library is not a concern of a
     * program's tag: no wheel may bring it, and where it is not there the audit says so.
     */
    private static Map<String, Optional<String>> external(LibraryTree tree, Set<String> system) {
        Map<String, Optional<String>> external = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        List<String> wanted = new ArrayList<>(tree.needed());
        while (!wanted.isEmpty()) {
            String soname = wanted.remove(wanted.size() - 1);
            boolean python = tree.root().isProgram() && ElfFacts.isLibPython(soname);
            if (python || ElfFacts.isLoader(soname) || system.contains(soname) || !seen.add(soname)) {
                continue;
            }
            Library library = tree.libraries().get(soname);
            if (library == null) {
                external.put(soname, Optional.empty());
                continue;
            }
            wanted.addAll(library.needed());
            if (!library.isInWheel()) {
                external.put(soname, Optional.ofNullable(library.elf()).map(ElfFacts::path));
            }
        }
        return external.isEmpty() ? Map.of() : external;
    }

    private static Map<String, SortedSet<String>> privateSymbols(LibraryTree tree, PlatformPolicy policy) {
        Set<String> used = tree.root().symbols().privateSymbols();
        Map<String, SortedSet<String>> found = new TreeMap<>();
        if (used.isEmpty()) {
            return found;
        }
        policy.privateSymbols().forEach((library, symbols) -> {
            if (tree.needed().contains(library)) {
                TreeSet<String> both = new TreeSet<>(used);
                both.retainAll(symbols);
                if (!both.isEmpty()) {
                    found.put(library, both);
                }
            }
        });
        return found;
    }

    private PolicyFit merged(int index, Map<String, List<PolicyFit>> fitsByElf) {
        Map<String, Optional<String>> external = new TreeMap<>();
        Map<String, SortedSet<String>> symbols = new TreeMap<>();
        fitsByElf.forEach((path, fits) -> {
            if (roots.contains(path)) {
                external.putAll(fits.get(index).externalLibraries());
                fits.get(index).privateSymbols().forEach((library, names) -> symbols.computeIfAbsent(
                                library, name -> new TreeSet<>())
                        .addAll(names));
            }
        });
        return new PolicyFit(policies.asList().get(index), external, symbols);
    }

    /**
     * For each policy, those of the wheel and of the libraries that would have to be put into it; the most portable
     * outcome counts.
     */
    private Verdict.SymbolVersions symbolVersions(List<PolicyFit> fits) {
        SortedMap<String, SortedSet<String>> own = versions(files.judged(), List.of());
        PlatformPolicy ofLoader = loaderPolicy(files.judged());
        PlatformPolicy ofOwn = Verdict.least(policies.forVersions(own), ofLoader);
        Map<String, ElfFacts> hostLibraries = hostLibraries();
        Verdict.SymbolVersions best = new Verdict.SymbolVersions(policies.linux(), own);
        for (PolicyFit fit : fits) {
            List<ElfFacts> grafts = new ArrayList<>();
            fit.externalLibraries().values().forEach(path -> path.map(hostLibraries::get)
                    .ifPresent(grafts::add));
            SortedMap<String, SortedSet<String>> all = grafts.isEmpty() ? own : versions(files.judged(), grafts);
            PlatformPolicy allowed = Verdict.least(
                    fit.policy(),
                    all == own
                            ? ofOwn
                            : Verdict.least(policies.forVersions(all), Verdict.least(ofLoader, loaderPolicy(grafts))));
            if (allowed.compareTo(best.policy()) > 0) {
                best = new Verdict.SymbolVersions(allowed, all);
            }
        }
        return best;
    }

    /** What the demands on the loader itself allow; musl applies packed relocations only from 1.2.4 on. */
    private PlatformPolicy loaderPolicy(List<ElfFacts> elfs) {
        PlatformPolicy allowed = policies.highest();
        for (ElfFacts elf : elfs) {
            boolean musl = policies.libc() == Libc.MUSL;
            if (musl ? elf.loader().packedRelocations() : elf.loader().isAny()) {
                allowed = Verdict.least(
                        allowed,
                        musl
                                ? policies.linux()
                                : policies.forVersions(elf.loader().asVersions(elf.versionNeeds())));
            }
        }
        return allowed;
    }

    private static SortedMap<String, SortedSet<String>> versions(List<ElfFacts> files, List<ElfFacts> grafts) {
        SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
        for (List<ElfFacts> some : List.of(files, grafts)) {
            for (ElfFacts elf : some) {
                elf.versionNeeds()
                        .forEach((library, names) -> versions.computeIfAbsent(library, name -> new TreeSet<>())
                                .addAll(names));
            }
        }
        return versions;
    }

    private Map<String, ElfFacts> hostLibraries() {
        Map<String, ElfFacts> found = new HashMap<>();
        for (LibraryTree tree : trees.values()) {
            for (Library library : tree.libraries().values()) {
                if (library.isFound() && !library.isInWheel()) {
                    found.put(library.elf().path(), library.elf());
                }
            }
        }
        return found;
    }

    /** An instruction set beyond the baseline fits no policy, except in a library that policies have anyway. */
    private PlatformPolicy machinePolicy(List<PolicyFit> fits) {
        PlatformPolicy result = policies.highest();
        if (anyInstructionSet) {
            return result;
        }
        for (String path : roots) {
            if (trees.get(path).root().platform().instructionSet().isPresent()) {
                return policies.linux();
            }
        }
        Map<String, ElfFacts> hostLibraries = hostLibraries();
        Map<String, String> externals = new TreeMap<>();
        for (PolicyFit fit : fits) {
            fit.externalLibraries().forEach((soname, path) -> path.ifPresent(found -> externals.put(soname, found)));
        }
        for (Map.Entry<String, String> external : externals.entrySet()) {
            if (hostLibraries
                    .get(external.getValue())
                    .platform()
                    .instructionSet()
                    .isPresent()) {
                result = Verdict.least(result, mostPortableWith(external.getKey()));
            }
        }
        return result;
    }

    private PlatformPolicy mostPortableWith(String soname) {
        PlatformPolicy best = policies.linux();
        for (PlatformPolicy policy : policies) {
            if (policy.libraries().contains(soname)) {
                best = Verdict.most(best, policy);
            }
        }
        return best;
    }
}
