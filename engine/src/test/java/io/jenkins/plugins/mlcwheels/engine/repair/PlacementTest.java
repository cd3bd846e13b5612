package io.jenkins.plugins.mlcwheels.engine.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repairs wheels whose files need libraries that the wheel has, or lie where none can be found. */
class PlacementTest {

    @TempDir
    static Path built;

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void compile() throws IOException {
        LocalCompiler.assume("gcc", "python3");
        library("libown.so.1", "int own(void) { return 42; }");
        library("libsecond.so.1", "int own(void); int second(void) { return own(); }", "libown.so.1");
        library("_ext.so", "int own(void); int value(void) { return own(); }", "libown.so.1");
        program("tool", "int second(void); int main() { return second(); }", "libsecond.so.1", "libown.so.1");
        library("libpython3.13t.so.1.0", "int python(void) { return 7; }");
        library("_python.so", "int own(void);", "-Wl,--no-as-needed", "libpython3.13t.so.1.0");
        program("embedding", "int python(void); int main() { return python(); }", "libpython3.13t.so.1.0");
    }

    private static void library(String name, String source, String... with) throws IOException {
        link(name, source, new ArrayList<>(List.of("-shared", "-fPIC", "-Wl,-soname," + name)), with);
    }

    private static void program(String name, String source, String... with) throws IOException {
        link(name, source, new ArrayList<>(List.of("-Wl,-rpath-link," + built)), with);
    }

    private static void link(String name, String source, List<String> arguments, String... with) throws IOException {
        for (String option : with) {
            arguments.add(
                    option.startsWith("-") ? option : built.resolve(option).toString());
        }
        LocalCompiler.compile(built.resolve(name), "gcc", source, arguments.toArray(String[]::new));
    }

    @Test
    void movesProgramThatNeedsLibrariesOfItsWheelAndLeadsItThere() throws Exception {
        Path wheel = wheel(Map.of(
                "demo-1.0.data/scripts/tool", "tool",
                "demo/lib/libsecond.so.1", "libsecond.so.1",
                "demo/libown.so.1", "libown.so.1"));

        RepairReport report = repair(wheel, options());

        assertThat(report.grafts()).isEmpty();
        Path installed = unpack(report.output());
        assertThat(exitCode(installed.resolve("demo.scripts/tool"))).isEqualTo(42);
        assertThat(elf(installed.resolve("demo.scripts/tool")).rpath())
                .containsExactlyInAnyOrder("$ORIGIN/../demo/lib", "$ORIGIN/../demo");
        assertThat(installed.resolve("demo-1.0.data/scripts/tool")).content().startsWith("#!python");
    }

    @Test
    void movesProgramEvenIfTheMachineHasItsLibraryToo() throws Exception {
        Path wheel = wheel(Map.of(
                "demo-1.0.data/scripts/tool", "tool",
                "demo-1.0.data/platlib/demo/libsecond.so.1", "libsecond.so.1",
                "demo-1.0.data/platlib/demo/libown.so.1", "libown.so.1"));

        RepairReport report = repair(wheel, withMachine().withOwnLibraries(true));

        assertThat(report.grafts()).isEmpty();
        assertThat(elf(unpack(report.output()).resolve("demo.scripts/tool")).rpath())
                .containsExactly("$ORIGIN/../demo");
    }

    @Test
    void saysWhichFileOfTheWheelIsNotFoundAndHowToLink() throws Exception {
        Path wheel = wheel(Map.of("demo/_ext.so", "_ext.so", "demo/lib/libown.so.1", "libown.so.1"));

        assertThatThrownBy(() -> repair(wheel, options()))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageEndingWith("libown.so.1, which demo/_ext.so needs, is in the wheel as demo/lib/libown.so.1,"
                        + " where its RPATH does not lead")
                .extracting(failure -> ((EngineException) failure).suggestion())
                .asString()
                .contains("-Wl,-rpath,'$ORIGIN/lib'", "--use-own-libraries", "--exclude libown.so.1");
    }

    @Test
    void usesLibraryOfTheWheelInsteadOfGraftWhenAsked() throws Exception {
        Path wheel = wheel(Map.of("demo/_ext.so", "_ext.so", "demo/lib/libown.so.1", "libown.so.1"));

        RepairReport report = repair(wheel, withMachine().withOwnLibraries(true));

        assertThat(report.grafts()).isEmpty();
        assertThat(warnings).isEmpty();
        Path extension = unpack(report.output()).resolve("demo/_ext.so");
        assertThat(elf(extension).rpath()).containsExactly("$ORIGIN/lib");
        assertThat(LocalCompiler.run(
                        "python3",
                        "-c",
                        "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).value())",
                        extension.toString()))
                .isEqualToIgnoringNewLines("42");
    }

    @Test
    void warnsOfGraftThatTheWheelHasAlready() throws Exception {
        Path wheel = wheel(Map.of("demo/_ext.so", "_ext.so", "demo/lib/libown.so.1", "libown.so.1"));

        RepairReport report = repair(wheel, withMachine());

        assertThat(report.grafts()).hasSize(1);
        assertThat(warnings)
                .filteredOn(warning -> !warning.startsWith("no licence is known"))
                .singleElement()
                .asString()
                .contains("libown.so.1", "demo/lib/libown.so.1", "-Wl,-rpath,'$ORIGIN/lib'", "--use-own-libraries");
    }

    @Test
    void refusesToChooseBetweenLibrariesOfOneName() throws Exception {
        Path wheel = wheel(Map.of(
                "demo/_ext.so",
                "_ext.so",
                "demo/one/libown.so.1",
                "libown.so.1",
                "demo/two/libown.so.1",
                "libown.so.1"));

        assertThatThrownBy(() -> repair(wheel, options().withOwnLibraries(true)))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageContainingAll("libown.so.1, which demo/_ext.so needs", "demo/one/", "demo/two/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo-1.0.data/data/lib/_ext.so",
                "demo-1.0.data/headers/_ext.so",
                "demo-1.0.data/scripts/_ext.so"
            })
    void refusesGraftForWhatGetsInstalledApart(String path) throws Exception {
        Path alone = wheel(Map.of(path, "_ext.so"));
        Path withOwn = TestWheels.wheel("other", "1.0", "py3-none-linux_x86_64")
                .file(path.replace("demo", "other"), Files.readAllBytes(built.resolve("_ext.so")))
                .file("other/libown.so.1", Files.readAllBytes(built.resolve("libown.so.1")))
                .writeTo(directory);

        for (Path wheel : List.of(alone, withOwn)) {
            assertThatThrownBy(() -> repair(wheel, withMachine().withOwnLibraries(true)))
                    .isInstanceOf(RepairFailedException.class)
                    .hasMessageContaining("needs libown.so.1, and gets installed apart from the packages");
        }
    }

    @Test
    void programKeepsPythonAsLibraryAndExtensionDropsIt() throws Exception {
        Path wheel = wheel(Map.of("demo/bin/embedding", "embedding", "demo/_python.so", "_python.so"));

        RepairReport report = repair(wheel, withMachine());

        assertThat(report.grafts()).isEmpty();
        Path installed = unpack(report.output());
        assertThat(elf(installed.resolve("demo/_python.so")).needed()).noneMatch(name -> name.contains("python"));
        assertThat(elf(installed.resolve("demo/bin/embedding")).needed()).contains("libpython3.13t.so.1.0");
        assertThat(warnings)
                .anyMatch(text -> text.startsWith("demo/bin/embedding is a program and keeps libpython3.13t.so.1.0"))
                .anyMatch(text -> text.startsWith("demo/_python.so no longer needs libpython3.13t.so.1.0"));
        assertThat(report.audit().findings())
                .anyMatch(finding -> finding.code().equals("library-not-provided")
                        && finding.where().equals("demo/bin/embedding")
                        && finding.message().contains("starts only where Python is a shared library"));
    }

    @Test
    void leavesOutLibrariesByTheirPathAndPassesItsOwnAudit() throws Exception {
        Path wheel = wheel(Map.of("demo/_ext.so", "_ext.so"));
        Path real = Files.createDirectory(directory.toRealPath().resolve("real"));
        Files.copy(built.resolve("libown.so.1"), real.resolve("libown.so.1"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        for (Path place : List.of(real, link)) {
            RepairReport report = repair(
                    wheel, options().withSearch(List.of(link), Optional.empty()).withExcludes(List.of(place + "/*")));

            assertThat(report.grafts()).isEmpty();
            assertThat(report.audit().passed()).isTrue();
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void saysWhichPatternMatchesNothingAndWhatIsNear() throws Exception {
        Path wheel = wheel(Map.of("demo/_ext.so", "_ext.so"));

        repair(
                wheel,
                withMachine()
                        .withExcludes(List.of("libown.so", "libwno*", "/nowhere/*", "libown.so.1"))
                        .withCommonExcludes(List.of("libcuda.so*")));

        assertThat(warnings)
                .containsExactly(
                        "--exclude libown.so matches no library; the nearest is libown.so.1, which --exclude"
                                + " 'libown.so*' matches",
                        "--exclude libwno* matches no library; the nearest is libown.so.1, which --exclude"
                                + " 'libown.so*' matches",
                        "--exclude /nowhere/* matches no library");
    }

    @Test
    void namesTheFileOfTheWheelThatCanNotBePatched() throws Exception {
        LocalCompiler.assume("ld.gold");
        program(
                "huge",
                "char bss[100 << 20]; int own(void); int main() { return own() + bss[5]; }",
                "-fuse-ld=gold",
                "-Wl,--rosegment",
                "libown.so.1");
        Path wheel = wheel(Map.of("demo/huge", "huge"));

        assertThatThrownBy(() -> repair(wheel, withMachine()))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageStartingWith(wheel.getFileName() + ": demo/huge: ");
    }

    private RepairOptions options() {
        return RepairOptions.into(directory.resolve("out"))
                .withPlat(Optional.of("manylinux_2_41"), false)
                .withSearch(List.of(), Optional.empty());
    }

    private RepairOptions withMachine() {
        return options().withSearch(List.of(built), Optional.empty());
    }

    private RepairReport repair(Path wheel, RepairOptions options) throws IOException {
        return WheelRepairer.repair(wheel, options, event -> {
            if (event instanceof ProgressListener.Notice notice && notice.warning()) {
                warnings.add(notice.text());
            }
        });
    }

    private Path wheel(Map<String, String> files) throws IOException {
        TestWheels wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64");
        for (Map.Entry<String, String> file : files.entrySet()) {
            wheel.file(file.getKey(), Files.readAllBytes(built.resolve(file.getValue())), 0755);
        }
        return wheel.writeTo(directory);
    }

    private Path unpack(Path wheel) throws IOException {
        Path target = Files.createTempDirectory(directory, "installed");
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            for (var entry : archive.entries()) {
                Path file = target.resolve(entry.name());
                Files.createDirectories(file.getParent());
                Files.write(file, archive.read(entry, 1 << 24));
                assertThat(file.toFile().setExecutable(true)).isTrue();
            }
        }
        return target;
    }

    private static ElfFile elf(Path file) throws IOException {
        return ElfFile.read(ByteSource.of(Files.readAllBytes(file)));
    }

    private static int exitCode(Path program) throws Exception {
        return new ProcessBuilder(program.toString()).start().waitFor();
    }
}
