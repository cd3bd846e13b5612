package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.compare.SetComparison;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    @TempDir
    private Path directory;

    private Path before;
    private Path after;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void createDirectories() throws IOException {
        before = Files.createDirectory(directory.resolve("old"));
        after = Files.createDirectory(directory.resolve("new"));
    }

    @Test
    void shouldPrintTheVerdictFirst() {
        assertThat(compare(
                        wheel("demo", "1.0", before, 1).toString(),
                        wheel("demo", "2.0", after, 2).toString()))
                .isZero();
        assertThat(out.toString().lines().toList().subList(0, 2))
                .containsExactly(
                        "demo py3-none linux x86_64: 1.0 -> 2.0", "  verdict        1 exported symbol removed");
    }

    @Test
    void shouldFailOnConditionsWithTheirReasons() {
        String old = wheel("demo", "1.0", before, 1).toString();
        String young = wheel("demo", "2.0", after, 2).toString();
        assertThat(compare(old, young, "--fail-on", "symbols-removed,size+500%"))
                .isEqualTo(9);
        assertThat(out.toString())
                .startsWith("failed symbols-removed: demo-2.0-py3-none-manylinux_2_17_x86_64.whl: 1 exported symbol"
                        + " gone, the first from demo/libdemo.so: symbol_1");
        assertThat(compare(old, young, "--fail-on", "tag-newer")).isZero();
    }

    @Test
    void shouldPairTheWheelsOfDirectories() {
        wheel("demo_cpu", "1.0", before, 1);
        wheel("demo_cu128", "1.0", before, 1);
        wheel("gone", "1.0", before, 1);
        wheel("demo_cpu", "2.0", after, 1);
        wheel("demo_cu128", "2.0", after, 2);
        assertThat(compare(before.toString(), after.toString(), "--json", "--fail-on", "wheel-missing"))
                .isEqualTo(9);
        SetComparison set = SetComparison.parse(out.toString().strip());
        assertThat(set.wheels())
                .extracting(wheel -> wheel.title() + " " + wheel.removedSymbols())
                .containsExactly("demo-cpu py3-none linux x86_64 0", "demo-cu128 py3-none linux x86_64 1");
        assertThat(set.missing()).containsExactly("gone-1.0-py3-none-manylinux_2_17_x86_64.whl");
    }

    @Test
    void shouldPrintMarkdown() {
        assertThat(compare(
                        wheel("demo", "1.0", before, 1).toString(),
                        wheel("demo", "2.0", after, 2).toString(),
                        "--markdown"))
                .isZero();
        assertThat(out.toString())
                .startsWith("### Wheels compared\n\n| wheel | versions | size | verdict |\n")
                .contains("<details><summary>demo py3-none linux x86\\_64</summary>");
    }

    @Test
    void shouldRefuseWhatCannotBeCompared() throws IOException {
        String good = wheel("demo", "1.0", before, 1).toString();
        assertThat(compare(good, directory.resolve("none.whl").toString())).isEqualTo(2);
        assertThat(compare(good, after.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no wheel in it");
        assertThat(compare(good, good, "--fail-on", "smaller")).isEqualTo(2);
        assertThat(compare(good, good, "--json", "--markdown")).isEqualTo(2);
        wheel("demo", "1.1", before, 1);
        wheel("demo", "2.0", after, 1);
        assertThat(compare(before.toString(), after.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("differ in their version only");
    }

    private int compare(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "compare";
        System.arraycopy(args, 0, all, 1, args.length);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }

    private static Path wheel(String name, String version, Path place, int symbol) {
        return TestWheels.wheel(name, version, "py3-none-manylinux_2_17_x86_64")
                .file(
                        "demo/libdemo.so",
                        TestElf.x86_64()
                                .needed("libc.so.6")
                                .defined("symbol_" + symbol)
                                .build())
                .writeTo(place);
    }
}
