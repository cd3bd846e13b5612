package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.elf.Unloaded;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts.Linkage;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts.Symbols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the facts of an ELF file without an ELF file. */
final class TestFacts {

    private final String path;
    private Architecture architecture = Architecture.X86_64;
    private String instructionSet;
    private String interpreter;
    private List<String> needed = List.of();
    private List<String> rpath = List.of();
    private List<String> runpath = List.of();
    private final Map<String, Set<String>> versions = new LinkedHashMap<>();
    private int module;
    private boolean pyFpe;
    private boolean ucs2;
    private Set<String> privateSymbols = Set.of();
    private LoaderDemands loader = LoaderDemands.NONE;
    private Unloaded unloaded = Unloaded.NONE;

    private TestFacts(String path) {
        this.path = path;
    }

    /** A shared library for x86_64 that needs nothing. */
    static TestFacts library(String path) {
        return new TestFacts(path);
    }

    /** An extension module of Python 3 for x86_64 that needs libc. */
    static TestFacts extension(String path) {
        return new TestFacts(path).module(3).needs("libc.so.6");
    }

    TestFacts unloaded(long fileSize, long debug, long symbols) {
        unloaded = new Unloaded(fileSize, debug, symbols);
        return this;
    }

    TestFacts architecture(Architecture value) {
        architecture = value;
        return this;
    }

    TestFacts instructionSet(String value) {
        instructionSet = value;
        return this;
    }

    TestFacts interpreter(String value) {
        interpreter = value;
        return this;
    }

    TestFacts needs(String... sonames) {
        List<String> all = new ArrayList<>(needed);
        all.addAll(List.of(sonames));
        needed = all;
        return this;
    }

    TestFacts rpath(String... entries) {
        rpath = List.of(entries);
        return this;
    }

    TestFacts runpath(String... entries) {
        runpath = List.of(entries);
        return this;
    }

    TestFacts version(String library, String... names) {
        versions.computeIfAbsent(library, key -> new LinkedHashSet<>()).addAll(List.of(names));
        return this;
    }

    TestFacts module(int python) {
        module = python;
        return this;
    }

    TestFacts pyFpe() {
        pyFpe = true;
        return this;
    }

    TestFacts ucs2() {
        ucs2 = true;
        return this;
    }

    TestFacts privateSymbols(String... names) {
        privateSymbols = Set.of(names);
        return this;
    }

    TestFacts loader(LoaderDemands value) {
        loader = value;
        return this;
    }

    ElfFacts build() {
        return new ElfFacts(
                path,
                new ElfPlatform(
                        Optional.ofNullable(architecture),
                        String.valueOf(architecture),
                        Optional.ofNullable(instructionSet)),
                new Linkage(Optional.ofNullable(interpreter), needed, Optional.empty(), rpath, runpath),
                versions,
                new Symbols(module, pyFpe, ucs2, privateSymbols, List.of(), ElfFacts.PythonUse.NONE),
                false,
                loader,
                unloaded);
    }
}
