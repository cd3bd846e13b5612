package io.jenkins.plugins.mlcwheels.engine.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what is read of files that the local compiler makes with what {@code readelf} prints of them. */
class ElfReadelfTest {

    private static final String SOURCE = """
        #include <iostream>
        #include <math.h>
        #include <string>
        extern "C" __attribute__((weak)) void maybe();
        extern "C" int PyInit_core(int n) {
            if (maybe) maybe();
            std::cout << std::to_string(n) << pow(n, 0.5) << std::endl;
            return n;
        }
        """;
    private static final String MAIN = "#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n";
    private static final Pattern DYNAMIC = Pattern.compile("\\((NEEDED|SONAME|RPATH|RUNPATH)\\).*\\[(.*)]");
    private static final Pattern VERSION_FILE = Pattern.compile("File: (\\S+) +Cnt:|Name: (\\S+) +Flags: .*Version: ");
    private static final Pattern SYMBOL = Pattern.compile(
            "(?m)^ *\\d+: [0-9a-f]+ +\\S+ (\\w+|<.*>: \\d+) +(\\w+|<.*>: \\d+) +\\w+ +(?:\\[.*] +)?(\\w+)(?:"
                    + " ([^@\\s]*)(?:@+(\\S+))?.*)?$");

    @BeforeAll
    static void needsACompiler() {
        LocalCompiler.assume("gcc", "g++", "readelf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-fuse-ld=bfd",
                "-fuse-ld=gold",
                "-fuse-ld=bfd -Wl,--hash-style=sysv -Wl,--disable-new-dtags",
                "-fuse-ld=bfd -Wl,--hash-style=gnu -s",
                "-fuse-ld=gold -Wl,--hash-style=gnu -s",
                "-fuse-ld=bfd -z execstack -Wl,-z,relro,-z,now"
            })
    void readsASharedLibraryAsReadelfDoes(String arguments, @TempDir Path dir) throws IOException {
        if (arguments.contains("gold")) {
            LocalCompiler.assume("ld.gold");
        }
        List<String> all = new ArrayList<>(List.of("-shared", "-fPIC", "-Wl,-soname,libcore.so.1"));
        all.addAll(List.of("-Wl,-rpath,$ORIGIN/../lib:/opt/x", "-Wl,--no-as-needed", "-lm"));
        all.addAll(List.of(arguments.split(" ")));
        Path library = LocalCompiler.compile(dir.resolve("libcore.so"), "g++", SOURCE, all.toArray(String[]::new));

        assertEqualToReadelf(library);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-pie", "-no-pie", "-static"})
    void readsAProgramAsReadelfDoes(String argument, @TempDir Path dir) throws IOException {
        Path program = LocalCompiler.compile(dir.resolve("program"), "gcc", MAIN, argument);

        assertEqualToReadelf(program);
        try (FileChannel file = FileChannel.open(program)) {
            assertThat(ElfFile.read(ByteSource.of(file)).isStaticExecutable()).isEqualTo(argument.equals("-static"));
        }
    }

    @Test
    void readsAnObjectFileAsReadelfDoes(@TempDir Path dir) throws IOException {
        Path object = LocalCompiler.compile(dir.resolve("a.o"), "gcc", MAIN, "-c");

        assertEqualToReadelf(object);
    }

    @Test
    void readsTheNeededLevelAsReadelfDoes(@TempDir Path dir) throws IOException {
        String arch = LocalCompiler.run("gcc", "-dumpmachine");
        Assumptions.assumeTrue(arch.startsWith("x86_64"), "needs a compiler for x86-64");
        Path library = LocalCompiler.compile(
                dir.resolve("v3.so"), "gcc", MAIN, "-shared", "-fPIC", "-march=x86-64-v3", "-mneeded");

        assertEqualToReadelf(library);
        assertThat(ElfSummary.read(ByteSource.of(Files.readAllBytes(library)), SymbolNames.NONE)
                        .file()
                        .isaNeeded())
                .isEqualTo(IsaLevel.V3);
    }

    @Test
    void readsAFileWithoutSectionHeadersByItsSegments(@TempDir Path dir) throws IOException {
        Path library = LocalCompiler.compile(dir.resolve("a.so"), "g++", SOURCE, "-shared", "-fPIC");
        byte[] bytes = Files.readAllBytes(library);
        ElfFile whole = ElfFile.read(ByteSource.of(bytes.clone()));
        int at = whole.header().is64() ? 0x28 : 0x20;
        Arrays.fill(bytes, at, at + (whole.header().is64() ? 8 : 4), (byte) 0);
        ElfFile stripped = ElfFile.read(ByteSource.of(bytes));

        assertThat(stripped.needed()).isEqualTo(whole.needed());
        assertThat(stripped.versionNeeds()).isEqualTo(whole.versionNeeds());
        assertThat(symbols(stripped)).isEqualTo(symbols(whole));
    }

    private static void assertEqualToReadelf(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            ElfFile file = ElfFile.read(ByteSource.of(channel));
            String header = readelf("-h", path);
            assertThat(header).contains(file.header().is64() ? "ELF64" : "ELF32");
            assertThat(header).contains(file.header().bigEndian() ? "big endian" : "little endian");
            assertThat(header)
                    .containsPattern(
                            "Number of program headers: +" + file.segments().size() + "\n");

            String dynamic = readelf("-d", path);
            assertThat(file.needed()).isEqualTo(dynamic(dynamic, "NEEDED"));
            assertThat(file.soname().stream().toList()).isEqualTo(dynamic(dynamic, "SONAME"));
            assertThat(path(file.rpath())).isEqualTo(dynamic(dynamic, "RPATH"));
            assertThat(path(file.runpath())).isEqualTo(dynamic(dynamic, "RUNPATH"));

            assertThat(file.versionNeeds()).isEqualTo(versions(readelf("-V", path)));
            assertThat(symbols(file)).isEqualTo(symbols(readelf("--dyn-syms", path)));

            String segments = readelf("-l", path);
            assertThat(segments.contains("Requesting program interpreter: "
                            + file.interpreter().orElse("?")))
                    .isEqualTo(file.interpreter().isPresent());
            assertThat(file.executableStack())
                    .isEqualTo(Pattern.compile("GNU_STACK .* RWE ")
                            .matcher(segments)
                            .find());
            assertThat(readelf("-n", path).contains("x86 ISA needed: ")).isEqualTo(file.isaNeeded() != IsaLevel.NONE);
        }
    }

    private static String readelf(String option, Path path) throws IOException {
        return LocalCompiler.run("readelf", "-W", option, path.toString());
    }

    private static List<String> path(List<String> directories) {
        return directories.isEmpty() ? List.of() : List.of(String.join(":", directories));
    }

    private static List<String> dynamic(String output, String tag) {
        return DYNAMIC.matcher(output)
                .results()
                .filter(result -> result.group(1).equals(tag))
                .map(result -> result.group(2))
                .toList();
    }

    private static Map<String, Set<String>> versions(String output) {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        String needs = output.contains("Version needs section")
                ? output.substring(output.indexOf("Version needs section"))
                : "";
        String library = "";
        for (MatchResult result : VERSION_FILE.matcher(needs).results().toList()) {
            library = result.group(1) != null ? result.group(1) : library;
            Set<String> of = versions.computeIfAbsent(library, key -> new LinkedHashSet<>());
            if (result.group(2) != null) {
                of.add(result.group(2));
            }
        }
        return versions;
    }

    private static List<String> symbols(String output) {
        return SYMBOL.matcher(output)
                .results()
                .map(result -> known(result.group(1), "IFUNC|<.*") + " "
                        + known(result.group(2), "UNIQUE|<.*") + " "
                        + result.group(3).equals("UND") + " "
                        + (result.group(4) == null ? "" : result.group(4))
                        + (result.group(3).equals("UND") && result.group(5) != null ? "@" + result.group(5) : ""))
                .toList();
    }

    private static String known(String word, String others) {
        return word.matches(others) ? "OTHER" : word;
    }

    private static List<String> symbols(ElfFile file) throws IOException {
        List<String> symbols = new ArrayList<>();
        file.forEachSymbol(symbol -> symbols.add(symbol.type() + " " + symbol.binding() + " " + symbol.undefined() + " "
                + symbol.name()
                + symbol.versionNeed().map(need -> "@" + need.version()).orElse("")));
        return symbols;
    }
}
