package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the specifications, installers and PyPI ask of a wheel beyond that it can be read. */
class SpecificationCheckTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Metadata-Version: 2.6|metadata-field-broken|Metadata-Version '2.6' is unknown",
                "Metadata-Version:|metadata-field-broken|Metadata-Version is missing",
                "Name: -demo|metadata-field-broken|Name '-demo' is not a name of a project",
                "Version: 1.0-banana|metadata-field-broken|Version '1.0-banana' is not a version as PEP 440 defines them",
                "Version: 1.0+cpu|version-local|the version 1.0+cpu has a local label",
                "Requires-Python: >3.8,<|metadata-field-broken|Requires-Python '>3.8,<' is not a set of version"
                        + " specifiers",
                "Requires-Python: 3.9|metadata-field-broken|Requires-Python '3.9' is not a set of version specifiers",
                "Requires-Dist: numpy 1.0|metadata-field-broken|has an invalid version specifier",
                "Requires-Dist: numpy[a|metadata-field-broken|has invalid extras",
                "Requires-Dist: >=1|metadata-field-broken|does not begin with the name of a project",
                "Requires-Dist: numpy; python_version|metadata-field-broken|has an invalid marker",
                "Requires-Dist: numpy @ https://example.org/n.whl|metadata-field-doubtful|names an address",
                "Provides-Extra: a b|metadata-field-broken|is not a name of an extra",
                "Project-URL: https://example.org|metadata-field-broken|is not a label, a comma and an address",
                "Project-URL: a label of far too many characters, https://x.org|metadata-field-broken|more than 32",
                "Description-Content-Type: text/html|metadata-field-broken|and not text/plain, text/x-rst or",
                "Description-Content-Type: text/plain; charset=latin-1|metadata-field-broken|charset=latin-1",
                "Dynamic: Version|metadata-field-broken|Dynamic names 'Version'",
                "License-Expression: MIT AND|metadata-field-broken|is not an SPDX expression",
                "License-Expression: (MIT OR Apache-2.0|metadata-field-broken|is not an SPDX expression",
                "License-File: ../LICENSE|metadata-field-broken|is not a path inside the project",
                "License-File: LICENSE|license-file-missing|METADATA names it as License-File",
                "Import-Name: demo|metadata-field-too-new|the field Import-Name is new in version 2.5",
                "Colour: red|metadata-field-doubtful|the field Colour is not in",
                "Summary: a|metadata-field-broken|the field Summary stands there 2 times"
            })
    void holdsMetadataAgainstTheSpecification(String line, String code, String message) throws IOException {
        assertThat(findings(metadata("2.4", line))).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.message()).contains(message);
        });
    }

    @Test
    void findsNothingWrongWithGoodMetadata() throws IOException {
        TestWheels wheel = metadata("2.4", """
            Requires-Python: >=3.9,!=3.10.*,~=3.11,===weird
            Requires-Dist: numpy
            Requires-Dist: foo-bar[a,b] (>=1.0,<2) ; python_version < "3.11" and extra == 'test'
            Requires-Dist: x.y>=1!2.0rc1.post2.dev3
            Provides-Extra: test
            Project-URL: Home, https://example.org/a,b
            Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM
            Dynamic: License-File
            License-Expression: MIT AND (Apache-2.0 WITH LLVM-exception OR LicenseRef-Own-1)
            License-File: sub/LICENSE
            License-File: NOTICE\
            """)
                .file("demo-1.0.dist-info/licenses/sub/LICENSE", "x")
                .file("demo-1.0.dist-info/licenses/NOTICE", "x");

        assertThat(findings(wheel)).isEmpty();
    }

    @Test
    void knowsSinceWhenAFieldIsThere() throws IOException {
        assertThat(findings(metadata("2.2", "License-File: LICENSE")))
                .extracting(Finding::code)
                .containsExactly("metadata-field-too-new");
        assertThat(findings(metadata("2.5", "Import-Name: demo\nImport-Namespace: ns")))
                .isEmpty();
        assertThat(findings(metadata("1.1", "Requires-Dist: numpy")))
                .extracting(Finding::code)
                .containsExactly("metadata-field-too-new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo/,,|record-directory",
                "demo-1.0.dist-info/licenses/,,|record-directory",
                "/etc/passwd,sha256=AAAA,1|record-unsafe-path",
                "demo/../../x,sha256=AAAA,1|record-unsafe-path",
                "demo\\x.py,sha256=AAAA,1|record-unsafe-path"
            })
    void findsRowsOfRecordThatAreForNoFile(String row, String code) throws IOException {
        assertThat(findings(demo().distInfo("RECORD", row + "\n")))
                .extracting(Finding::code)
                .contains(code);
    }

    @Test
    void findsDirectoriesInRecordThatHaveAnEntry() throws IOException {
        TestWheels wheel = demo().archive(zip -> zip.add("demo/sub/", new byte[0]).mode = 0040755)
                .distInfo("RECORD", "demo/sub,,\n");

        assertThat(findings(wheel)).extracting(Finding::code).contains("record-directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo = demo:main|",
                "demo = demo.cli:App.main [fast]|",
                "demo = demo|wants package.module:function",
                "demo = demo:|wants package.module:function",
                "demo = :main|wants package.module:function",
                "demo = demo-x:main|",
                "demo|is not an entry point",
                "../demo = demo:main|would lie in another directory"
            })
    void findsScriptsThatInstallersRefuse(String line, String message) throws IOException {
        List<Finding> findings =
                findings(demo().distInfo("entry_points.txt", "# comment\n[console_scripts]\n" + line + "\n"));

        if (message == null) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).extracting(Finding::code).containsExactly("entry-points-broken");
            assertThat(findings.get(0).message()).contains(message.replace("wants", "want"));
        }
    }

    @Test
    void leavesEntryPointsOfOtherGroupsToWhoReadsThem() throws IOException {
        assertThat(findings(demo().distInfo("entry_points.txt", "[pytest11]\ndemo = demo\n[x.y]\na=b.c\n")))
                .isEmpty();
        assertThat(findings(demo().distInfo("entry_points.txt", "[console_scripts]\na = a:b\na = c:d\n")))
                .extracting(Finding::message)
                .containsExactly("[console_scripts] has a twice");
    }

    @Test
    void findsDataThatInstallersHaveNoPlaceFor() throws IOException {
        assertThat(findings(demo().file("demo-1.0.data/data/share/x", "").file("demo-1.0.data/scripts/x", "")))
                .isEmpty();
        assertThat(findings(demo().file("demo-1.0.data/lib/x", "").file("demo-1.0.data/x", "")))
                .extracting(Finding::code)
                .containsExactly("data-scheme-unknown", "data-scheme-unknown");
        assertThat(findings(demo().file("other-1.0.data/data/x", "")))
                .extracting(Finding::code)
                .containsExactly("data-directory-mismatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cp311-cp311-manylinux_2_17_x86_64|_m.cpython-311-x86_64-linux-gnu.so|",
                "cp311-cp311-manylinux_2_17_x86_64|_m.abi3.so|",
                "cp311-cp311-manylinux_2_17_x86_64|_m.so|",
                "cp313-cp313t-manylinux_2_17_x86_64|_m.cpython-313t-x86_64-linux-gnu.so|",
                "cp313-cp313t-manylinux_2_17_x86_64|_m.cpython-313-x86_64-linux-gnu.so|only imported by CPython 3.13;"
                        + " the",
                "cp313-cp313-manylinux_2_17_x86_64|_m.cpython-313t-x86_64-linux-gnu.so|CPython 3.13 without GIL",
                "cp311-cp311-manylinux_2_17_x86_64|_m.cpython-39-x86_64-linux-gnu.so|only imported by CPython 3.9; the",
                "cp311-cp311-manylinux_2_17_x86_64|_m.cpython-311-aarch64-linux-gnu.so|on aarch64-linux-gnu; the wheel",
                "cp311-cp311-manylinux_2_17_x86_64|_m.cpython-311-x86_64-linux-musl.so|on x86_64-linux-musl; the wheel",
                "cp311-cp311-manylinux_2_17_x86_64|_m.cpython-311-darwin.so|is only imported on darwin",
                "cp311-cp311-musllinux_1_2_x86_64|_m.cpython-311-x86_64-linux-gnu.so|on x86_64-linux-gnu; the wheel",
                "cp310-cp310-musllinux_1_2_x86_64|_m.cpython-310-x86_64-linux-gnu.so|",
                "cp311-cp311-musllinux_1_2_x86_64|_m.cpython-311-x86_64-linux-musl.so|",
                "cp311-cp311-manylinux_2_17_i686|_m.cpython-311-i386-linux-gnu.so|",
                "cp311-cp311-manylinux_2_31_armv7l|_m.cpython-311-arm-linux-gnueabihf.so|",
                "cp311-cp311-manylinux_2_17_ppc64le|_m.cpython-311-powerpc64le-linux-gnu.so|",
                "cp39-abi3-manylinux_2_17_x86_64|_m.cpython-39-x86_64-linux-gnu.so|says that the wheel is for newer"
                        + " ones",
                "py3-none-manylinux_2_17_x86_64|_m.cpython-39-x86_64-linux-gnu.so|says that the wheel is for newer"
                        + " ones",
                "cp39.cp310-cp39.cp310-linux_x86_64|_m.cpython-39-x86_64-linux-gnu.so|for another one as well",
                "pp39-pypy39_pp73-linux_x86_64|_m.pypy39-pp73-x86_64-linux-gnu.so|",
                "py3-none-macosx_11_0_arm64|_m.cpython-39-darwin.so|says that the wheel is for newer ones"
            })
    void findsExtensionModulesThatNoPythonOfTheWheelImports(String tags, String file, String message)
            throws IOException {
        List<Finding> findings = findings(TestWheels.wheel("demo", "1.0", tags).file("demo/" + file, "x"));

        if (message == null) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).extracting(Finding::code).containsExactly("extension-not-imported");
            assertThat(findings.get(0).message()).contains(message);
        }
    }

    @Test
    void acceptsModulesForOneVersionBesideOneForAll() throws IOException {
        assertThat(findings(TestWheels.wheel("demo", "1.0", "cp39-abi3-linux_x86_64")
                        .file("demo/_m.cpython-39-x86_64-linux-gnu.so", "x")
                        .file("demo/_m.abi3.so", "x")))
                .isEmpty();
        assertThat(findings(TestWheels.wheel("demo", "1.0", "cp39.cp310-cp39.cp310-linux_x86_64")
                        .file("demo/_m.cpython-39-x86_64-linux-gnu.so", "x")
                        .file("demo/_m.cpython-310-x86_64-linux-gnu.so", "x")))
                .isEmpty();
    }

    private static TestWheels demo() {
        return TestWheels.wheel("demo", "1.0", "py3-none-any").file("demo/__init__.py", "x = 1\n");
    }

    /** Fields of the same name take the place of the usual ones, but for Summary. */
    private static TestWheels metadata(String version, String lines) {
        StringBuilder text = new StringBuilder();
        for (String usual : List.of("Metadata-Version: " + version, "Name: demo", "Version: 1.0")) {
            String name = usual.substring(0, usual.indexOf(':') + 1);
            if (!lines.startsWith(name)) {
                text.append(usual).append('\n');
            }
        }
        return demo().distInfo("METADATA", text + "Summary: a test\n" + lines + "\n");
    }

    private List<Finding> findings(TestWheels wheel) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel.writeTo(directory))) {
            return WheelCheck.run(archive, EntryVisitor.NONE, 1).findings();
        }
    }
}
