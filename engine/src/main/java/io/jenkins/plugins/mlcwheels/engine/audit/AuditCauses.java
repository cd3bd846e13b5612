package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts what a report lists file by file and library by library together by cause. */
public final class AuditCauses {

    private static final int EXAMPLES = 3;

    /** A prefix of names that is shorter than this is none that a pattern should be made of. */
    private static final int SHORTEST_PREFIX = 5;

    private AuditCauses() {}

    /** Errors first, then what pins the tag, the least portable ceilings first, then warnings and notes. */
    public static List<AuditCause> of(AuditReport report) {
        List<AuditCause> causes = new ArrayList<>();
        List<AuditCause> findings = ofFindings(withoutWhatPins(report), report.filename());
        findings.stream().filter(AuditCause::isError).forEach(causes::add);
        causes.addAll(ofPins(report.pins()));
        findings.stream().filter(cause -> !cause.isError()).forEach(causes::add);
        return causes;
    }

    /** A missing library is said once, with what it does to the tag. */
    private static List<Finding> withoutWhatPins(AuditReport report) {
        List<Finding> rest = new ArrayList<>();
        for (Finding finding : report.findings()) {
            boolean missing = finding.code().equals(PlatformProblem.LIBRARY_NOT_PROVIDED.code());
            if (!missing || report.pins().stream().noneMatch(pin -> says(pin, finding))) {
                rest.add(finding);
            }
        }
        return rest;
    }

    private static boolean says(Pin pin, Finding finding) {
        return pin.kind() == Pin.Kind.EXTERNAL_LIBRARY
                && (finding.message().startsWith(pin.subject() + " ")
                        || LimitedFindings.leftOut(finding.message()) > 0);
    }

    /**
     * Findings by severity and code, in their order.
     *
     * @param wheel the file name of the wheel
     */
    public static List<AuditCause> ofFindings(List<Finding> findings, String wheel) {
        Map<String, List<Finding>> groups = new LinkedHashMap<>();
        findings.forEach(
                finding -> groups.computeIfAbsent(finding.severity() + " " + finding.code(), key -> new ArrayList<>())
                        .add(finding));
        return groups.values().stream().map(group -> cause(group, wheel)).toList();
    }

    private static AuditCause cause(List<Finding> group, String wheel) {
        List<Finding> listed = new ArrayList<>();
        int count = 0;
        for (Finding finding : group) {
            int more = finding.where().equals(wheel) ? LimitedFindings.leftOut(finding.message()) : 0;
            if (more == 0) {
                listed.add(finding);
            }
            count += Math.max(more, 1);
        }
        if (listed.isEmpty()) {
            listed.addAll(group);
        }
        Finding first = listed.get(0);
        Optional<Severity> severity = Optional.of(first.severity());
        String remedy = remedy(first.code());
        if (count == 1) {
            String what = first.where() + ": " + first.message();
            return new AuditCause(severity, first.code(), what, 1, List.of(), remedy);
        }
        boolean same = listed.stream().allMatch(finding -> finding.message().equals(first.message()));
        return same
                ? new AuditCause(
                        severity,
                        first.code(),
                        count + " files: " + first.message(),
                        count,
                        List.of(some(listed.stream().map(Finding::where).toList(), count)),
                        remedy)
                : new AuditCause(
                        severity,
                        first.code(),
                        count + " of this kind",
                        count,
                        lines(
                                listed.stream()
                                        .map(finding -> finding.where() + ": " + finding.message())
                                        .toList(),
                                count),
                        remedy);
    }

    private static String remedy(String code) {
        return FindingKinds.named(code).map(Problem::remedy).orElse("");
    }

    private static List<AuditCause> ofPins(List<Pin> pins) {
        Map<String, List<Pin>> groups = new LinkedHashMap<>();
        for (Pin pin : pins) {
            groups.computeIfAbsent(pin.ceiling() + " " + pin.kind() + " " + pin.remedy(), key -> new ArrayList<>())
                    .add(pin);
        }
        return groups.values().stream().map(AuditCauses::cause).toList();
    }

    private static AuditCause cause(List<Pin> group) {
        Pin first = group.get(0);
        List<String> subjects = group.stream().map(Pin::subject).toList();
        String remedy =
                first.kind() == Pin.Kind.EXTERNAL_LIBRARY ? first.remedy() + " " + excludes(subjects) : first.remedy();
        if (group.size() == 1) {
            return new AuditCause(Optional.empty(), first.ceiling(), first.message(), 1, List.of(), remedy);
        }
        if (first.kind() == Pin.Kind.EXTERNAL_LIBRARY) {
            return new AuditCause(
                    Optional.empty(),
                    first.ceiling(),
                    group.size() + " libraries are needed that are neither in the wheel, where the loader would find"
                            + " them, nor part of every system",
                    group.size(),
                    lines(group.stream().map(AuditCauses::needed).toList(), group.size()),
                    remedy);
        }
        return new AuditCause(
                Optional.empty(),
                first.ceiling(),
                group.size() + " reasons of one kind",
                group.size(),
                lines(group.stream().map(Pin::message).toList(), group.size()),
                remedy);
    }

    private static String needed(Pin pin) {
        return pin.subject() + (pin.elfs().isEmpty() ? "" : ", needed by " + some(pin.elfs(), pin.elfCount(), 1));
    }

    /** The option, ready to be pasted: one pattern for names that begin alike, the first few names otherwise. */
    private static String excludes(List<String> sonames) {
        String prefix = sonames.get(0);
        for (String soname : sonames) {
            int length = 0;
            while (length < Math.min(prefix.length(), soname.length())
                    && prefix.charAt(length) == soname.charAt(length)) {
                length++;
            }
            prefix = prefix.substring(0, length);
        }
        List<String> patterns = sonames.size() > 1 && prefix.length() >= SHORTEST_PREFIX
                ? List.of(prefix + "*")
                : sonames.subList(0, Math.min(EXAMPLES, sonames.size()));
        StringBuilder options = new StringBuilder("Here:");
        patterns.forEach(pattern -> options.append(" --exclude ").append(ShellWords.quote(pattern)));
        return options.append(patterns.size() > 1 && sonames.size() > patterns.size() ? " and so on." : ".")
                .toString();
    }

    private static List<String> lines(List<String> all, int count) {
        List<String> lines = new ArrayList<>(all.subList(0, Math.min(EXAMPLES, all.size())));
        if (count > lines.size()) {
            lines.add("and " + (count - lines.size()) + " more");
        }
        return lines;
    }

    private static String some(List<String> all, int count) {
        return some(all, count, EXAMPLES);
    }

    private static String some(Collection<String> all, int count, int most) {
        List<String> first = all.stream().limit(most).toList();
        return String.join(", ", first) + (count > first.size() ? " and " + (count - first.size()) + " more" : "");
    }
}
