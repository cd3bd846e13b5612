package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditDocumentTest {

    private static final String TEXT = read();

    @Test
    void namesEveryFinding() {
        for (Problem kind : FindingKinds.all()) {
            assertThat(TEXT)
                    .contains("| `" + kind.code() + "` | "
                            + kind.severity().name().toLowerCase(java.util.Locale.ROOT) + " | " + kind.meaning()
                            + " |");
        }
    }

    @Test
    void namesNoFindingThatThereIsNot() {
        Set<String> codes = new TreeSet<>();
        FindingKinds.all().forEach(kind -> codes.add(kind.code()));
        Matcher row = Pattern.compile("\\| `([a-z0-9-]+)` \\| (error|warning|info) \\|")
                .matcher(TEXT);
        Set<String> listed = new TreeSet<>();
        while (row.find()) {
            listed.add(row.group(1));
        }

        assertThat(listed).isEqualTo(codes);
    }

    @Test
    void namesEveryKindOfPin() {
        for (Pin.Kind kind : Pin.Kind.values()) {
            assertThat(TEXT).contains("`" + AuditReportJson.lower(kind) + "`");
        }
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("mlcwheels.basedir", ".."), "docs", "audit.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
