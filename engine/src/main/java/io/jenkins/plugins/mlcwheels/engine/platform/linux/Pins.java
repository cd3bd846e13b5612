package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts.VersionUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds what stands between a wheel and more portable platform tags. */
final class Pins {

    private static final int MAX_ELFS = 5;
    private static final int MAX_SYMBOLS = 6;

    private static final Map<String, String> RELR_REASONS = Map.of(
            "",
            ", which musl applies from 1.2.4 on",
            LoaderDemands.RELR_VERSION,
            ", which glibc applies from 2.36 on",
            LoaderDemands.RELR_UNGUARDED,
            " without the version " + LoaderDemands.RELR_VERSION
                    + " of libc: glibc 2.36 and newer refuse the file, older ones leave its addresses wrong");

    private final Verdict verdict;
    private final PolicySet policies;
    private final Optional<PlatformPolicy> goal;
    private final List<Pin> pins = new ArrayList<>();
    private final List<Integer> priorities = new ArrayList<>();

    private Pins(Verdict verdict, Optional<PlatformPolicy> goal) {
        this.verdict = verdict;
        this.policies = verdict.policies();
        this.goal = goal;
    }

    /**
     * The least portable ceilings first.
     *
     * @param goal what the wheel is to become; empty for the next more portable one of each ceiling
     */
    static List<Pin> of(Verdict verdict, Optional<PlatformPolicy> goal) {
        Pins found = new Pins(verdict, goal);
        found.python();
        found.instructionSets();
        found.libraries();
        found.privateSymbols();
        found.symbolVersions();
        found.loader();
        return found.sorted();
    }

    private List<Pin> sorted() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < pins.size(); i++) {
            order.add(i);
        }
        order.sort((one, other) -> Integer.compare(priorities.get(one), priorities.get(other)));
        List<Pin> sorted = new ArrayList<>();
        order.forEach(i -> sorted.add(pins.get(i)));
        return Collections.unmodifiableList(sorted);
    }

    private void add(
            Pin.Kind kind,
            PlatformPolicy ceiling,
            String subject,
            String library,
            List<String> elfs,
            Set<String> symbols,
            String message,
            String remedy) {
        List<String> someSymbols = new ArrayList<>(symbols);
        pins.add(new Pin(
                kind,
                ceiling.name(),
                subject,
                library,
                elfs.subList(0, Math.min(elfs.size(), MAX_ELFS)),
                elfs.size(),
                someSymbols.subList(0, Math.min(someSymbols.size(), MAX_SYMBOLS)),
                message,
                remedy));
        priorities.add(ceiling.priority());
    }

    private void python() {
        if (verdict.usesPyFpe()) {
            add(
                    Pin.Kind.PYTHON,
                    policies.linux(),
                    "PyFPE_jbuf",
                    "",
                    elfsWith(elf -> elf.symbols().pyFpe()),
                    Set.of("PyFPE_jbuf"),
                    "an extension module needs a Python that was configured with --with-fpectl",
                    "Build with a Python without --with-fpectl, such as those of the manylinux images.");
        }
        if (verdict.usesUcs2()) {
            add(
                    Pin.Kind.PYTHON,
                    policies.linux(),
                    "PyUnicodeUCS2",
                    "",
                    elfsWith(elf -> elf.symbols().ucs2()),
                    Set.of(),
                    "an extension module needs a Python 2 with narrow Unicode",
                    "Build with a Python whose ABI tag ends in mu.");
        }
    }

    private void instructionSets() {
        if (!verdict.machinePolicy().isLinux()) {
            return;
        }
        Map<String, List<String>> bySet = new TreeMap<>();
        for (ElfFacts elf : verdict.judged()) {
            elf.platform().instructionSet().ifPresent(set -> bySet.computeIfAbsent(set, s -> new ArrayList<>())
                    .add(elf.path()));
        }
        bySet.forEach((set, elfs) -> add(
                Pin.Kind.INSTRUCTION_SET,
                policies.linux(),
                set,
                "",
                elfs,
                Set.of(),
                need(elfs) + "the instruction set " + set + ", which not every " + policies.architecture()
                        + " processor has",
                "Compile for the baseline (drop -march and -mneeded), and choose faster variants at run time; for"
                        + " programs linked on a system whose own start files carry the mark, give"
                        + " --disable-isa-ext-check."));
    }

    private void libraries() {
        Map<String, PlatformPolicy> ceilings = new TreeMap<>();
        for (PolicyFit fit : verdict.fits()) {
            for (String soname : fit.externalLibraries().keySet()) {
                ceilings.putIfAbsent(soname, ceilingOf(soname));
            }
        }
        ceilings.forEach((soname, ceiling) -> {
            List<String> elfs = needing(soname);
            add(
                    Pin.Kind.EXTERNAL_LIBRARY,
                    ceiling,
                    soname,
                    soname,
                    elfs,
                    Set.of(),
                    need(elfs) + soname + ", which is "
                            + (ceiling.isLinux() ? "not part of every Linux system" : "only part of newer systems")
                            + " and which the loader would not find in the wheel",
                    "Put it into the wheel (mlc-wheels repair) or link it statically; if users get it otherwise, say so"
                            + " with --exclude or --sibling.");
        });
    }

    /** The most portable policy under which the library is not external. */
    private PlatformPolicy ceilingOf(String soname) {
        PlatformPolicy best = policies.linux();
        for (PolicyFit fit : verdict.fits()) {
            if (!fit.externalLibraries().containsKey(soname)) {
                best = Verdict.most(best, fit.policy());
            }
        }
        return best;
    }

    private List<String> needing(String soname) {
        return elfsWith(elf -> elf.linkage().needed().contains(soname));
    }

    private void privateSymbols() {
        Map<String, SortedSet<String>> all = new TreeMap<>();
        for (PolicyFit fit : verdict.fits()) {
            fit.privateSymbols().forEach((library, symbols) -> all.computeIfAbsent(library, l -> new TreeSet<>())
                    .addAll(symbols));
        }
        all.forEach((library, symbols) -> add(
                Pin.Kind.PRIVATE_SYMBOL,
                ceilingOfPrivate(library),
                library,
                library,
                elfsWith(elf -> elf.linkage().needed().contains(library)
                        && !Collections.disjoint(elf.symbols().privateSymbols(), symbols)),
                symbols,
                "uses symbols of " + library + " that not every system has: " + String.join(", ", symbols),
                "Link " + library + " statically, or disable the symbols at configure time."));
    }

    private PlatformPolicy ceilingOfPrivate(String library) {
        PlatformPolicy best = policies.linux();
        for (PolicyFit fit : verdict.fits()) {
            if (!fit.privateSymbols().containsKey(library)) {
                best = Verdict.most(best, fit.policy());
            }
        }
        return best;
    }

    private void symbolVersions() {
        verdict.versionedSymbols().forEach((library, versions) -> {
            for (String version : versions) {
                if (!policies.highest().allowsVersion(version)) {
                    symbolVersion(library, version);
                }
            }
        });
    }

    private void symbolVersion(String library, String version) {
        PlatformPolicy ceiling = policies.forVersions(Map.of(library, Set.of(version)));
        Set<String> symbols = new LinkedHashSet<>();
        List<String> elfs = new ArrayList<>();
        for (ElfFacts elf : verdict.judged()) {
            if (elf.versionNeeds().getOrDefault(library, Set.of()).contains(version)) {
                elfs.add(elf.path());
                for (VersionUse use : elf.symbols().versionUses()) {
                    if (use.library().equals(library) && use.version().equals(version)) {
                        symbols.addAll(use.samples());
                    }
                }
            }
        }
        String users = symbols.isEmpty() ? "" : " (" + join(symbols) + ")";
        add(
                Pin.Kind.SYMBOL_VERSION,
                ceiling,
                version,
                library,
                elfs,
                symbols,
                need(elfs) + version + " of " + library + users,
                remedyFor(version, goal.or(() -> before(ceiling))));
    }

    /** Versions of the loader itself, and packed relocations. */
    private void loader() {
        Map<String, Map<String, List<String>>> demands = new TreeMap<>();
        for (ElfFacts elf : verdict.judged()) {
            Map<String, Set<String>> versions = policies.libc() == Libc.GLIBC
                    ? elf.loader().asVersions(elf.versionNeeds())
                    : elf.loader().packedRelocations() ? Map.of(LoaderDemands.RELR, Set.of("")) : Map.of();
            versions.forEach(
                    (what, names) -> names.forEach(name -> demands.computeIfAbsent(what, key -> new TreeMap<>())
                            .computeIfAbsent(name, key -> new ArrayList<>())
                            .add(elf.path())));
        }
        demands.forEach((what, versions) -> versions.forEach((version, elfs) -> {
            if (version.isEmpty() || !policies.highest().allowsVersion(version)) {
                loader(what, version, elfs);
            }
        }));
    }

    private void loader(String what, String version, List<String> elfs) {
        PlatformPolicy ceiling =
                version.isEmpty() ? policies.linux() : policies.forVersions(Map.of(what, Set.of(version)));
        boolean relr = what.equals(LoaderDemands.RELR);
        String message = relr
                ? have(elfs) + "packed relative relocations (DT_RELR)" + RELR_REASONS.get(version)
                : need(elfs) + version + " of the loader " + what;
        add(
                Pin.Kind.LOADER,
                ceiling,
                relr ? what : version,
                relr ? "" : what,
                elfs,
                Set.of(),
                message,
                relr
                        ? "Link with -Wl,-z,nopack-relative-relocs (GNU ld) or -Wl,--pack-dyn-relocs=none (lld)."
                        : remedyFor(version, goal.or(() -> before(ceiling))));
    }

    private static String have(List<String> elfs) {
        return need(elfs).replaceFirst(" need(s?) $", elfs.size() > 1 ? " have " : " has ");
    }

    private Optional<PlatformPolicy> before(PlatformPolicy ceiling) {
        for (PlatformPolicy policy : policies) {
            if (policy.compareTo(ceiling) > 0) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    private static String remedyFor(String version, Optional<PlatformPolicy> wanted) {
        String image = wanted.map(policy -> "Build in an image of " + policy.name() + " or older")
                .orElse("Build on an older system");
        return switch (PlatformPolicy.prefixOf(version)) {
            case "GLIBCXX", "CXXABI" ->
                image + ", whose compiler links what is newer in libstdc++ statically, or link with -static-libstdc++.";
            case "GCC" -> image + ", or link with -static-libgcc.";
            case "ZLIB" -> image + ", or link zlib statically.";
            case "LIBATOMIC" -> image + ", or put libatomic into the wheel.";
            default ->
                version.equals("GLIBC_ABI_DT_RELR")
                        ? "Link with -Wl,-z,nopack-relative-relocs."
                        : version.equals("GLIBC_PRIVATE")
                                ? "Don't use private symbols of glibc; no policy allows them."
                                : image + ", or do without these functions.";
        };
    }

    private List<String> elfsWith(java.util.function.Predicate<ElfFacts> test) {
        List<String> elfs = new ArrayList<>();
        for (ElfFacts elf : verdict.judged()) {
            if (test.test(elf)) {
                elfs.add(elf.path());
            }
        }
        return elfs;
    }

    private static String need(List<String> elfs) {
        if (elfs.size() > 1) {
            return elfs.get(0) + " and " + (elfs.size() - 1) + " more need ";
        }
        return (elfs.isEmpty() ? "the wheel" : elfs.get(0)) + " needs ";
    }

    private static String join(Set<String> symbols) {
        List<String> some = new ArrayList<>();
        for (String symbol : symbols) {
            if (some.size() == MAX_SYMBOLS) {
                some.add("...");
                break;
            }
            some.add(symbol);
        }
        return String.join(", ", some);
    }
}
