package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares METADATA with the core metadata specification up to version 2.5, and with what package indexes such as PyPI
 * ask of it beyond that. An error is what installers or indexes refuse; a warning is what one of them refuses only
 * sometimes or by a policy of its own.
 */
final class MetadataCheck {

    /** In the order of time; 2.0 was never finished, but tools wrote it. */
    private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5");

    /** Each field with the version that brought it; those that may be repeated are in {@link #REPEATED}. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("metadata-version", "1.0"),
            Map.entry("name", "1.0"),
            Map.entry("version", "1.0"),
            Map.entry("platform", "1.0"),
            Map.entry("summary", "1.0"),
            Map.entry("description", "1.0"),
            Map.entry("keywords", "1.0"),
            Map.entry("home-page", "1.0"),
            Map.entry("author", "1.0"),
            Map.entry("author-email", "1.0"),
            Map.entry("license", "1.0"),
            Map.entry("supported-platform", "1.1"),
            Map.entry("download-url", "1.1"),
            Map.entry("classifier", "1.1"),
            Map.entry("requires", "1.1"),
            Map.entry("provides", "1.1"),
            Map.entry("obsoletes", "1.1"),
            Map.entry("maintainer", "1.2"),
            Map.entry("maintainer-email", "1.2"),
            Map.entry("requires-dist", "1.2"),
            Map.entry("provides-dist", "1.2"),
            Map.entry("obsoletes-dist", "1.2"),
            Map.entry("requires-python", "1.2"),
            Map.entry("requires-external", "1.2"),
            Map.entry("project-url", "1.2"),
            Map.entry("description-content-type", "2.1"),
            Map.entry("provides-extra", "2.1"),
            Map.entry("dynamic", "2.2"),
            Map.entry("license-expression", "2.4"),
            Map.entry("license-file", "2.4"),
            Map.entry("import-name", "2.5"),
            Map.entry("import-namespace", "2.5"));

    private static final Set<String> REPEATED = Set.of(
            "platform",
            "supported-platform",
            "classifier",
            "requires",
            "provides",
            "obsoletes",
            "requires-dist",
            "provides-dist",
            "obsoletes-dist",
            "requires-external",
            "project-url",
            "provides-extra",
            "dynamic",
            "license-file",
            "import-name",
            "import-namespace");

    private static final int LONGEST_SUMMARY = 512;
    private static final int LONGEST_LABEL = 32;

    private final WheelArchive archive;
    private final CoreMetadata metadata;
    private final String where;
    private final Findings findings;

    MetadataCheck(WheelArchive archive, CoreMetadata metadata, String distInfo, Findings findings) {
        this.archive = archive;
        this.metadata = metadata;
        this.where = distInfo + "/METADATA";
        this.findings = findings;
    }

    void check() {
        version();
        if (!ProjectName.isValid(metadata.name())) {
            broken("Name '" + metadata.name() + "' is not a name of a project");
        }
        if (Pep440Version.tryParse(metadata.version()).isEmpty()) {
            broken("Version '" + metadata.version() + "' is not a version as PEP 440 defines them");
        } else if (metadata.version().indexOf('+') >= 0) {
            findings.add(
                    WheelProblem.VERSION_LOCAL,
                    where,
                    "the version " + metadata.version()
                            + " has a local label, which PyPI refuses; other indexes take it");
        }
        fields();
        texts();
        dependencies();
        licenses();
    }

    private void version() {
        String version = metadata.metadataVersion();
        if (version.isEmpty()) {
            broken("Metadata-Version is missing");
        } else if (!VERSIONS.contains(version)) {
            broken("Metadata-Version '" + version + "' is unknown");
        }
    }

    private void fields() {
        int version = VERSIONS.indexOf(metadata.metadataVersion());
        for (Map.Entry<String, Integer> field : metadata.fieldCounts().entrySet()) {
            String name = Ascii.lowerCase(field.getKey());
            String since = FIELDS.get(name);
            if (since == null) {
                doubtful("the field " + field.getKey() + " is not in the core metadata specification");
                continue;
            }
            if (field.getValue() > 1 && !REPEATED.contains(name)) {
                broken("the field " + field.getKey() + " stands there " + field.getValue() + " times");
            }
            if (version >= 0 && VERSIONS.indexOf(since) > version) {
                findings.add(
                        WheelProblem.METADATA_FIELD_TOO_NEW,
                        where,
                        "the field " + field.getKey() + " is new in version " + since + ", Metadata-Version is "
                                + metadata.metadataVersion() + "; PyPI refuses an upload whose client sends it");
            }
        }
    }

    private void texts() {
        String summary = metadata.first("Summary");
        if (summary.indexOf('\n') >= 0) {
            broken("Summary has more than one line");
        } else if (summary.length() > LONGEST_SUMMARY) {
            broken("Summary has " + summary.length() + " characters, more than the " + LONGEST_SUMMARY
                    + " that PyPI takes");
        }
        contentType(Ascii.lowerCase(metadata.first("Description-Content-Type")));
        for (String url : metadata.values("Project-URL")) {
            int comma = url.indexOf(',');
            String label = comma < 0 ? "" : url.substring(0, comma).strip();
            if (label.isEmpty() || url.substring(comma + 1).isBlank()) {
                broken("Project-URL '" + url + "' is not a label, a comma and an address");
            } else if (label.length() > LONGEST_LABEL) {
                broken("Project-URL has a label of more than " + LONGEST_LABEL + " characters: '" + label + "'");
            }
        }
        for (String dynamic : metadata.values("Dynamic")) {
            String name = Ascii.lowerCase(dynamic);
            if (!FIELDS.containsKey(name)
                    || Set.of("name", "version", "metadata-version").contains(name)) {
                broken("Dynamic names '" + dynamic + "', which is not the name of a field that may be dynamic");
            }
        }
    }

    private void contentType(String text) {
        if (text.isEmpty()) {
            return;
        }
        List<String> parts = Ascii.split(text, ';');
        if (!Set.of("text/plain", "text/x-rst", "text/markdown")
                .contains(parts.get(0).strip())) {
            broken("Description-Content-Type is '" + text + "', and not text/plain, text/x-rst or text/markdown");
        }
        for (String part : parts.subList(1, parts.size())) {
            String parameter = part.strip().replace("\"", "");
            boolean wrong = parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")
                    || parts.get(0).strip().equals("text/markdown")
                            && parameter.startsWith("variant=")
                            && !Set.of("variant=gfm", "variant=commonmark").contains(parameter);
            if (wrong) {
                broken("Description-Content-Type has the parameter '" + parameter + "', which indexes refuse");
            }
        }
    }

    private void dependencies() {
        String python = metadata.first("Requires-Python");
        if (!SpecifierText.isSpecifierSet(python)) {
            broken("Requires-Python '" + python + "' is not a set of version specifiers");
        }
        for (String requirement : metadata.requiresDist()) {
            String problem = SpecifierText.problemOfRequirement(requirement);
            if (!problem.isEmpty()) {
                broken("Requires-Dist '" + requirement + "' " + problem);
            } else if (SpecifierText.isDirect(requirement)) {
                doubtful("Requires-Dist '" + requirement + "' names an address, which PyPI refuses");
            }
        }
        for (String extra : metadata.providesExtra()) {
            if (!ProjectName.isValid(extra)) {
                broken("Provides-Extra '" + extra + "' is not a name of an extra");
            }
        }
    }

    private void licenses() {
        String expression = metadata.first("License-Expression");
        if (!expression.isEmpty()) {
            if (!SpecifierText.isLicenseExpression(expression)) {
                broken("License-Expression '" + expression + "' is not an SPDX expression");
            }
            if (!metadata.first("License").isEmpty()) {
                doubtful("License and License-Expression are both there; PyPI refuses that");
            }
            if (metadata.values("Classifier").stream().anyMatch(value -> value.startsWith("License ::"))) {
                doubtful(
                        "License-Expression and a classifier 'License ::' are both there; PEP 639 deprecates the classifier");
            }
        }
        boolean checked = VERSIONS.indexOf(metadata.metadataVersion()) >= VERSIONS.indexOf("2.4");
        String directory = where.substring(0, where.lastIndexOf('/')) + "/licenses/";
        for (String file : metadata.values("License-File")) {
            if (file.isEmpty()
                    || file.startsWith("/")
                    || file.indexOf('\\') >= 0
                    || ("/" + file + "/").contains("/../")) {
                broken("License-File '" + file + "' is not a path inside the project");
            } else if (checked && archive.entry(directory + file).isEmpty()) {
                findings.add(
                        WheelProblem.LICENSE_FILE_MISSING,
                        directory + file,
                        "METADATA names it as License-File, the wheel doesn't have it");
            }
        }
    }

    private void broken(String message) {
        findings.add(WheelProblem.METADATA_FIELD_BROKEN, where, message);
    }

    private void doubtful(String message) {
        findings.add(WheelProblem.METADATA_FIELD_DOUBTFUL, where, message);
    }
}
