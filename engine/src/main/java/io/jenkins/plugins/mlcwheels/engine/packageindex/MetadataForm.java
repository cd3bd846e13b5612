package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of METADATA or PKG-INFO as the upload API wants them, through core metadata 2.5. A field that is newer than
 * the Metadata-Version of the file is left out, since PyPI refuses it.
 *
 * @see <a href="https://docs.pypi.org/api/upload/">Upload API</a>
 */
final class MetadataForm {

    private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5");

    private static final List<Row> ROWS = List.of(
            new Row("Metadata-Version", "metadata_version", "1.0"),
            new Row("Name", "name", "1.0"),
            new Row("Version", "version", "1.0"),
            new Row("Platform", "platform", "1.0"),
            new Row("Supported-Platform", "supported_platform", "1.1"),
            new Row("Summary", "summary", "1.0"),
            new Row("Keywords", "keywords", "1.0"),
            new Row("Home-page", "home_page", "1.0"),
            new Row("Download-URL", "download_url", "1.1"),
            new Row("Author", "author", "1.0"),
            new Row("Author-email", "author_email", "1.0"),
            new Row("Maintainer", "maintainer", "1.2"),
            new Row("Maintainer-email", "maintainer_email", "1.2"),
            new Row("License", "license", "1.0"),
            new Row("License-Expression", "license_expression", "2.4"),
            new Row("License-File", "license_file", "2.4"),
            new Row("Classifier", "classifiers", "1.1"),
            new Row("Requires", "requires", "1.1"),
            new Row("Provides", "provides", "1.1"),
            new Row("Obsoletes", "obsoletes", "1.1"),
            new Row("Requires-Dist", "requires_dist", "1.2"),
            new Row("Provides-Dist", "provides_dist", "1.2"),
            new Row("Obsoletes-Dist", "obsoletes_dist", "1.2"),
            new Row("Requires-Python", "requires_python", "1.2"),
            new Row("Requires-External", "requires_external", "1.2"),
            new Row("Project-URL", "project_urls", "1.2"),
            new Row("Provides-Extra", "provides_extra", "2.1"),
            new Row("Dynamic", "dynamic", "2.2"),
            new Row("Import-Name", "import_name", "2.5"),
            new Row("Import-Namespace", "import_namespace", "2.5"),
            new Row("Description-Content-Type", "description_content_type", "2.1"));

    /** A field of the file, its name in the form, and the version of core metadata that brought it. */
    private record Row(String field, String name, String since) {}

    private MetadataForm() {}

    static boolean isKnown(String version) {
        return VERSIONS.contains(version);
    }

    /** @param content of METADATA or PKG-INFO, which the metadata were read from */
    static List<FormField> fields(CoreMetadata metadata, byte[] content) {
        int version = VERSIONS.indexOf(metadata.metadataVersion());
        List<FormField> fields = new ArrayList<>();
        for (Row row : ROWS) {
            if (VERSIONS.indexOf(row.since) <= version) {
                metadata.values(row.field).forEach(value -> add(fields, row.name, value));
            }
        }
        String description = body(content);
        metadata.values("Description").stream()
                .findFirst()
                .or(() -> java.util.Optional.of(description))
                .ifPresent(value -> add(fields, "description", value));
        return fields;
    }

    private static void add(List<FormField> fields, String name, String value) {
        if (!value.isBlank()) {
            fields.add(new FormField(name, value));
        }
    }

    /** What follows the first empty line. */
    private static String body(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            if (end < 0) {
                return "";
            }
            if (text.substring(from, end).equals("\r") || end == from) {
                return text.substring(end + 1);
            }
            from = end + 1;
        }
        return "";
    }
}
