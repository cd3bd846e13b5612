package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.inspect.OpenWheel;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.EntryPoints;
import io.jenkins.plugins.mlcwheels.engine.wheel.ProjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What two wheels say differently of themselves. */
final class MetadataChanges {

    /** What stands for entry points, which METADATA does not have. */
    static final String ENTRY_POINT = "Entry-Point";

    /** What stands for the content of files of licences. */
    static final String LICENSE_TEXT = "License-Text";

    private static final String LICENSE_CLASSIFIER = "License ::";

    private static final List<String> FIELDS = List.of(
            "Name",
            "Requires-Python",
            "Requires-Dist",
            "Provides-Extra",
            "License-Expression",
            "License",
            "License-File");

    /** A requirement that is there only if an extra is asked for. */
    private static final Pattern OF_EXTRA = Pattern.compile(".*;.*\\bextra\\s*==.*", Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._-]*");

    private static final int LONGEST_VALUE = 160;

    private final OpenWheel before;
    private final OpenWheel after;
    private final List<FieldChange> changes = new ArrayList<>();

    MetadataChanges(OpenWheel before, OpenWheel after) {
        this.before = before;
        this.after = after;
    }

    static boolean isLicense(String field) {
        return field.toLowerCase(Locale.ROOT).startsWith("license");
    }

    List<FieldChange> of(List<PairedFiles.Pair> pairs) throws IOException {
        Optional<CoreMetadata> old = before.metadata();
        Optional<CoreMetadata> young = after.metadata();
        for (String field : FIELDS) {
            add(field, values(old, field), values(young, field));
        }
        add("License classifiers", licenses(old), licenses(young));
        add(ENTRY_POINT, entryPoints(before), entryPoints(after));
        List<String> texts = pairs.stream()
                .filter(pair -> pair.before() != null && pair.after() != null && !pair.isSame())
                .map(PairedFiles.Pair::path)
                .filter(MetadataChanges::isLicenseText)
                .toList();
        if (!texts.isEmpty()) {
            changes.add(new FieldChange(LICENSE_TEXT, texts, texts));
        }
        return changes;
    }

    private static boolean isLicenseText(String path) {
        return path.matches("[^/]+\\.dist-info/(licenses/.*|(LICEN[CS]E|COPYING|NOTICE)[^/]*)");
    }

    private static List<String> values(Optional<CoreMetadata> metadata, String field) {
        return metadata.map(any -> any.values(field)).orElse(List.of());
    }

    private static List<String> licenses(Optional<CoreMetadata> metadata) {
        return values(metadata, "Classifier").stream()
                .filter(value -> value.startsWith(LICENSE_CLASSIFIER))
                .toList();
    }

    private static List<String> entryPoints(OpenWheel wheel) throws IOException {
        return wheel.entryPoints().all().stream()
                .map(EntryPoints.EntryPoint::toString)
                .toList();
    }

    private void add(String field, List<String> old, List<String> young) {
        SortedSet<String> removed = new TreeSet<>(old);
        young.forEach(removed::remove);
        SortedSet<String> added = new TreeSet<>(young);
        old.forEach(added::remove);
        if (!removed.isEmpty() || !added.isEmpty()) {
            changes.add(new FieldChange(field, shown(removed), shown(added)));
        }
    }

    /** The text of a licence may stand in a field. */
    private static List<String> shown(SortedSet<String> values) {
        return values.stream()
                .map(value -> PrintableText.folded(value, LONGEST_VALUE))
                .toList();
    }

    /** Projects that are required now, without those of extras. */
    List<String> newDependencies() throws IOException {
        SortedSet<String> projects = projects(after.metadata());
        projects.removeAll(projects(before.metadata()));
        return List.copyOf(projects);
    }

    private static SortedSet<String> projects(Optional<CoreMetadata> metadata) {
        SortedSet<String> projects = new TreeSet<>();
        for (String requirement : values(metadata, "Requires-Dist")) {
            var name = NAME.matcher(requirement);
            if (name.find() && !OF_EXTRA.matcher(requirement).matches()) {
                projects.add(ProjectName.normalized(name.group()));
            }
        }
        return projects;
    }
}
