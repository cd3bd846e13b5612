package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class RepairCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintWhereTheRepairedWheelIs() {
        assertThat(repair(wheel())).isZero();
        assertThat(out.toString().strip())
                .isEqualTo(directory
                        .resolve("out/demo-1.0-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl")
                        .toString());
        assertThat(Path.of(out.toString().strip())).exists();
    }

    @Test
    void shouldNameTheCompressorInItsReport() throws IOException {
        Path wheel = wheel();
        assertThat(repair(wheel, "--json", "-z", "4")).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        Path result = directory.resolve("out/demo-1.0-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl");
        assertThat(report.path("schemaVersion").asInt()).isEqualTo(1);
        assertThat(report.path("compressor").asText()).isEqualTo("mlc-deflate 1");
        assertThat(report.path("level").asInt()).isEqualTo(4);
        assertThat(report.path("source").asText()).isEqualTo(wheel.toString());
        assertThat(report.path("output").asText()).isEqualTo(result.toString());
        assertThat(report.path("sha256").asText()).isEqualTo(Sha256.of(result));
        assertThat(report.path("platform").asText()).isEqualTo("manylinux_2_17_x86_64");
        assertThat(report.path("grafts")).isEmpty();
    }

    @Test
    void shouldGoOnWithTheOthersWhenOneWheelIsMissing() throws IOException {
        Path gone = directory.resolve("gone-1.0-py3-none-linux_x86_64.whl");
        assertThat(repair(gone, wheel().toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("mlc-wheels repair: " + gone + ": no such file", "Name the wheel's file.");
        assertThat(out.toString()).contains("demo-1.0-py3-none-manylinux2014_x86_64");
    }

    @Test
    void shouldRefuseSecondWheelOfTheSameResult() throws IOException {
        Path first = wheel();
        Path second = Files.copy(
                first, Files.createDirectories(directory.resolve("other")).resolve(first.getFileName()));
        assertThat(repair(first, second + "", first + "")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .containsOnlyOnce(second + " would become " + directory.resolve("out"))
                .contains("which was made of " + first);
    }

    @Test
    void shouldSayWhenItReplacesOtherBytes() throws IOException {
        Path wheel = wheel();
        assertThat(repair(wheel)).isZero();
        assertThat(repair(wheel)).isZero();
        assertThat(err.toString()).doesNotContain("replacing");
        Path result = Path.of(out.toString().lines().findFirst().orElseThrow());
        Files.writeString(result, "of another build");
        assertThat(repair(wheel)).isZero();
        assertThat(err.toString()).contains("warning: replacing " + result);
    }

    @Test
    void shouldSayWhatIsWrongWithTheDirectory() throws IOException {
        Files.writeString(directory.resolve("out"), "");
        assertThat(repair(wheel())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(directory.resolve("out") + ": is there already");
    }

    @Test
    void shouldQuoteNamesInSuggestionsAndShowNoControlCharacters() {
        String soname = "lib$(touch owned)'\u001b[31m\u202e.so.1";
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/a.so", TestElf.x86_64().needed(soname).build())
                .writeTo(directory);

        assertThat(repair(wheel)).isEqualTo(ExitCode.REPAIR_PRODUCED_NONE.code());
        assertThat(err.toString())
                .contains("--exclude 'lib$(touch owned)'\\''?[31m?.so.1'.")
                .matches("[^\\p{Cc}\\p{Cf}\n]*(\n[^\\p{Cc}\\p{Cf}\n]*)*");
    }

    @Test
    void shouldRefuseAFileThatRecordDoesNotList() {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/a.so", TestElf.x86_64().build())
                .archive(zip -> zip.add("demo/stray.py", "print(1)".getBytes(StandardCharsets.UTF_8)))
                .writeTo(directory);

        assertThat(repair(wheel)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("RECORD doesn't list it (record-entry-missing, demo/stray.py)");
    }

    @Test
    void shouldRepairWhatIndexesRefuseForItsDescriptionAndWarn() {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/a.so", TestElf.x86_64().build())
                .metadata("Requires-Python: 3")
                .writeTo(directory);

        assertThat(repair(wheel)).isZero();
        assertThat(err.toString()).contains("warning: demo-1.0.dist-info/METADATA: Requires-Python '3' is not a set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "manylinux_2_99|there is no such platform",
                "centos7|there is no such platform",
                "manylinux_2_28_aarch64|is for aarch64; the native code of this wheel is for x86_64",
                "musllinux_1_2|is for musl; the native code of this wheel is linked with glibc",
                "linux_x86_64|says nothing about the systems that a wheel runs on: name a platform to repair for"
            })
    void shouldSayWhatIsWrongWithAPlatformAndListThoseOfTheArchitecture(String platform, String reason) {
        assertThat(repair(wheel(), "--plat", platform)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .contains("--plat " + platform + ": " + reason + "\n")
                .contains("  Choose auto or one of manylinux_2_5, manylinux_2_12, manylinux_2_17,")
                .doesNotContain("musllinux_1_1,");
    }

    @Test
    void shouldRepairProgramsForNewerProcessorsIfTold() {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/prog", TestElf.x86_64().isa(2).build())
                .writeTo(directory);

        assertThat(repair(wheel)).isEqualTo(ExitCode.REPAIR_PRODUCED_NONE.code());
        assertThat(err.toString()).contains("needs the instruction set x86_64_v2", "--disable-isa-ext-check");
        assertThat(repair(wheel, "--disable-isa-ext-check", "--plat", "manylinux_2_34"))
                .isZero();
        assertThat(out.toString()).contains("manylinux_2_34_x86_64.manylinux_2_5_x86_64.whl");
    }

    @Test
    void shouldKeepAndGiveTheTagOfTheOlderMusl() {
        byte[] elf = TestElf.x86_64().needed("libc.musl-x86_64.so.1").build();
        Path wheel = TestWheels.wheel("mu", "1.0", "py3-none-musllinux_1_1_x86_64")
                .file("mu/a.so", elf)
                .writeTo(directory);
        Path linux = TestWheels.wheel("mu", "1.0", "py3-none-linux_x86_64")
                .file("mu/a.so", elf)
                .writeTo(directory);

        assertThat(repair(wheel)).isZero();
        assertThat(out.toString()).contains("mu-1.0-py3-none-musllinux_1_1_x86_64.musllinux_1_2_x86_64.whl");
        assertThat(repair(linux, "--plat", "musllinux_1_1")).isZero();
        assertThat(repair(linux, "--plat", "musllinux_1_1_x86_64", "--only-plat"))
                .isZero();
        assertThat(out.toString().lines().skip(1))
                .allMatch(line -> line.endsWith("mu-1.0-py3-none-musllinux_1_1_x86_64.whl"));
    }

    @Test
    void shouldLeaveWheelsWithoutNativeCode() {
        Path pure = TestWheels.wheel("pure", "1.0", "py3-none-any")
                .file("pure.py", "")
                .writeTo(directory);
        assertThat(repair(pure)).isEqualTo(ExitCode.NOT_A_PLATFORM_WHEEL.code());
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void shouldLeaveNothingHalfWrittenWhenTheProcessIsTerminated() throws Exception {
        byte[] noise = new byte[64 << 20];
        new Random(1).nextBytes(noise);
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/libdemo.so", TestElf.x86_64().needed("libc.so.6").build())
                .file("demo/noise", noise)
                .writeTo(directory);
        Path target = directory.resolve("out");
        Process process = CommandProcess.builder(directory, "", List.of("repair", wheel.toString(), "-w", "out"))
                .start();
        try (BufferedReader progress =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = progress.readLine();
            while (line != null && !line.equals("== write")) {
                line = progress.readLine();
            }
            process.toHandle().destroy();
            assertThat(progress.lines()).contains("mlc-wheels repair: cancelled");
        }
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void shouldFailWhenStandardOutputCannotBeWritten() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
        Process process = CommandProcess.builder(directory, "", List.of("repair", wheel().toString(), "-w", "out"))
                .redirectOutput(Path.of("/dev/full").toFile())
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(ExitCode.UNEXPECTED.code());
        assertThat(said).contains("standard output can't be written to");
    }

    private Path wheel() {
        return TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file(
                        "demo/libdemo.so",
                        TestElf.x86_64()
                                .needed("libc.so.6")
                                .undefined("clock_gettime", "libc.so.6", "GLIBC_2.17")
                                .build())
                .writeTo(directory);
    }

    private int repair(Path wheel, String... more) {
        List<String> arguments = new ArrayList<>(List.of("repair", "-w", directory.resolve("out") + "", wheel + ""));
        arguments.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
