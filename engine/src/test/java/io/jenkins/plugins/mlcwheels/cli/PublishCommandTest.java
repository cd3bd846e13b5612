package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PublishCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path wheel;
    private Path releases;

    @BeforeEach
    void wheel() throws IOException {
        releases = directory.resolve("releases");
        wheel = TestWheels.wheel("demo", "0.1.0", "py3-none-any")
                .file("demo.py", "VALUE = 1\n")
                .metadata("Requires-Python: >=3.9")
                .purelib(true)
                .writeTo(Files.createDirectories(directory.resolve("dist")));
    }

    @Test
    void shouldPublishIntoDirectoryAndDoNothingTheSecondTime() {
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .as(err + "")
                .isZero();
        assertThat(out + "").contains("published: " + releases.resolve("v0.1.0"));
        assertThat(releases.resolve("v0.1.0/SHA256SUMS")).content().contains(wheel.getFileName() + "");
        assertThat(releases.resolve("v0.1.0/release.json")).content().contains("\"requiresPython\" : \">=3.9\"");
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isZero();
        assertThat(out + "").contains("nothing to do");
    }

    @Test
    void shouldRefuseWheelWhoseTestsAreNotProvenUnlessTold() throws IOException {
        Path record = wheel.resolveSibling(wheel.getFileName() + ".test.json");
        Files.write(record, record(Sha256.of(Files.readAllBytes(wheel))));
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("the tests of '" + wheel.getFileName() + "' are not proven", "--allow-unproven");
        assertThat(releases).doesNotExist();

        assertThat(run("publish", "--allow-unproven", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .as(err + "")
                .isZero();
        assertThat(releases.resolve("v0.1.0/release.json"))
                .content()
                .contains("\"schemaVersion\" : 2", "\"proof\" : \"not proven\"", "\"python\" : \"3.13.1\"");
    }

    @Test
    void shouldPublishWheelWhoseRecordIsOfOtherBytes() throws IOException {
        Path record = wheel.resolveSibling(wheel.getFileName() + ".test.json");
        Files.write(record, record("ab".repeat(32)));
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isZero();
        assertThat(releases.resolve("v0.1.0/release.json")).content().contains("\"schemaVersion\" : 1");

        Files.writeString(record, "{}");
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("the record of a test (.test.json) can't be used", "Test the wheel again");
    }

    private static byte[] record(String sha256) {
        ImportProof proof = new ImportProof(ImportProof.Outcome.NOT_PROVEN, List.of());
        return new TestRecord("demo", sha256, "/usr/bin/python3", new WheelTest("3.13.1", proof), List.of(), List.of())
                .toJson();
    }

    @Test
    void shouldTellThePlanBeforeItPublishes() {
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isZero();
        assertThat(out + "").containsSubsequence("upload", "published: ");
        StringWriter planned = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true)).setOut(new PrintWriter(planned) {
            @Override
            public void println(Object plan) {
                assertThat(releases.resolve("v0.2.0")).doesNotExist();
                super.println(plan);
            }
        });
        assertThat(line.execute("publish", "--to", releases + "", "--tag", "v0.2.0", "--attach", wheel + ""))
                .as(err + "")
                .isZero();
        assertThat(releases.resolve("v0.2.0")).exists();
    }

    @Test
    void shouldSayWhichBytesAreThereAlready() throws IOException {
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isZero();
        String there = Sha256.of(Files.readAllBytes(wheel));
        TestWheels.wheel("demo", "0.1.0", "py3-none-any")
                .file("demo.py", "VALUE = 2\n".repeat(9))
                .purelib(true)
                .writeTo(wheel.getParent());
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("sha256 " + there.substring(0, 12)).doesNotContain("unknown");
    }

    @Test
    void shouldRefuseNotesThatAreNotUtf8AndLinksThatLeadNowhere() throws IOException {
        Path notes = Files.write(directory.resolve("notes.md"), new byte[] {'n', (byte) 0xe4, 'h'});
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", "--notes-file", notes + "", wheel + ""))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains(notes + ": is not UTF-8", "Save the release notes as UTF-8.");
        Files.write(notes, new byte[(1 << 20) + 1]);
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", "--notes-file", notes + "", wheel + ""))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains(notes + ": larger than 1048576 bytes");
        Files.createSymbolicLink(releases, directory.resolve("gone"));
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains(releases + " is a link that leads nowhere");
    }

    @Test
    void shouldNotAdviseToPublishPlatformWheelWithoutNativeCode() throws IOException {
        Path native_ = TestWheels.wheel("demo", "0.1.0", "cp311-cp311-manylinux_2_17_x86_64")
                .file("demo.py", "")
                .writeTo(directory);
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", native_ + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "")
                .contains(
                        "it has no native code, although its tag is manylinux_2_17_x86_64", "build it with the tag any")
                .doesNotContain("publish it as it is");
    }

    @Test
    void shouldPublishOtherFilesWithoutAnyWheel() {
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", "--attach", wheel + ""))
                .as(err + "")
                .isZero();
        assertThat(releases.resolve("v0.1.0").resolve(wheel.getFileName())).exists();
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.2.0")).isEqualTo(ExitCode.NOTHING_TO_DO.code());
    }

    @Test
    void shouldRefuseWheelWithLinuxTagUnlessAllowed() throws IOException {
        Path linux = TestWheels.wheel("demo", "0.1.0", "py3-none-linux_x86_64")
                .file("demo/libdemo.so", TestElf.x86_64().needed("libgone.so.1").build())
                .writeTo(directory);
        for (String audit : List.of("--audit", "--no-audit")) {
            assertThat(run("publish", audit, "--to", releases + "", "--tag", "v0.1.0", wheel + "", linux + ""))
                    .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        }
        assertThat(err + "").contains(linux.getFileName() + "' has the tag linux_x86_64", "--allow-linux-tag");
        assertThat(releases).doesNotExist();
        assertThat(run("publish", "--allow-linux-tag", "--to", releases + "", "--tag", "v0.1.0", linux + ""))
                .as(err + "")
                .isZero();
    }

    @Test
    void shouldWriteTheRestWhereOneNameHasDifferentBytes() throws IOException {
        run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + "");
        Path other = Files.createDirectories(releases.resolve("v0.2.0"));
        Files.writeString(other.resolve("notes.txt"), "x");
        TestWheels.wheel("demo", "0.1.0", "py3-none-any")
                .file("demo.py", "VALUE = 2\n")
                .writeTo(other);
        TestWheels.wheel("demo", "0.2.0", "py3-none-any")
                .file("demo.py", "VALUE = 2\n")
                .writeTo(other);
        assertThat(run("index", releases + "")).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("'demo-0.1.0-py3-none-any.whl' is left out of the index", "--leave-out");
        assertThat(out + "").contains("1 wheel of 1 project");
        assertThat(run("index", releases + "", "--leave-out", "v0.2.0/demo-0.1.0-*", "--leave-out", "typo"))
                .isZero();
        assertThat(out + "").contains("2 wheels of 1 project");
        assertThat(err + "").contains("--leave-out 'typo' matches no wheel");
    }

    @Test
    void shouldKeepIndexWhenTheSourceIsEmptyOrMissing() throws IOException {
        run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + "");
        String index = releases.resolve("simple") + "";
        assertThat(run("index", releases + "")).isZero();
        String page = Files.readString(releases.resolve("simple/index.html"));
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(run("index", empty + "", "--to", index)).isEqualTo(ExitCode.NOTHING_TO_DO.code());
        assertThat(err + "").contains("which has 1 project and stays as it is", "--allow-empty");
        assertThat(run("index", directory + "/nowhere", "--to", index)).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("index", directory + "/nowhere")).isEqualTo(ExitCode.USAGE.code());
        assertThat(directory.resolve("nowhere")).doesNotExist();
        assertThat(releases.resolve("simple/index.html")).content().isEqualTo(page);
        assertThat(run("index", empty + "", "--to", index, "--allow-empty")).isZero();
        assertThat(releases.resolve("simple/demo")).doesNotExist();
    }

    @Test
    void shouldPrintPlanOnDryRun() {
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", "--dry-run", wheel + ""))
                .isZero();
        assertThat(out + "").contains("create", "upload   demo-0.1.0-py3-none-any.whl", "publish");
        assertThat(releases).doesNotExist();
    }

    @Test
    void shouldRefuseWithItsExitCodeAndAllReasons() {
        int code = run("publish", "--to", releases + "", "--tag", "v0.2.0", "--expect", "*cu128*", wheel + "");
        assertThat(code).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("2 reasons", "version 0.1.0", "*cu128*");
        assertThat(releases).doesNotExist();
    }

    @Test
    void shouldRefuseWheelThatFailsTheAudit() {
        Path dishonest = TestWheels.wheel("demo", "0.1.0", "py3-none-manylinux_2_17_x86_64")
                .file("demo.py", "")
                .writeTo(directory);
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", dishonest + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("no native code");
        Path broken = TestWheels.wheel("demo", "0.1.0", "py3-none-any")
                .file("demo.py", "")
                .distInfo("RECORD", "")
                .writeTo(directory);
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", broken + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("failed the audit");
        assertThat(run("publish", "--no-audit", "--to", releases + "", "--tag", "v0.1.0", broken + ""))
                .isZero();
    }

    @Test
    void shouldAskForExactlyOneTarget() {
        assertThat(run("publish", "--tag", "v0.1.0", wheel + "")).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("publish", "--tag", "v0.1.0", "--to", "x", "--repo", "o/n", wheel + ""))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("--repo");
    }

    @Test
    void shouldRefuseTagThatIsNoVersion() {
        assertThat(run("publish", "--to", releases + "", "--tag", "latest", wheel + ""))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("latest");
    }

    @Test
    void shouldNameFileThatIsMissing() {
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", "missing-0.1.0-py3-none-any.whl"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("missing-0.1.0-py3-none-any.whl: no such file");
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", "--attach", directory + ""))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains(directory + " is a directory");
    }

    @Test
    void shouldIndexReleasesAndYankWhenTold() {
        run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + "");
        assertThat(run("index", releases + "", "--yank", "demo-0.1.0-*=broken")).isZero();
        assertThat(out + "").contains("1 wheel of 1 project");
        assertThat(releases.resolve("simple/demo/index.html"))
                .content()
                .contains("../../v0.1.0/demo-0.1.0-py3-none-any.whl", "data-yanked=\"broken\"");
        assertThat(run("publish", "--to", releases + "", "--tag", "v0.1.0", wheel + ""))
                .isZero();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
