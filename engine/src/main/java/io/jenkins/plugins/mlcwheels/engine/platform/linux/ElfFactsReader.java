package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.abi.StableAbi;
import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.DynamicSymbol;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfHeader;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfSummary;
import io.jenkins.plugins.mlcwheels.engine.elf.IsaLevel;
import io.jenkins.plugins.mlcwheels.engine.elf.SymbolNames;
import io.jenkins.plugins.mlcwheels.engine.elf.SymbolType;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts.Linkage;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts.PythonUse;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts.Symbols;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts.VersionUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes from an ELF file what the audit wants to know. */
public final class ElfFactsReader {

    /** ARM's flags for version 5 of its EABI with hard floating point, which armv7l stands for. */
    private static final int ARM_EABI_MASK = 0xFF000000;

    private static final int ARM_EABI_5 = 0x05000000;
    private static final int ARM_HARD_FLOAT = 0x400;

    /** The first version of Python 3 with a stable ABI. */
    private static final int FIRST_STABLE = 2;

    private static final List<String> PYTHON_NAMES = List.of("Py", "_Py");

    private ElfFactsReader() {}

    /**
     * The symbols that a verdict depends on, to be handed to whatever reads the file.
     *
     * @param path of the file, which tells the name of the Python module that it may be
     * @param python2 whether it may be for a Python 2, which needs a look at more symbols
     * @param musl whether it may be for musl, which needs a look at more symbols
     * @param stableAbi whether its wheel has modules for the stable ABI of Python, which needs a look at all of its names
     */
    public static SymbolNames symbolsFor(String path, boolean python2, boolean musl, boolean stableAbi) {
        List<String> names = new ArrayList<>(PrivateSymbols.ALL);
        names.addAll(PythonSymbols.PY_FPE);
        if (musl) {
            names.addAll(GlibcOnlySymbols.ALL);
        }
        names.addAll(moduleInits(path).keySet());
        if (python2) {
            names.addAll(PythonSymbols.UCS2);
        }
        return SymbolNames.of(names, stableAbi ? PYTHON_NAMES : List.of());
    }

    /**
     * Reads a library of the host.
     *
     * @param path absolute
     * @throws io.jenkins.plugins.mlcwheels.engine.elf.NotElfException if it is something else
     * @throws io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException if it isn't what it says it is
     */
    public static ElfFacts read(String path, ByteSource source) throws IOException {
        return read(path, ElfSummary.read(source, symbolsFor(path, false, false, false)));
    }

    /**
     * @param path in the wheel, or absolute for a library of the host
     * @param summary read with the symbols of {@link #symbolsFor}
     */
    public static ElfFacts read(String path, ElfSummary summary) {
        ElfFile elf = summary.file();
        ElfPlatform platform = platform(elf);
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        Map<String, Set<String>> ofLoader = new LinkedHashMap<>();
        elf.versionNeeds().forEach((library, versions) -> {
            boolean loader =
                    library.startsWith("ld-linux") || library.equals("ld64.so.1") || library.equals("ld64.so.2");
            (loader ? ofLoader : needs).put(library, versions);
        });
        return new ElfFacts(
                path,
                platform,
                new Linkage(elf.interpreter(), elf.needed(), elf.soname(), elf.rpath(), elf.runpath()),
                needs,
                symbols(path, summary, platform),
                elf.executableStack(),
                new LoaderDemands(
                        ofLoader,
                        elf.hasPackedRelocations(),
                        elf.oldestKernel(),
                        ofLibc(elf, summary, true),
                        ofLibc(elf, summary, false)),
                summary.unloaded());
    }

    private static Set<String> ofLibc(ElfFile elf, ElfSummary summary, boolean needed) {
        return elf.needed().contains("libc.so.6") ? Set.of() : glibcOnly(summary, needed);
    }

    private static Set<String> glibcOnly(ElfSummary summary, boolean needed) {
        Set<String> found = new TreeSet<>();
        for (DynamicSymbol symbol : summary.symbols()) {
            if ((needed ? symbol.required() : !symbol.undefined()) && GlibcOnlySymbols.ALL.contains(symbol.name())) {
                found.add(symbol.name());
            }
        }
        return found;
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

    private static Symbols symbols(String path, ElfSummary summary, ElfPlatform platform) {
        Map<String, Integer> inits = moduleInits(path);
        int module = 0;
        boolean pyFpe = false;
        boolean ucs2 = false;
        Set<String> privateSymbols = new HashSet<>();
        Set<String> pythonNeeded = new TreeSet<>();
        Set<String> pythonDefined = new TreeSet<>();
        for (DynamicSymbol symbol : summary.symbols()) {
            String name = symbol.name();
            if (StableAbi.isPythonName(name)) {
                if (!symbol.undefined()) {
                    pythonDefined.add(name);
                } else if (symbol.required() && StableAbi.get().since(name).orElse(Integer.MAX_VALUE) > FIRST_STABLE) {
                    pythonNeeded.add(name);
                }
            }
            if (!symbol.undefined()) {
                if (module == 0 && symbol.type() == SymbolType.FUNC) {
                    module = inits.getOrDefault(name, 0);
                }
            } else if (PythonSymbols.PY_FPE.contains(name)) {
                pyFpe |= symbol.type() == SymbolType.FUNC || symbol.type() == SymbolType.NOTYPE;
            } else if (PythonSymbols.isUcs2(name)) {
                ucs2 |= symbol.type() == SymbolType.FUNC;
            } else if (symbol.required() && PrivateSymbols.ALL.contains(name)) {
                privateSymbols.add(name);
            }
        }
        return new Symbols(
                module,
                pyFpe,
                module == 2 && ucs2,
                Set.copyOf(privateSymbols),
                versionUses(summary, platform.architecture()),
                pythonNeeded.isEmpty() && pythonDefined.isEmpty()
                        ? PythonUse.NONE
                        : new PythonUse(Set.copyOf(pythonNeeded), Set.copyOf(pythonDefined)));
    }

    /** From the names that an extension module's initialisation may have to the Python that calls it so. */
    private static Map<String, Integer> moduleInits(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.indexOf('.');
        String module = dot < 0 ? file : file.substring(0, dot);
        return Map.of("init" + module, 2, "PyInit_" + module, 3, "_cffi_pypyinit_" + module, 2);
    }

    /** For the versions that not every policy has: which symbols it is that need them. */
    private static List<VersionUse> versionUses(ElfSummary summary, Optional<Architecture> architecture) {
        if (architecture.isEmpty()) {
            return List.of();
        }
        PlatformPolicy oldest =
                PolicyCatalog.builtIn().all(Libc.GLIBC, architecture.get()).highest();
        List<VersionUse> uses = new ArrayList<>();
        summary.versionUsers().forEach((need, symbols) -> {
            if (!oldest.allowsVersion(need.version())) {
                uses.add(new VersionUse(need.library(), need.version(), symbols));
            }
        });
        return uses;
    }
}
