package io.jenkins.plugins.mlcwheels.view;

import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelTestRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records wheels in a build as the steps do, without building any. */
final class RecordedWheels {

    static final String GOOD = "fastmath-1.2.0-py3-none-manylinux_2_28_x86_64.whl";
    static final String GOOD_SHA = "ab".repeat(32);
    static final String BAD = "fastmath-1.2.0-cp311-cp311-linux_x86_64.whl";
    static final String BAD_SHA = "cd".repeat(32);
    static final String HOSTILE = "<script>document.title = 'owned'</script>";

    private final List<WheelRecord> wheels = new ArrayList<>();
    private final Map<String, String> reports = new LinkedHashMap<>();

    /** Two wheels: one that passed, was archived and tested, and one that failed and has bad words in its report. */
    static void both(Run<?, ?> run) throws IOException {
        new RecordedWheels().good(true).bad().in(run);
        ImportProof proof = new ImportProof(ImportProof.Outcome.PROVEN, List.of("fastmath"));
        WheelsAction.recordTested(run, Map.of(GOOD_SHA, new WheelTestRecord(new WheelTest("3.13.1", proof))));
    }

    RecordedWheels good(boolean archived) {
        AuditReport report = report(
                GOOD,
                GOOD_SHA,
                "manylinux_2_28_x86_64",
                List.of(new Pin(
                        Pin.Kind.SYMBOL_VERSION,
                        "manylinux_2_28_x86_64",
                        "GLIBC_2.28",
                        "libc.so.6",
                        List.of("fastmath/libfastmath.so"),
                        1,
                        List.of("fcntl64"),
                        "fastmath/libfastmath.so needs GLIBC_2.28 of libc.so.6 (fcntl64)",
                        "Build in an image of manylinux_2_27_x86_64 or older.")),
                List.of());
        return add(report, "cpu", archived);
    }

    RecordedWheels bad() {
        AuditReport report = report(
                BAD,
                BAD_SHA,
                "linux_x86_64",
                List.of(new Pin(
                        Pin.Kind.EXTERNAL_LIBRARY,
                        "linux_x86_64",
                        HOSTILE + ".so",
                        HOSTILE + ".so",
                        List.of(),
                        0,
                        List.of(),
                        "needs " + HOSTILE,
                        "Leave " + HOSTILE + " away.")),
                List.of(new Finding(Severity.ERROR, "record-hash-mismatch", "a/" + HOSTILE, "it says " + HOSTILE)));
        return add(report, null, false);
    }

    void in(Run<?, ?> run) throws IOException {
        WheelsAction.record(run, "7", wheels, reports);
    }

    private RecordedWheels add(AuditReport report, String flavour, boolean archived) {
        String tag = report.filename().substring("fastmath-1.2.0-".length()).replace(".whl", "");
        WheelFacts facts = new WheelFacts(
                report.path(),
                report.filename(),
                "fastmath",
                "1.2.0",
                tag,
                report.overall(),
                report.sha256().orElseThrow(),
                report.size(),
                report.passed());
        wheels.add(new WheelRecord(facts, flavour, archived));
        reports.put(facts.sha256(), report.toJson());
        return this;
    }

    private static AuditReport report(
            String filename, String sha256, String overall, List<Pin> pins, List<Finding> findings) {
        SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
        versions.put("libc.so.6", new TreeSet<>(Set.of("GLIBC_2.2.5", "GLIBC_2.28")));
        SortedMap<String, SortedSet<String>> symbols = new TreeMap<>();
        symbols.put("libz.so.1", new TreeSet<>(Set.of("inflate_table")));
        return new AuditReport(
                "wheelhouse/" + filename,
                filename,
                5_242_880,
                Optional.of(sha256),
                "x86_64",
                "glibc",
                overall,
                overall,
                versions,
                List.of(
                        new PolicyOutcome("manylinux_2_28_x86_64", findings.isEmpty(), List.of(), new TreeMap<>()),
                        new PolicyOutcome("manylinux_2_17_x86_64", false, List.of("libmvec.so.1"), symbols)),
                List.of("fastmath.libs/libgomp-a34b3233.so.1.0.0"),
                false,
                false,
                false,
                pins,
                findings);
    }
}
