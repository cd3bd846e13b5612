package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What the policies say of a wheel. The overall policy is the least portable of those that each aspect allows:
 * symbol versions, private symbols, instruction sets, the two Python 2 matters, and libraries from outside.
 */
public final class Verdict {

    private final JudgedFiles files;
    private final PolicySet policies;
    private final List<PolicyFit> fits;
    private final Map<String, List<PolicyFit>> fitsByElf;
    private final SortedMap<String, SortedSet<String>> versionedSymbols;
    private final PlatformPolicy symbolPolicy;
    private final PlatformPolicy machinePolicy;
    private final boolean ucs2;
    private final boolean pyFpe;

    Verdict(
            JudgedFiles files,
            PolicySet policies,
            List<PolicyFit> fits,
            Map<String, List<PolicyFit>> fitsByElf,
            SymbolVersions symbols,
            PlatformPolicy machinePolicy) {
        this.files = files;
        this.policies = policies;
        this.fits = fits;
        this.fitsByElf = fitsByElf;
        this.versionedSymbols = symbols.byLibrary();
        this.symbolPolicy = symbols.policy();
        this.machinePolicy = machinePolicy;
        boolean narrow = false;
        boolean fpe = false;
        for (ElfFacts elf : files.judged()) {
            if (elf.symbols().pythonModule() != 0) {
                fpe |= elf.symbols().pyFpe();
                narrow |= elf.symbols().pythonModule() == 2 && elf.symbols().ucs2();
            }
        }
        this.ucs2 = narrow;
        this.pyFpe = fpe;
    }

    /**
     * Needed versions and what they allow.
     *
     * @param byLibrary from SONAME to versions
     */
    record SymbolVersions(PlatformPolicy policy, SortedMap<String, SortedSet<String>> byLibrary) {}

    /** All that the wheel was judged by: those of its libc and architecture. */
    public PolicySet policies() {
        return policies;
    }

    /** What the wheel is consistent with as it is. */
    public PlatformPolicy overall() {
        return least(withoutLibraries(), referencePolicy());
    }

    /**
     * What the wheel would be consistent with if the external libraries of that policy were put into it.
     *
     * @param requested the name of a platform without its architecture; empty to take the most portable that needs no
     *     more libraries put in than the least portable one does
     */
    public PlatformPolicy overallWithGrafts(Optional<String> requested) {
        return least(withoutLibraries(), graftPolicy(requested));
    }

    /** What all but the symbol versions allow. */
    PlatformPolicy overallWithoutVersions() {
        return least(least(pythonPolicy(), machinePolicy), least(privateSymbolPolicy(), referencePolicy()));
    }

    private PlatformPolicy withoutLibraries() {
        return least(least(symbolPolicy, pythonPolicy()), least(privateSymbolPolicy(), machinePolicy));
    }

    private PlatformPolicy pythonPolicy() {
        return ucs2 || pyFpe ? policies.linux() : policies.highest();
    }

    /** What the symbol versions allow by themselves. */
    public PlatformPolicy symbolPolicy() {
        return symbolPolicy;
    }

    /** From the SONAME of a library to the versions that the wheel needs from it. */
    public SortedMap<String, SortedSet<String>> versionedSymbols() {
        return Collections.unmodifiableSortedMap(versionedSymbols);
    }

    /** What the instruction sets allow by themselves. */
    public PlatformPolicy machinePolicy() {
        return machinePolicy;
    }

    /** Whether a file demands more of the processor than the baseline of its architecture. */
    public boolean needsInstructionSetExtension() {
        return machinePolicy.isLinux();
    }

    /** Whether an extension module needs a Python 2 with narrow Unicode. */
    public boolean usesUcs2() {
        return ucs2;
    }

    /** Whether an extension module uses what PEP 513 bans of Python's floating point exception control. */
    public boolean usesPyFpe() {
        return pyFpe;
    }

    /** How the wheel stands to each policy, from {@code linux} to the most portable. */
    public List<PolicyFit> fits() {
        return fits;
    }

    /**
     * How the wheel stands to one policy.
     * @param policy one of {@link #policies()}
     */
    public PolicyFit fit(PlatformPolicy policy) {
        return fits.get(indexOf(policy));
    }

    private int indexOf(PlatformPolicy policy) {
        for (int i = 0; i < fits.size(); i++) {
            if (fits.get(i).policy().name().equals(policy.name())) {
                return i;
            }
        }
        throw new IllegalArgumentException("not a policy of this verdict: " + policy);
    }

    /** Who needs the external libraries of a policy, libraries inside the wheel included; sorted. */
    public List<LibraryNeed> libraryNeeds(PlatformPolicy policy) {
        List<LibraryNeed> needs = new ArrayList<>();
        int index = indexOf(policy);
        fitsByElf.forEach((elf, ofElf) -> {
            for (String soname : ofElf.get(index).externalLibraries().keySet()) {
                needs.add(new LibraryNeed(elf, soname));
            }
        });
        Collections.sort(needs);
        return needs;
    }

    /**
     * What each ELF file needs of the external libraries of a policy, directly or through others.
     *
     * @return by path in the wheel, of the files that need any: SONAMEs with the path on the host, if it was found
     */
    public SortedMap<String, Map<String, Optional<String>>> externalLibrariesByElf(PlatformPolicy policy) {
        SortedMap<String, Map<String, Optional<String>>> found = new TreeMap<>();
        int index = indexOf(policy);
        fitsByElf.forEach((elf, ofElf) -> {
            Map<String, Optional<String>> external = ofElf.get(index).externalLibraries();
            if (!external.isEmpty()) {
                found.put(elf, external);
            }
        });
        return found;
    }

    /** What keeps the wheel from being more portable, the least portable ceilings first. */
    public List<Pin> pins() {
        return Pins.of(this, Optional.empty());
    }

    /** As {@link #pins()}, with advice on how the wheel becomes consistent with the policy that is named. */
    public List<Pin> pinsOnTheWayTo(PlatformPolicy goal) {
        return Pins.of(this, Optional.of(goal));
    }

    /** The most portable policy for which no library comes from outside. */
    public PlatformPolicy referencePolicy() {
        return mostPortable(true);
    }

    /** The most portable policy whose private symbols the wheel leaves alone. */
    public PlatformPolicy privateSymbolPolicy() {
        return mostPortable(false);
    }

    private PlatformPolicy mostPortable(boolean byLibraries) {
        PlatformPolicy best = policies.linux();
        for (PolicyFit fit : fits) {
            if (byLibraries
                    ? fit.externalLibraries().isEmpty()
                    : fit.privateSymbols().isEmpty()) {
                best = most(best, fit.policy());
            }
        }
        return best;
    }

    private PlatformPolicy graftPolicy(Optional<String> requested) {
        int fewest = Integer.MAX_VALUE;
        for (PolicyFit fit : fits) {
            boolean counts = requested.isEmpty()
                    ? !fit.policy().isLinux()
                    : fit.policy().name().startsWith(requested.get() + "_");
            if (counts) {
                fewest = Math.min(fewest, fit.externalLibraries().size());
            }
        }
        PlatformPolicy best = policies.linux();
        for (PolicyFit fit : fits) {
            if (fit.externalLibraries().size() <= (fewest == Integer.MAX_VALUE ? 0 : fewest)) {
                best = most(best, fit.policy());
            }
        }
        return best;
    }

    /** The ELF files that the verdict is about. */
    public List<ElfFacts> judged() {
        return files.judged();
    }

    /** ELF files for other processors, which the verdict says nothing of. */
    public List<ElfFacts> foreignArchitecture() {
        return files.foreignArchitecture();
    }

    /** ELF files for another libc, which the verdict says nothing of. */
    public List<ElfFacts> foreignLibc() {
        return files.foreignLibc();
    }

    static PlatformPolicy least(PlatformPolicy one, PlatformPolicy other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    static PlatformPolicy most(PlatformPolicy one, PlatformPolicy other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
