package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsTheTagAndWhatPinsItWithoutColour() {
        assertThat(audit(good())).isZero();
        assertThat(out.toString())
                .contains("platform tag   manylinux_2_17_x86_64")
                .contains("pinned to      manylinux_2_17_x86_64: demo/libdemo.so needs GLIBC_2.17 of libc.so.6"
                        + " (clock_gettime)")
                .doesNotContain("\u001b");
    }

    @Test
    void failsForAnErrorAndNamesIt() {
        assertThat(audit(good(), "--policy", "manylinux_2_12")).isEqualTo(9);
        assertThat(out.toString()).contains("error policy-not-met: demo-1.0-py3-none-manylinux_2_17_x86_64.whl: ");
    }

    @Test
    void refusesWheelsWithoutNativeCode() {
        Path pure = TestWheels.wheel("pure", "1.0", "py3-none-any")
                .file("pure.py", "")
                .writeTo(directory);
        assertThat(audit(pure)).isEqualTo(5);
        assertThat(err.toString()).contains("pure-1.0-py3-none-any.whl: not a platform wheel");
    }

    @Test
    void refusesFilesThatAreNoWheelsInOneLineEach() throws IOException {
        Path text = Files.writeString(directory.resolve("demo-2.0-py3-none-any.whl"), "hello");
        byte[] bytes = Files.readAllBytes(good());
        Path cut = Files.write(
                directory.resolve("demo-3.0-py3-none-any.whl"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        for (Path broken : List.of(text, cut, directory.resolve("missing.whl"), directory)) {
            err.getBuffer().setLength(0);
            assertThat(audit(broken)).as("%s", broken).isEqualTo(2);
            assertThat(err.toString().lines().toList()).hasSize(2);
            assertThat(err.toString()).contains(broken.getFileName().toString());
        }
    }

    @Test
    void auditsManyWheelsInTheOrderGivenAndRemembersTheWorst() {
        Path pure = TestWheels.wheel("pure", "1.0", "py3-none-any").writeTo(directory);
        assertThat(audit(good(), pure.toString(), good().toString())).isEqualTo(5);
        assertThat(out.toString().lines().filter(line -> line.startsWith("demo-1.0-")))
                .hasSize(4);
        assertThat(out.toString()).contains("wheel").contains("tag could be").contains("brought by nobody");
        assertThat(audit(good(), directory.resolve("missing.whl").toString(), pure.toString()))
                .isEqualTo(2);
    }

    @Test
    void countsOneAsOneInTheTableOfSeveralWheels() {
        Path newer = TestWheels.wheel("newer", "1.0", "cp310-abi3-linux_x86_64")
                .file(
                        "m.abi3.so",
                        TestElf.x86_64()
                                .needed("libc.so.6")
                                .undefined("puts", "libc.so.6", "GLIBC_2.2.5")
                                .undefined("PyType_GetName")
                                .defined("PyInit_m")
                                .build())
                .writeTo(directory);
        assertThat(audit(good(), newer.toString(), good().toString())).isEqualTo(9);
        assertThat(out.toString()).contains("1 error, 0 warnings");
    }

    @Test
    void printsOneReportPerLineAsJson() {
        assertThat(audit(good(), "--json", good().toString())).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).startsWith("{\"schemaVersion\":1,\"set\":[{\"file\":\"demo-1.0-");
        assertThat(AuditReportJson.parse(lines.get(0)).overall()).isEqualTo("manylinux_2_17_x86_64");
    }

    @Test
    void saysAsJsonWhyThereIsNoReport() {
        Path pure = TestWheels.wheel("pure", "1.0", "py3-none-any").writeTo(directory);
        assertThat(audit(pure, "--json")).isEqualTo(5);
        assertThat(out.toString()).contains("\"error\":\"pure-1.0-py3-none-any.whl: ", "\"exitCode\":5");
    }

    @Test
    void saysEachCauseOnceOnNotMoreThanAScreen() {
        TestWheels wheel = TestWheels.wheel("demo", "1.0", "py3-none-manylinux_2_17_x86_64");
        StringBuilder record = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            wheel.file(
                    "demo/lib" + i + ".so",
                    TestElf.x86_64()
                            .needed("libQt5Part" + i + ".so.5")
                            .runpath("/opt/" + i)
                            .build());
            record.append("demo/lib").append(i).append(".so,sha1=AAAA,\n");
        }
        Path file = wheel.distInfo("RECORD", record.toString()).writeTo(directory);

        assertThat(audit(file)).isEqualTo(9);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(40);
        assertThat(lines.get(1)).contains("verdict        failed: ");
        assertThat(out.toString())
                .contains("error record-hash-weak: 300 files: RECORD's hash is sha1, weaker than sha256\n")
                .contains("demo/lib0.so, demo/lib1.so, demo/lib10.so and 297 more\n")
                .contains("pinned to      linux_x86_64: 300 libraries are needed")
                .containsOnlyOnce("libQt5Part0.so.5")
                .containsOnlyOnce("--exclude 'libQt5Part*'")
                .containsOnlyOnce("warning rpath-absolute: 300 of this kind");

        out.getBuffer().setLength(0);
        assertThat(audit(file, "--verbose")).isEqualTo(9);
        assertThat(out.toString()).contains("record-hash-weak: demo/lib299.so: ", "rpath-absolute: demo/lib99.so: ");
    }

    @Test
    void speaksAuditwheelsLanguage() {
        assertThat(audit(good(), "--format", "auditwheel")).isZero();
        assertThat(out.toString())
                .startsWith("{\n    \"version\": 1,\n    \"wheel\": \"demo-1.0-py3-none-manylinux_2_17_x86_64.whl\",")
                .contains("    \"policy_upgrades\": {}\n}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5M", "", "99999999999G"})
    void refusesSizesThatAreNone(String size) {
        assertThat(audit(good(), "--max-size=" + size)).isEqualTo(2);
    }

    @Test
    void readsSizesWithUnits() {
        assertThat(audit(good(), "--max-size=1M")).isZero();
        assertThat(audit(good(), "--max-size=100")).isEqualTo(9);
    }

    @Test
    void skipsTheOptionParserOnlyForPlainCalls() {
        assertThat(QuickLine.of(new String[] {"audit", "a.whl", "b.whl"})).get().satisfies(line -> {
            assertThat(line.command()).isEqualTo("audit");
            assertThat(line.wheels()).containsExactly(Path.of("a.whl"), Path.of("b.whl"));
        });
        assertThat(QuickLine.of(new String[] {"repair", "a.whl", "-w", "out"}))
                .get()
                .extracting(QuickLine::directory)
                .isEqualTo(Path.of("out"));
        for (String line : List.of(
                "audit",
                "audit --json a.whl",
                "audit -w out a.whl",
                "audit @args",
                "repair -w out",
                "repair a.whl -w",
                "repair --plat auto a.whl",
                "plan a.whl")) {
            assertThat(QuickLine.of(line.split(" "))).as(line).isEmpty();
        }
    }

    private Path good() {
        return TestWheels.wheel("demo", "1.0", "py3-none-manylinux_2_17_x86_64")
                .file(
                        "demo/libdemo.so",
                        TestElf.x86_64()
                                .needed("libc.so.6")
                                .undefined("clock_gettime", "libc.so.6", "GLIBC_2.17")
                                .build())
                .writeTo(directory);
    }

    private int audit(Path wheel, String... more) {
        List<String> arguments = new ArrayList<>(List.of("audit", wheel.toString()));
        arguments.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
