package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An inspection as text for a terminal. */
public final class InspectionText {

    private static final int NATIVES = 12;
    private static final int ITEMS = 8;
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final WheelInspection wheel;
    private final boolean verbose;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, List<InspectedFinding>> findings = new LinkedHashMap<>();

    private InspectionText(WheelInspection wheel, boolean verbose) {
        this.wheel = wheel;
        this.verbose = verbose;
        for (InspectedFinding finding : wheel.findings()) {
            findings.computeIfAbsent(finding.where(), any -> new ArrayList<>()).add(finding);
        }
    }

    /** @param verbose whether to list every file, every native file and the names of exports */
    public static List<String> of(WheelInspection wheel, boolean verbose) {
        InspectionText text = new InspectionText(wheel, verbose);
        text.write();
        return text.lines;
    }

    private void write() {
        lines.add(wheel.filename());
        line(
                "size",
                ByteSize.print(wheel.size()) + ", " + counted(wheel.fileCount(), "file") + ", "
                        + ByteSize.print(wheel.inflatedSize()) + " unpacked");
        line("sha256", wheel.sha256());
        line("complies with", wheel.compliesWith());
        if (!wheel.generator().isEmpty()) {
            line("made by", wheel.generator());
        }
        items("metadata", metadata());
        items("entry points", wheel.entryPoints());
        items("licences", wheel.licenses());
        items("SBOM", wheel.sboms());
        items(
                "statements",
                wheel.statements().stream().map(InspectionText::statement).toList());
        findingsOf(wheel.filename());
        lines.add("files");
        lines.addAll(FileTree.lines(wheel, verbose));
        natives();
        findings.forEach((where, found) -> found.forEach(finding -> lines.add("  " + where + ": " + finding.words())));
    }

    private List<String> metadata() {
        return wheel.metadata().stream()
                .filter(field -> verbose || !field.name().equalsIgnoreCase("Classifier"))
                .map(field -> field.name() + ": " + field.value())
                .toList();
    }

    private static String statement(InspectedStatement statement) {
        if (!statement.problem().isEmpty()) {
            return statement.file() + ": " + statement.problem();
        }
        return statement.file() + ": " + statement.predicateType()
                + (statement.aboutThis() ? ", about this file" : ", NOT about this file")
                + (statement.keyId().isEmpty() ? "" : ", key " + statement.keyId())
                + "; verify it with mlc-wheels verify";
    }

    private void natives() {
        if (wheel.natives().isEmpty()) {
            return;
        }
        lines.add("native files");
        int shown = verbose ? EVERYTHING : NATIVES;
        wheel.natives().stream().limit(shown).forEach(this::nativeFile);
        if (wheel.natives().size() > shown) {
            lines.add("  and " + (wheel.natives().size() - shown) + " more native files: --verbose lists all");
        }
        lines.add("libraries from outside");
        outside().forEach((name, who) -> lines.add("  " + name + ": " + who));
    }

    /** What no file of the wheel brings, and who does. */
    private Map<String, String> outside() {
        Map<String, Integer> needers = new TreeMap<>();
        Map<String, String> bringers = new TreeMap<>();
        for (InspectedNative file : wheel.natives()) {
            for (InspectedNeed need : file.needs()) {
                if (!need.inWheel()) {
                    needers.merge(need.name(), 1, Integer::sum);
                    bringers.put(need.name(), need.words());
                }
            }
        }
        bringers.replaceAll((name, who) -> who + ", needed by " + counted(needers.get(name), "file"));
        return bringers;
    }

    private void nativeFile(InspectedNative file) {
        lines.add("  " + file.path());
        detail(
                "is",
                file.system() + " " + String.join(", ", file.architectures())
                        + (file.program() ? ", a program" : "") + (file.graft() ? ", a graft" : "") + ", "
                        + ByteSize.print(file.size()));
        file.needs().forEach(need -> detail("needs", need.name() + ": " + need.words()));
        if (!file.searchPaths().isEmpty()) {
            detail("searches", String.join(", ", file.searchPaths()));
        }
        if (!file.minimum().isEmpty()) {
            detail("asks for", file.minimum());
        }
        if (!file.problem().isEmpty()) {
            detail("problem", file.problem());
        }
        if (file.exports() + file.weakExports() > 0) {
            detail(
                    "exports",
                    counted(file.exports(), "symbol")
                            + (file.weakExports() == 0 ? "" : " and " + counted(file.weakExports(), "weak one")));
            file.exportNames().forEach(name -> detail("", name));
        }
        if (verbose) {
            file.sections()
                    .forEach(section -> detail("section", section.name() + " " + ByteSize.print(section.size())));
        }
        List<InspectedFinding> found = findings.remove(file.path());
        if (found != null) {
            found.forEach(finding -> detail("", finding.words()));
        }
    }

    private void findingsOf(String where) {
        List<InspectedFinding> found = findings.remove(where);
        if (found != null) {
            found.forEach(finding -> line("", finding.words()));
        }
    }

    private void items(String label, List<String> items) {
        int shown = verbose ? EVERYTHING : ITEMS;
        for (int i = 0; i < Math.min(shown, items.size()); i++) {
            line(i == 0 ? label : "", items.get(i));
        }
        if (items.size() > shown) {
            line("", "and " + (items.size() - shown) + " more");
        }
    }

    private void line(String label, String text) {
        lines.add("  " + label + " ".repeat(Math.max(1, 15 - label.length())) + text);
    }

    private void detail(String label, String text) {
        lines.add("    " + label + " ".repeat(Math.max(1, 10 - label.length())) + text);
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
