package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.SourceArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks at the files of a release together: what the one has that another lacks. */
public final class SetAudit {

    private final List<Member> members = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /**
     * One file of the set.
     *
     * @param says the platform tags of its name
     * @param could the tag that it complies with; empty if it has no report
     * @param missing libraries that nobody brings
     * @param errors how many findings are errors
     * @param warnings how many are warnings
     */
    public record Row(String file, String says, String could, List<String> missing, long errors, long warnings) {}

    /**
     * What there is to say of the set.
     *
     * @param rows in the order given
     */
    public record Report(List<Row> rows, List<Finding> findings) {
        public Report {
            rows = List.copyOf(rows);
            findings = List.copyOf(findings);
        }
    }

    private record Member(String file, String flavour, SortedSet<String> platforms, CoreMetadata metadata) {}

    /** Adds a wheel or a source distribution; one that can't be read is only a row. */
    public void add(Path file, AuditReport report) throws IOException {
        rows.add(row(report));
        try {
            members.add(SourceAudit.applies(file) ? source(file) : wheel(file));
        } catch (EngineException e) {
            // Its own report says so.
        }
    }

    /** Adds a file that has no report. */
    public void addWithoutReport(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            members.add(wheel(file));
            rows.add(new Row(name, tags(name), "any", List.of(), 0, 0));
        } catch (EngineException e) {
            rows.add(new Row(name, "", "", List.of(), 1, 0));
        }
    }

    private static String tags(String name) {
        return name.endsWith(".whl")
                ? String.join(".", WheelFilename.parse(name).platformTags())
                : SourceAudit.SOURCE;
    }

    private static Row row(AuditReport report) {
        Set<String> missing = new TreeSet<>();
        for (SystemPart system : report.systems()) {
            system.libraries().stream()
                    .filter(library -> library.bringer() == Bringer.NOBODY)
                    .forEach(library -> missing.add(library.name()));
        }
        missing.addAll(report.externalLibraries());
        return new Row(
                report.filename(),
                tags(report.filename()),
                report.overall(),
                List.copyOf(missing),
                count(report, Severity.ERROR),
                count(report, Severity.WARNING));
    }

    private static long count(AuditReport report, Severity severity) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static Member source(Path file) throws IOException {
        return new Member(String.valueOf(file.getFileName()), "", new TreeSet<>(), SourceArchive.metadata(file));
    }

    private static Member wheel(Path file) throws IOException {
        try (WheelArchive archive = WheelArchive.open(file)) {
            WheelFilename name = archive.filename();
            SortedSet<String> platforms = new TreeSet<>();
            for (String text : name.platformTags()) {
                PlatformTag tag = PlatformTag.parse(text);
                platforms.add(family(tag) + (tag.architecture().isEmpty() ? "" : " " + tag.architecture()));
            }
            String flavour = name.normalizedName() + " " + String.join(".", name.pythonTags()) + "-"
                    + String.join(".", name.abiTags());
            return new Member(name.toString(), flavour, platforms, archive.metadata());
        }
    }

    private static String family(PlatformTag tag) {
        return switch (tag.kind()) {
            case MANYLINUX, LINUX -> "Linux";
            case MUSLLINUX -> "Linux with musl";
            case WINDOWS -> "Windows";
            case MACOS -> "macOS";
            case ANY -> "any";
            default -> tag.text();
        };
    }

    /** All that was found. */
    public Report report() {
        List<Finding> findings = new ArrayList<>();
        platforms(findings);
        Map<String, List<Member>> projects = new TreeMap<>();
        for (Member member : members) {
            projects.computeIfAbsent(member.metadata.normalizedName(), name -> new ArrayList<>())
                    .add(member);
        }
        projects.forEach((project, some) -> {
            differ(AuditProblem.SET_VERSION_DIFFERS, project, some, "Version", one -> one.metadata.version(), findings);
            differ(
                    AuditProblem.SET_PYTHON_DIFFERS,
                    project,
                    some,
                    "Requires-Python",
                    one -> one.metadata.requiresPython().orElse("nothing"),
                    findings);
            List<Member> wheels =
                    some.stream().filter(one -> !one.flavour.isEmpty()).toList();
            differ(
                    AuditProblem.SET_DEPENDENCIES_DIFFER,
                    project,
                    wheels,
                    "Requires-Dist",
                    one -> one.metadata.requiresDist().isEmpty()
                            ? "nothing"
                            : String.join(", ", new TreeSet<>(one.metadata.requiresDist())),
                    findings);
        });
        findings.sort(null);
        return new Report(rows, findings);
    }

    /** A platform that all flavours but one have. */
    private void platforms(List<Finding> findings) {
        Map<String, SortedSet<String>> byFlavour = new TreeMap<>();
        for (Member member : members) {
            if (!member.flavour.isEmpty() && !member.platforms.contains("any")) {
                byFlavour
                        .computeIfAbsent(member.flavour, key -> new TreeSet<>())
                        .addAll(member.platforms);
            }
        }
        Set<String> all = new TreeSet<>();
        byFlavour.values().forEach(all::addAll);
        for (String platform : all) {
            List<String> lacking = byFlavour.entrySet().stream()
                    .filter(flavour -> !flavour.getValue().contains(platform))
                    .map(Map.Entry::getKey)
                    .toList();
            if (lacking.size() == 1 && byFlavour.size() > 1) {
                findings.add(AuditProblem.SET_PLATFORM_MISSING.at(
                        lacking.get(0),
                        "has no wheel for " + platform + ", which the other "
                                + (byFlavour.size() == 2 ? "one has" : byFlavour.size() - 1 + " have")));
            }
        }
    }

    private static void differ(
            AuditProblem problem,
            String project,
            List<Member> members,
            String field,
            Function<Member, String> value,
            List<Finding> findings) {
        Map<String, String> first = new TreeMap<>();
        members.forEach(member -> first.putIfAbsent(value.apply(member), member.file));
        if (first.size() > 1) {
            List<String> said = first.entrySet().stream()
                    .limit(3)
                    .map(one -> one.getKey() + " (" + one.getValue() + ")")
                    .toList();
            findings.add(problem.at(project, "its files differ in " + field + ": " + String.join("; ", said)));
        }
    }
}
