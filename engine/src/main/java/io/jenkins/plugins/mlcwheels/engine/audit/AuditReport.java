package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What the audit of one wheel found, fit to be shown: names from the wheel have no characters that a terminal obeys, and
 * no list is longer than a person or a page can use.
 *
 * @param path of the wheel as it was given
 * @param size of the wheel's file in bytes
 * @param sha256 of the wheel's file in hexadecimal, if it was asked for
 * @param libc {@code glibc} or {@code musl}
 * @param overall the most portable platform tag that the wheel is consistent with
 * @param symbolPolicy the one that its symbol versions alone allow
 * @param versionedSymbols from the SONAME of a library to the versions needed from it
 * @param policies how it stands to each policy, from the least portable, {@code linux} left out
 * @param grafted paths of the libraries that a repair put into it, those in a directory {@code *.libs}
 * @param instructionSet whether it asks for instructions beyond the architecture's baseline
 * @param pins what keeps the tag from being more portable, the least portable ceilings first
 * @param findings all else, errors first
 * @param systems what the wheel has for each system; empty for one that has files for Linux alone
 */
public record AuditReport(
        String path,
        String filename,
        long size,
        Optional<String> sha256,
        String architecture,
        String libc,
        String overall,
        String symbolPolicy,
        SortedMap<String, SortedSet<String>> versionedSymbols,
        List<PolicyOutcome> policies,
        List<String> grafted,
        boolean instructionSet,
        boolean pyFpe,
        boolean ucs2,
        List<Pin> pins,
        List<Finding> findings,
        List<SystemPart> systems) {

    /** Version of the JSON form of a report that says nothing of systems. */
    public static final int SCHEMA_VERSION = 1;

    /** Version of the JSON form of a report that says what the wheel has for each system. */
    public static final int SCHEMA_VERSION_OF_SYSTEMS = 2;

    private static final int MOST_SYSTEMS = 10;

    /** No path of Linux is longer. */
    private static final int LONGEST_PATH = 4000;

    /** A report that says nothing of systems, as those on Linux alone. */
    public AuditReport(
            String path,
            String filename,
            long size,
            Optional<String> sha256,
            String architecture,
            String libc,
            String overall,
            String symbolPolicy,
            SortedMap<String, SortedSet<String>> versionedSymbols,
            List<PolicyOutcome> policies,
            List<String> grafted,
            boolean instructionSet,
            boolean pyFpe,
            boolean ucs2,
            List<Pin> pins,
            List<Finding> findings) {
        this(
                path,
                filename,
                size,
                sha256,
                architecture,
                libc,
                overall,
                symbolPolicy,
                versionedSymbols,
                policies,
                grafted,
                instructionSet,
                pyFpe,
                ucs2,
                pins,
                findings,
                List.of());
    }

    public AuditReport {
        path = PrintableText.line(path, LONGEST_PATH);
        filename = ReportTexts.name(filename);
        versionedSymbols = ReportTexts.sets(versionedSymbols, ReportTexts.MOST_VERSIONS);
        policies = List.copyOf(policies);
        grafted = ReportTexts.names(grafted, ReportTexts.MOST_GRAFTED);
        pins = ReportTexts.first(pins, ReportTexts.MOST_PINS);
        findings = ReportTexts.first(findings, ReportTexts.MOST_FINDINGS);
        systems = ReportTexts.first(systems, MOST_SYSTEMS);
    }

    /** The same of the same wheel at another place. */
    public AuditReport withPath(String place) {
        return with(place, sha256, findings);
    }

    /** The same, with the SHA-256 of the wheel's file. */
    public AuditReport withSha256(String digest) {
        return with(path, Optional.of(digest), findings);
    }

    /** The same, with one more finding, which comes first. */
    public AuditReport withFinding(Finding finding) {
        List<Finding> more = new ArrayList<>(List.of(finding));
        more.addAll(findings);
        return with(path, sha256, more);
    }

    private AuditReport with(String place, Optional<String> digest, List<Finding> found) {
        return new AuditReport(
                place,
                filename,
                size,
                digest,
                architecture,
                libc,
                overall,
                symbolPolicy,
                versionedSymbols,
                policies,
                grafted,
                instructionSet,
                pyFpe,
                ucs2,
                pins,
                found,
                systems);
    }

    /** Whether nothing was found that is an error. */
    public boolean passed() {
        for (Finding finding : findings) {
            if (finding.isError()) {
                return false;
            }
        }
        return true;
    }

    /** SONAMEs of the libraries that are external to the most portable policy. */
    public List<String> externalLibraries() {
        return policies.isEmpty()
                ? List.of()
                : policies.get(policies.size() - 1).externalLibraries();
    }

    /** The version of its JSON form: the oldest that has all of its fields. */
    public int schemaVersion() {
        return systems.isEmpty() ? SCHEMA_VERSION : SCHEMA_VERSION_OF_SYSTEMS;
    }

    /** In the schema of docs/audit.md, on one line. */
    public String toJson() {
        return AuditReportJson.write(this);
    }
}
