package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.audit.ElfFacts.Linkage;
import io.jenkins.plugins.mlcwheels.engine.audit.ElfFacts.Symbols;
import io.jenkins.plugins.mlcwheels.engine.audit.ElfFacts.VersionUse;
import io.jenkins.plugins.mlcwheels.engine.elf.DynamicSymbol;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfHeader;
import io.jenkins.plugins.mlcwheels.engine.elf.IsaLevel;
import io.jenkins.plugins.mlcwheels.engine.elf.SymbolCursor;
import io.jenkins.plugins.mlcwheels.engine.elf.SymbolNames;
import io.jenkins.plugins.mlcwheels.engine.elf.SymbolType;
import io.jenkins.plugins.mlcwheels.engine.elf.VersionNeeds.Need;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes from an ELF file what the audit wants to know. */
public final class ElfFactsReader {

    private static final Set<String> PY_FPE = Set.of("PyFPE_jbuf", "PyFPE_dummy", "PyFPE_counter");
    private static final String UCS2 = "PyUnicodeUCS2_";

    /** ARM's flags for version 5 of its EABI with hard floating point, which armv7l stands for. */
    private static final int ARM_EABI_MASK = 0xFF000000;

    private static final int ARM_EABI_5 = 0x05000000;
    private static final int ARM_HARD_FLOAT = 0x400;

    private static final int MAX_SAMPLES = 8;

    private ElfFactsReader() {}

    /** Names of the symbols that a verdict depends on, for a file of that path. */
    static List<String> interestingSymbols(String path) {
        List<String> names = new ArrayList<>(PrivateSymbols.ALL);
        names.addAll(PY_FPE);
        names.addAll(moduleInits(path).keySet());
        return names;
    }

    /**
     * @param path in the wheel, or absolute for a library of the host
     * @throws io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException if it isn't what it says it is
     */
    public static ElfFacts read(String path, ElfFile elf) throws IOException {
        ElfPlatform platform = platform(elf);
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        elf.versionNeeds().forEach((library, versions) -> {
            if (!library.startsWith("ld-linux") && !library.equals("ld64.so.1") && !library.equals("ld64.so.2")) {
                needs.put(library, versions);
            }
        });
        return new ElfFacts(
                path,
                platform,
                new Linkage(elf.interpreter(), elf.needed(), elf.soname(), elf.rpath(), elf.runpath()),
                needs,
                symbols(path, elf, platform),
                elf.executableStack());
    }

    private static ElfPlatform platform(ElfFile elf) {
        ElfHeader header = elf.header();
        Optional<Architecture> architecture = architecture(header);
        // GNU/Linux and System V files are loaded together; others keep among themselves.
        int system = header.osAbi() == 3 ? 0 : header.osAbi();
        String family = (header.is64() ? "64-" : "32-") + (header.bigEndian() ? "big-" : "little-")
                + header.machineCode() + "-" + system;
        return new ElfPlatform(
                architecture,
                family,
                architecture.filter(Architecture.X86_64::equals).isPresent()
                        ? instructionSet(elf.isaNeeded())
                        : Optional.empty());
    }

    private static Optional<String> instructionSet(IsaLevel level) {
        return switch (level) {
            case NONE, BASELINE -> Optional.empty();
            case V2 -> Optional.of("x86_64_v2");
            case V3 -> Optional.of("x86_64_v3");
            case V4 -> Optional.of("x86_64_v4");
            case UNKNOWN -> Optional.of("an unknown one");
        };
    }

    private static Optional<Architecture> architecture(ElfHeader header) {
        boolean wide = header.is64();
        boolean big = header.bigEndian();
        Architecture found =
                switch (header.machine()) {
                    case I386 -> !wide && !big ? Architecture.I686 : null;
                    case X86_64 -> wide && !big ? Architecture.X86_64 : null;
                    case PPC64 -> !wide ? null : big ? Architecture.PPC64 : Architecture.PPC64LE;
                    case RISCV -> wide && !big ? Architecture.RISCV64 : null;
                    case AARCH64 -> wide && !big ? Architecture.AARCH64 : null;
                    case S390 -> wide && big ? Architecture.S390X : null;
                    case ARM -> !wide && !big && isHardFloat(header.flags()) ? Architecture.ARMV7L : null;
                    case LOONGARCH -> wide && !big ? Architecture.LOONGARCH64 : null;
                    default -> null;
                };
        return Optional.ofNullable(found);
    }

    private static boolean isHardFloat(int flags) {
        return (flags & ARM_EABI_MASK) == ARM_EABI_5 && (flags & ARM_HARD_FLOAT) != 0;
    }

    private static Symbols symbols(String path, ElfFile elf, ElfPlatform platform) throws IOException {
        if (elf.symbolCount() <= 1) {
            return Symbols.NONE;
        }
        Map<String, Integer> inits = moduleInits(path);
        int module = 0;
        boolean pyFpe = false;
        Set<String> privateSymbols = new HashSet<>();
        for (DynamicSymbol symbol : elf.findSymbols(SymbolNames.of(interestingSymbols(path)))) {
            if (!symbol.undefined() && symbol.type() == SymbolType.FUNC && inits.containsKey(symbol.name())) {
                module = module == 0 ? inits.get(symbol.name()) : module;
            } else if (symbol.undefined() && PY_FPE.contains(symbol.name())) {
                pyFpe |= symbol.type() == SymbolType.FUNC || symbol.type() == SymbolType.NOTYPE;
            } else if (symbol.required() && PrivateSymbols.ALL.contains(symbol.name())) {
                privateSymbols.add(symbol.name());
            }
        }
        return new Symbols(
                module,
                pyFpe,
                module == 2 && usesUcs2(elf),
                Set.copyOf(privateSymbols),
                versionUses(elf, platform.architecture()));
    }

    /** From the names that an extension module's initialisation may have to the Python that calls it so. */
    private static Map<String, Integer> moduleInits(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.indexOf('.');
        String module = dot < 0 ? file : file.substring(0, dot);
        return Map.of("init" + module, 2, "PyInit_" + module, 3, "_cffi_pypyinit_" + module, 2);
    }

    private static boolean usesUcs2(ElfFile elf) throws IOException {
        boolean[] found = {false};
        elf.forEachSymbol(symbol -> found[0] |= symbol.undefined()
                && symbol.type() == SymbolType.FUNC
                && symbol.name().contains(UCS2));
        return found[0];
    }

    /** For the versions that not every policy has: which symbols it is that need them. */
    private static List<VersionUse> versionUses(ElfFile elf, Optional<Architecture> architecture) throws IOException {
        if (architecture.isEmpty()) {
            return List.of();
        }
        PlatformPolicy oldest =
                PolicyCatalog.builtIn().all(Libc.GLIBC, architecture.get()).highest();
        Map<Integer, Need> needs = new HashMap<>();
        for (Need need : elf.versions().needs()) {
            if (!oldest.allowsVersion(need.version())) {
                needs.put(need.index(), need);
            }
        }
        if (needs.isEmpty()) {
            return List.of();
        }
        Map<Integer, List<String>> samples = new HashMap<>();
        Map<Integer, Integer> counts = new HashMap<>();
        elf.forEachSymbol(symbol -> {
            if (symbol.undefined()) {
                count(symbol, needs, samples, counts);
            }
        });
        List<VersionUse> uses = new ArrayList<>();
        needs.forEach((index, need) -> uses.add(new VersionUse(
                need.library(),
                need.version(),
                counts.getOrDefault(index, 0),
                List.copyOf(samples.getOrDefault(index, List.of())))));
        return uses;
    }

    private static void count(
            SymbolCursor symbol,
            Map<Integer, Need> needs,
            Map<Integer, List<String>> samples,
            Map<Integer, Integer> counts)
            throws IOException {
        int index = symbol.versionIndex();
        if (!needs.containsKey(index)) {
            return;
        }
        counts.merge(index, 1, Integer::sum);
        List<String> names = samples.computeIfAbsent(index, i -> new ArrayList<>());
        if (names.size() < MAX_SAMPLES) {
            names.add(symbol.name());
        }
    }
}
