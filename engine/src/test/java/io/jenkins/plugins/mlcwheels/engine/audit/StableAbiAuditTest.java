package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extension modules that say they keep to the stable ABI of a Python. */
class StableAbiAuditTest {

    @TempDir
    private java.nio.file.Path directory;

    @Test
    void shouldTakeWhatTheStableAbiHas() throws IOException {
        TestElf module = module().undefined("PyLong_FromLong").undefined("PyUnicode_AsUTF8AndSize");

        assertThat(audit("cp310-abi3", "demo/mod.abi3.so", module).passed()).isTrue();
    }

    @Test
    void shouldRefuseWhatOnlyANewerOneHas() throws IOException {
        AuditReport report = audit("cp310-abi3", "demo/mod.abi3.so", module().undefined("PyType_GetName"));

        assertThat(report.passed()).isFalse();
        assertThat(violations(report)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.where()).isEqualTo("demo/mod.abi3.so");
            assertThat(finding.message())
                    .isEqualTo("is for cp310-abi3 and uses what the stable ABI of Python 3.10 does not have:"
                            + " PyType_GetName (3.11); all of it is there from 3.11 on");
        });
        assertThat(violations(audit("cp311-abi3", "demo/mod.abi3.so", module().undefined("PyType_GetName"))))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatNoneHas() throws IOException {
        assertThat(violations(audit("cp312-cp312", "demo/mod.abi3.so", module().undefined("PyFrame_New"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).endsWith("does not have: PyFrame_New"));
    }

    @Test
    void shouldOnlyWarnWhereALibraryOfOthersMayBringIt() throws IOException {
        TestElf module = module().needed("libothers.so.1").undefined("PyMethod_New");

        assertThat(violations(audit("cp310-abi3", "demo/mod.abi3.so", module)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void shouldLeaveModulesForOnePythonAlone() throws IOException {
        TestElf module = module().undefined("PyFrame_New");

        assertThat(violations(audit("cp312-cp312", "demo/mod.cpython-312-x86_64-linux-gnu.so", module)))
                .isEmpty();
        assertThat(violations(audit("cp312-cp312", "demo/mod.so", module))).isEmpty();
    }

    private static TestElf module() {
        return TestElf.x86_64()
                .needed("libc.so.6")
                .undefined("puts", "libc.so.6", "GLIBC_2.2.5")
                .defined("PyInit_mod");
    }

    private AuditReport audit(String tags, String path, TestElf module) throws IOException {
        return WheelAuditor.audit(
                TestWheels.wheel("demo", "1.0", tags + "-linux_x86_64")
                        .file(path, module.build())
                        .writeTo(directory),
                AuditOptions.DEFAULT);
    }

    private static List<Finding> violations(AuditReport report) {
        return report.findings().stream()
                .filter(finding -> finding.code().equals("abi3-violated"))
                .toList();
    }
}
