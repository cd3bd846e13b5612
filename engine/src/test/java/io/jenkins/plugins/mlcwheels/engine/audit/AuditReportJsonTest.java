package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditReportJsonTest {

    private static final AuditReport REPORT = new AuditReport(
            "dist/demo-1.0-py3-none-manylinux_2_28_x86_64.whl",
            "demo-1.0-py3-none-manylinux_2_28_x86_64.whl",
            12345,
            Optional.of("ab".repeat(32)),
            "x86_64",
            "glibc",
            "linux_x86_64",
            "manylinux_2_28_x86_64",
            sets("libc.so.6", "GLIBC_2.28"),
            List.of(new PolicyOutcome(
                    "manylinux_2_28_x86_64", false, List.of("libfoo.so.1"), sets("libz.so.1", "inflate_fast"))),
            List.of("demo.libs/libbar-12345678.so.1"),
            true,
            false,
            false,
            List.of(new Pin(
                    Pin.Kind.SYMBOL_VERSION,
                    "manylinux_2_28_x86_64",
                    "GLIBC_2.28",
                    "libc.so.6",
                    List.of("demo/libdemo.so"),
                    1,
                    List.of("fcntl64"),
                    "demo/libdemo.so needs GLIBC_2.28",
                    "Build on an older system.")),
            List.of(new Finding(Severity.WARNING, "executable-stack", "demo/libdemo.so", "asks for it")));

    @Test
    void readsBackWhatItWrote() {
        assertThat(AuditReportJson.parse(REPORT.toJson())).isEqualTo(REPORT);
    }

    @Test
    void writesOneLineInTheDocumentedShape() {
        assertThat(REPORT.toJson())
                .startsWith("{\"schemaVersion\":1,\"path\":\"dist/demo-1.0")
                .contains("\"passed\":true", "\"kind\":\"symbol-version\"", "\"severity\":\"warning\"")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"schemaVersion\":1 | \"schemaVersion\":3 | schemaVersion is not 1 or 2",
                "\"schemaVersion\":1 | \"schemaVersion\":\"1\" | schemaVersion is missing or of another type",
                "\"size\":12345 | \"size\":-1 | size is missing or of another type",
                "\"size\":12345 | \"size\":1e99 | size is missing or of another type",
                "\"size\":12345, | `` | size is missing or of another type",
                "\"passed\":true | \"passed\":false | passed contradicts the findings",
                "\"libc\":\"glibc\" | \"libc\":\"glibc\",\"extra\":1 | report has fields that are not known",
                "\"libc\":\"glibc\" | \"libc\":\"a\\u0007b\" | libc has control characters",
                "\"libc\":\"glibc\" | \"libc\":\"glibc\",\"libc\":\"musl\" | Duplicate field 'libc'",
                "abababab | xbababab | sha256 is not a SHA-256 in hexadecimal",
                "symbol-version | bug | kind is not one of those known",
                "\"grafted\":[ | \"grafted\":[1, | grafted has something other than texts",
            })
    void refusesWhatIsNotOfThatForm(String from, String to, String message) {
        String text = REPORT.toJson()
                .replaceFirst(
                        java.util.regex.Pattern.quote(from),
                        java.util.regex.Matcher.quoteReplacement(to == null ? "" : to));
        assertThat(text).isNotEqualTo(REPORT.toJson());
        assertThatThrownBy(() -> AuditReportJson.parse(text))
                .isInstanceOf(InvalidAuditReportException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesTooMuch() {
        String item = "\"x\",".repeat(30_000);
        String text = REPORT.toJson().replace("\"grafted\":[", "\"grafted\":[" + item);
        assertThatThrownBy(() -> AuditReportJson.parse(text)).hasMessageContaining("more than 20000 items");
        assertThatThrownBy(() -> AuditReportJson.parse("[".repeat(100_000)))
                .isInstanceOf(InvalidAuditReportException.class);
        assertThatThrownBy(() -> AuditReportJson.parse(REPORT.toJson() + "{}"))
                .isInstanceOf(InvalidAuditReportException.class);
    }

    @Test
    void refusesEveryMutilationWithTheSameException() {
        Random random = new Random(42);
        String text = REPORT.toJson();
        for (int i = 0; i < 3000; i++) {
            StringBuilder broken = new StringBuilder(text);
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> broken.setLength(at);
                case 1 -> broken.deleteCharAt(at);
                default -> broken.setCharAt(at, (char) random.nextInt(128));
            }
            try {
                AuditReportJson.parse(broken.toString());
            } catch (InvalidAuditReportException expected) {
                assertThat(expected.getMessage()).startsWith("no audit report: ");
            }
        }
    }

    @Test
    void printsAuditwheelsShape() throws Exception {
        assertThat(new ObjectMapper().readTree(AuditwheelJson.write(REPORT)))
                .isEqualTo(new ObjectMapper().readTree("""
                    {"version": 1, "wheel": "demo-1.0-py3-none-manylinux_2_28_x86_64.whl", "pure": false,
                     "overall_tag": "linux_x86_64", "sym_tag": "manylinux_2_28_x86_64", "pyfpe": false, "ucs2": false,
                     "unsupported_isa": true, "versioned_symbols": {"libc.so.6": ["GLIBC_2.28"]},
                     "external_libs": {"libfoo.so.1": null},
                     "policy_upgrades": {"manylinux_2_28_x86_64": {"libs_to_eliminate": ["libfoo.so.1"],
                       "blacklisted_symbols": {"libz.so.1": ["inflate_fast"]}}}}\
                    """));
        assertThat(AuditwheelJson.writeError("a.whl", "broken"))
                .isEqualTo("{\n    \"version\": 1,\n    \"wheel\": \"a.whl\",\n    \"error\": \"broken\"\n}");
    }

    private static TreeMap<String, SortedSet<String>> sets(String key, String value) {
        TreeMap<String, SortedSet<String>> sets = new TreeMap<>();
        sets.put(key, new TreeSet<>(List.of(value)));
        return sets;
    }
}
