package io.jenkins.plugins.mlcwheels.engine.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repairs wheels whose libraries are compiled here, and loads what came of it without the originals. */
class WheelRepairerTest {

    @TempDir
    static Path built;

    @TempDir
    Path directory;

    private Path libraries;
    private Path out;

    @BeforeAll
    static void compile() throws IOException {
        LocalCompiler.assume("gcc", "python3");
        Path bar = LocalCompiler.compile(
                built.resolve("libbar.so.1"),
                "gcc",
                "int bar_value(void) { return 41; }",
                "-shared",
                "-fPIC",
                "-Wl,-soname,libbar.so.1");
        Path foo = LocalCompiler.compile(
                built.resolve("libfoo.so.2.0"),
                "gcc",
                "int bar_value(void); int foo_value(void) { return bar_value() + 1; }",
                "-shared",
                "-fPIC",
                "-Wl,-soname,libfoo.so.2",
                bar.toString());
        LocalCompiler.compile(
                built.resolve("_ext.so"),
                "gcc",
                "int foo_value(void); int ext_value(void) { return foo_value(); }",
                "-shared",
                "-fPIC",
                "-Wl,-rpath,/opt/build:$ORIGIN/inner",
                foo.toString());
        LocalCompiler.compile(
                built.resolve("_plain.so"), "gcc", "int ext_value(void) { return 42; }", "-shared", "-fPIC");
        LocalCompiler.compile(
                built.resolve("tool"),
                "gcc",
                "int bar_value(void); int main(int count, char **words) { return bar_value() + count; }",
                bar.toString());
    }

    @BeforeEach
    void layOutTheMachine() throws IOException {
        libraries = Files.createDirectory(directory.resolve("lib"));
        out = directory.resolve("out");
        Files.copy(built.resolve("libbar.so.1"), libraries.resolve("libbar.so.1"));
        Files.copy(built.resolve("libfoo.so.2.0"), libraries.resolve("libfoo.so.2.0"));
        Files.createSymbolicLink(libraries.resolve("libfoo.so.2"), Path.of("libfoo.so.2.0"));
    }

    @Test
    void graftsLibraryWithWhatItNeedsSoThatItLoadsAnywhere() throws Exception {
        RepairReport report = repair(wheelWith("_ext.so"), options());

        assertThat(report.output().getFileName())
                .hasToString("demo-1.0-py3-none-manylinux1_x86_64.manylinux_2_5_x86_64.whl");
        assertThat(report.grafts())
                .extracting(LibraryGraft::name)
                .allMatch(name -> name.matches("libbar-[0-9a-f]{8}\\.so\\.1|libfoo-[0-9a-f]{8}\\.so\\.2\\.0"));
        assertThat(report.audit().passed()).isTrue();
        assertThat(report.audit().path()).isEqualTo(report.output().toString());

        Path installed = unpack(report.output());
        deleteMachine();
        assertThat(valueOf(installed.resolve("demo/_ext.so"))).isEqualTo("42");
        ElfFile extension = elf(installed.resolve("demo/_ext.so"));
        assertThat(extension.rpath()).containsExactly("$ORIGIN/inner", "$ORIGIN/../demo.libs");
        assertThat(extension.runpath()).isEmpty();
        assertThat(extension.needed()).anyMatch(name -> name.startsWith("libfoo-"));
        for (LibraryGraft graft : report.grafts()) {
            ElfFile copy = elf(installed.resolve("demo.libs").resolve(graft.name()));
            assertThat(copy.soname()).contains(graft.name());
        }
    }

    @Test
    void passesAnIndependentAuditAndLeavesNothingElseBehind() throws Exception {
        Path wheel = wheelWith("_ext.so");
        byte[] before = Files.readAllBytes(wheel);

        RepairReport report = repair(wheel, options());

        var audit = WheelAuditor.audit(report.output(), AuditOptions.DEFAULT);
        assertThat(audit.findings()).noneMatch(finding -> finding.isError());
        assertThat(audit.overall()).isEqualTo("manylinux_2_5_x86_64");
        assertThat(wheel).hasBinaryContent(before);
        assertThat(files(out)).containsExactly(report.output());
    }

    @Test
    void reportsOfTheResultWhatAnAuditOfItReports() throws Exception {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/a.so", withRpath("/opt/a"))
                .file("demo/b.so", Files.readAllBytes(built.resolve("_ext.so")))
                .file("demo/c.so", withRpath("/opt/c"))
                .writeTo(directory);

        RepairReport report = repair(wheel, options());

        assertThat(report.audit().findings()).hasSize(2);
        assertThat(report.audit())
                .isEqualTo(WheelAuditor.audit(report.output(), AuditOptions.DEFAULT.withDigest(false)));
    }

    private static byte[] withRpath(String path) {
        return TestElf.x86_64()
                .needed("libc.so.6")
                .undefined("clock_gettime", "libc.so.6", "GLIBC_2.17")
                .runpath(path)
                .build();
    }

    @Test
    void graftsForFilesThatGetInstalledElsewhere() throws Exception {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/__init__.py", "")
                .file("demo-1.0.data/platlib/demo/_ext.so", Files.readAllBytes(built.resolve("_ext.so")))
                .writeTo(directory);

        RepairReport report = repair(wheel, options());

        assertThat(report.audit().passed()).isTrue();
        Path installed = unpack(report.output());
        deleteMachine();
        Path extension = installed.resolve("demo/_ext.so");
        Files.move(installed.resolve("demo-1.0.data/platlib/demo/_ext.so"), extension);
        assertThat(valueOf(extension)).isEqualTo("42");
    }

    @Test
    void givesEachFileItsOwnOfTwoLibrariesOfOneName() throws Exception {
        Path one = extension("one", libraryOfSameName("one", "return 1;"));
        Path two = extension("two", libraryOfSameName("two", "return 2;"));

        RepairReport report = repair(wheelOf(one, two), options());

        assertThat(report.grafts())
                .extracting(LibraryGraft::sonames)
                .containsExactly(List.of("libsame.so.1"), List.of("libsame.so.1"));
        Path installed = unpack(report.output());
        for (String name : List.of("one", "two")) {
            Files.delete(directory.resolve(name + "/libsame.so.1"));
        }
        assertThat(LocalCompiler.run(
                        "python3",
                        "-c",
                        "import ctypes, os, sys; print(*[ctypes.CDLL(f, os.RTLD_NOW).value() for f in sys.argv[1:]])",
                        installed.resolve("demo/_one.so").toString(),
                        installed.resolve("demo/_two.so").toString()))
                .isEqualToIgnoringNewLines("1 2");
    }

    @Test
    void refusesLibraryWhoseOwnNeedDependsOnWhatLoadsIt() throws Exception {
        Path one = libraryOfSameName("one", "return 1;");
        Path two = libraryOfSameName("two", "return 2;");
        Path common = LocalCompiler.compile(
                libraries.resolve("libcommon.so"),
                "gcc",
                "int same(void); int common(void) { return same(); }",
                "-shared",
                "-fPIC",
                "-Wl,-soname,libcommon.so",
                one.toString());
        Path wheel = wheelOf(extension("one", one, common), extension("two", two, common));

        assertThatThrownBy(() -> repair(wheel, options()))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageContaining("libsame.so.1, which " + common.toRealPath() + " needs, is ")
                .hasMessageContaining(one.toRealPath().toString())
                .hasMessageContaining(two.toRealPath().toString());
    }

    @Test
    void graftsLibraryThatIsNeededByItsPath() throws Exception {
        Path nameless = LocalCompiler.compile(
                Files.createDirectory(directory.resolve("nameless")).resolve("libplain.so"),
                "gcc",
                "int same(void) { return 7; }",
                "-shared",
                "-fPIC");
        Path extension = extension("by_path", nameless);
        assertThat(elf(extension).needed()).contains(nameless.toString());

        RepairReport report = repair(wheelOf(extension), options());

        Files.delete(nameless);
        assertThat(report.grafts()).extracting(LibraryGraft::name).allMatch(name -> name.startsWith("libplain-"));
        Path installed = unpack(report.output()).resolve("demo/_by_path.so");
        assertThat(LocalCompiler.run(
                        "python3",
                        "-c",
                        "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).value())",
                        installed.toString()))
                .isEqualToIgnoringNewLines("7");
    }

    @Test
    void leavesLibraryOfTheWheelToTheFileThatFindsIt() throws Exception {
        Path inside = libraryOfSameName("inside", "return 3;");
        Path own = LocalCompiler.compile(
                directory.resolve("_own.so"),
                "gcc",
                "int bar_value(void); int same(void); int value(void) { return bar_value() + same(); }",
                "-shared",
                "-fPIC",
                "-Wl,-rpath,$ORIGIN/inner",
                libraries.resolve("libbar.so.1").toString(),
                inside.toString());
        Path foreign = extension("foreign", libraryOfSameName("foreign", "return 4;"));
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/_own.so", Files.readAllBytes(own))
                .file("demo/inner/libsame.so.1", Files.readAllBytes(inside))
                .file("demo/_foreign.so", Files.readAllBytes(foreign))
                .writeTo(directory);

        RepairReport report = repair(wheel, options());

        assertThat(report.grafts()).hasSize(2);
        assertThat(elf(unpack(report.output()).resolve("demo/_own.so")).needed())
                .contains("libsame.so.1")
                .anyMatch(name -> name.startsWith("libbar-"));
    }

    private Path libraryOfSameName(String home, String body) throws IOException {
        return LocalCompiler.compile(
                Files.createDirectory(directory.resolve(home)).resolve("libsame.so.1"),
                "gcc",
                "int same(void) { " + body + " }",
                "-shared",
                "-fPIC",
                "-Wl,-soname,libsame.so.1");
    }

    /** An extension that finds the first library by its RPATH, which what it loads goes by as well. */
    private Path extension(String name, Path... libraries) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-shared",
                "-fPIC",
                "-Wl,--no-as-needed",
                "-Wl,--disable-new-dtags",
                "-Wl,-rpath," + libraries[0].getParent()));
        Stream.of(libraries).map(Path::toString).forEach(arguments::add);
        return LocalCompiler.compile(
                directory.resolve("_" + name + ".so"),
                "gcc",
                "int same(void); int value(void) { return same(); }",
                arguments.toArray(String[]::new));
    }

    private Path wheelOf(Path... files) throws IOException {
        TestWheels wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64");
        for (Path file : files) {
            wheel.file("demo/" + file.getFileName(), Files.readAllBytes(file));
        }
        return wheel.writeTo(directory);
    }

    @Test
    void listsGraftsInBillOfMaterials() throws Exception {
        RepairReport report = repair(wheelWith("_ext.so"), options());

        Path bill = unpack(report.output()).resolve("demo-1.0.dist-info/sboms/mlc-wheels.cdx.json");
        JsonNode json = new ObjectMapper().readTree(bill.toFile());
        assertThat(json.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(json.path("components")).hasSize(2);
        assertThat(json.at("/components/0/hashes/0/content").asText())
                .isEqualTo(report.grafts().get(0).sha256());
    }

    @Test
    void namesThePackageThatOwnsAGraft() throws Exception {
        Path root = directory.resolve("root");
        Path home = Files.createDirectories(root.resolve("usr/lib/somewhere"));
        Files.copy(built.resolve("libbar.so.1"), home.resolve("libbar.so.1"));
        Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.createDirectories(root.resolve("etc/ld.so.conf.d"));
        Files.writeString(root.resolve("var/lib/dpkg/info/libbar1:amd64.list"), "/.\n/usr/lib/somewhere/libbar.so.1\n");
        Files.writeString(
                root.resolve("var/lib/dpkg/status"),
                "Package: libbar1\nArchitecture: amd64\nVersion: 1:2.0-3+b1\nDescription: none\n\n");
        Files.writeString(root.resolve("etc/os-release"), "NAME=\"Some Debian\"\nID=debian\n");
        Files.writeString(root.resolve("etc/ld.so.conf"), "include ld.so.conf.d/*.conf # more\n");
        Files.writeString(root.resolve("etc/ld.so.conf.d/bar.conf"), "# here\n/usr/lib/somewhere\n");
        Files.delete(libraries.resolve("libbar.so.1"));

        RepairReport report = repair(wheelWith("_ext.so"), options().withSysroot(root));

        assertThat(report.grafts().get(0).owner())
                .map(OwningPackage::purl)
                .contains("pkg:deb/debian/libbar1@1:2.0-3%2Bb1?arch=amd64");
    }

    @Test
    void onlyRetagsWheelThatNeedsNoGraft() throws Exception {
        RepairReport report = repair(wheelWith("_plain.so"), options());

        assertThat(report.grafts()).isEmpty();
        assertThat(entry(report.output(), "demo/_plain.so")).isEqualTo(Files.readAllBytes(built.resolve("_plain.so")));
        assertThat(new String(entry(report.output(), "demo-1.0.dist-info/WHEEL")))
                .contains("Tag: py3-none-manylinux_2_5_x86_64", "Tag: py3-none-manylinux1_x86_64")
                .doesNotContain("linux_x86_64\nTag: py3-none-linux_x86_64");
    }

    @Test
    void givesMorePortableWheelBothTagsUnlessToldNotTo() throws Exception {
        Path wheel = wheelWith("_plain.so");
        Optional<String> plat = Optional.of("manylinux_2_28");

        assertThat(repair(wheel, options().withPlat(plat, false)).output().getFileName())
                .hasToString("demo-1.0-py3-none-manylinux1_x86_64.manylinux_2_28_x86_64.manylinux_2_5_x86_64.whl");
        assertThat(repair(wheel, options().withPlat(plat, true)).output().getFileName())
                .hasToString("demo-1.0-py3-none-manylinux_2_28_x86_64.whl");
    }

    @Test
    void leavesOutWhatIsExcluded() throws Exception {
        RepairReport report = repair(wheelWith("_ext.so"), options().withExcludes(List.of("libfoo.so.*")));

        assertThat(report.grafts()).isEmpty();
        assertThat(entry(report.output(), "demo/_ext.so")).isEqualTo(Files.readAllBytes(built.resolve("_ext.so")));
    }

    @Test
    void movesProgramAmongPackagesAndLeavesShim() throws Exception {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo-1.0.data/scripts/tool", Files.readAllBytes(built.resolve("tool")), 0755)
                .writeTo(directory);

        RepairReport report = repair(wheel, options().withPlat(Optional.of("manylinux_2_41"), true));

        Path installed = unpack(report.output());
        deleteMachine();
        Path program = installed.resolve("demo.scripts/tool");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(new ProcessBuilder(program.toString(), "x").start().waitFor())
                .isEqualTo(43);
        assertThat(installed.resolve("demo-1.0.data/scripts/tool"))
                .content()
                .startsWith("#!python\n")
                .contains("demo.scripts/tool");
    }

    @Test
    void givesTheSameBytesTwice() throws Exception {
        RepairOptions options = options().withSourceDateEpoch(OptionalLong.of(1_700_000_000L));
        Path wheel = wheelWith("_ext.so");

        byte[] first = Files.readAllBytes(repair(wheel, options).output());

        assertThat(repair(wheel, options.withEffort(6, 1)).output()).hasBinaryContent(first);
    }

    @Test
    void repairsItsOwnResultWithoutChangingTheLibraries() throws Exception {
        RepairReport once = repair(wheelWith("_ext.so"), options());
        RepairReport twice = repair(
                once.output(),
                RepairOptions.into(directory.resolve("again")).withSearch(List.of(), Optional.of(List.of())));

        assertThat(twice.grafts()).isEmpty();
        assertThat(twice.output().getFileName()).isEqualTo(once.output().getFileName());
        assertThat(entry(twice.output(), "demo/_ext.so")).isEqualTo(entry(once.output(), "demo/_ext.so"));
    }

    @Test
    void saysWhichLibraryIsMissing() throws Exception {
        Path wheel = wheelWith("_ext.so");
        deleteMachine();

        assertThatThrownBy(() -> repair(wheel, options()))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageContaining("libfoo.so.2, which demo/_ext.so needs")
                .extracting(failure -> ((EngineException) failure).suggestion())
                .asString()
                .contains("--exclude");
        assertThat(out).doesNotExist();
    }

    @Test
    void saysWhatPinsTheTag() throws Exception {
        Path library = LocalCompiler.compile(
                directory.resolve("_new.so"),
                "g++",
                "#include <thread>\nextern \"C\" void go() { std::thread([] {}).join(); }",
                "-shared",
                "-fPIC");
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/_new.so", Files.readAllBytes(library))
                .writeTo(directory);

        assertThatThrownBy(() -> repair(wheel, options().withPlat(Optional.of("manylinux1"), false)))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageContaining("can't be manylinux_2_5_x86_64: demo/_new.so needs ", "GLIBCXX_3.4.22")
                .extracting(failure -> ((RepairFailedException) failure).suggestion())
                .asString()
                .startsWith("Build in an image of manylinux_2_5_x86_64 or older, ");
    }

    @Test
    void refusesWhatItCanNotRepair() throws Exception {
        Path pure = TestWheels.wheel("demo", "1.0", "py3-none-any")
                .file("demo/__init__.py", "")
                .writeTo(directory);
        assertThatThrownBy(() -> repair(pure, options())).isInstanceOf(NotAPlatformWheelException.class);

        Path foreign = TestWheels.wheel("demo", "1.0", "py3-none-linux_aarch64")
                .file("demo/_plain.so", Files.readAllBytes(built.resolve("_plain.so")))
                .writeTo(directory);
        assertThatThrownBy(() -> repair(foreign, options()))
                .isInstanceOf(NotAPlatformWheelException.class)
                .hasMessageContaining("aarch64");

        assertThatThrownBy(
                        () -> repair(wheelWith("_plain.so"), options().withPlat(Optional.of("musllinux_1_1"), false)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("musllinux_1_1");
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesDamagedWheelAndOneThatWouldBeOverwritten() throws Exception {
        Path damaged = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/_plain.so", Files.readAllBytes(built.resolve("_plain.so")))
                .distInfo("RECORD", "demo/_plain.so,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,5\n")
                .writeTo(directory);
        assertThatThrownBy(() -> repair(damaged, options()))
                .isInstanceOf(BrokenWheelException.class)
                .hasMessageContaining("record-");

        Path once = repair(wheelWith("_plain.so"), options()).output();
        assertThatThrownBy(() -> repair(once, options())).hasMessageContaining("would replace");
        assertThat(files(out)).containsExactly(once);
    }

    private RepairOptions options() {
        return RepairOptions.into(out).withSearch(List.of(libraries), Optional.empty());
    }

    private static RepairReport repair(Path wheel, RepairOptions options) throws IOException {
        return WheelRepairer.repair(wheel, options, ProgressListener.SILENT);
    }

    private Path wheelWith(String library) throws IOException {
        return TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/__init__.py", "")
                .file("demo/inner/data.txt", "x")
                .file("demo/" + library, Files.readAllBytes(built.resolve(library)))
                .writeTo(directory);
    }

    private void deleteMachine() throws IOException {
        for (Path file : files(libraries)) {
            Files.delete(file);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static byte[] entry(Path wheel, String name) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            return archive.read(archive.entry(name).orElseThrow(), 1 << 24);
        }
    }

    private Path unpack(Path wheel) throws IOException {
        Path target = Files.createTempDirectory(directory, "installed");
        try (InputStream file = Files.newInputStream(wheel);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = target.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                Files.copy(zip, path);
            }
        }
        return target;
    }

    private static ElfFile elf(Path file) throws IOException {
        return ElfFile.read(ByteSource.of(Files.readAllBytes(file)));
    }

    /** What the extension answers in a process of its own, with every symbol bound at once. */
    private static String valueOf(Path library) throws IOException {
        return LocalCompiler.run(
                        "python3",
                        "-c",
                        "import ctypes, os, sys; print(ctypes.CDLL(sys.argv[1], os.RTLD_NOW).ext_value())",
                        library.toString())
                .strip();
    }
}
