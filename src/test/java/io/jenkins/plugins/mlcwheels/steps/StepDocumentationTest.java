package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.DataBoundSetter;

/** Holds the forms, their help and docs/steps.md to the parameters that the steps have, and to their defaults. */
class StepDocumentationTest {

    private static final Pattern FIELD = Pattern.compile("<f:entry[^>]* field=\"(\\w+)\"");
    private static final Pattern DEFAULT = Pattern.compile("^(.*) Default: (.*?)\\.?$", Pattern.DOTALL);

    private record Documented(Class<? extends Step> type, String name) {}

    static List<Documented> steps() {
        return List.of(
                new Documented(BuildWheelStep.class, "mlcBuildWheel"),
                new Documented(PlanStep.class, "mlcPlan"),
                new Documented(PublishReleaseStep.class, "mlcPublishRelease"),
                new Documented(ReleaseTagStep.class, "mlcReleaseTag"),
                new Documented(TestWheelStep.class, "mlcTestWheel"),
                new Documented(AuditWheelStep.class, "mlcAuditWheel"),
                new Documented(CompareWheelsStep.class, "mlcCompareWheels"),
                new Documented(PruneImagesStep.class, "mlcPruneImages"),
                new Documented(PruneReleasesStep.class, "mlcPruneReleases"),
                new Documented(PublishPackageStep.class, "mlcPublishPackage"),
                new Documented(PublishIndexStep.class, "mlcPublishIndex"));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void formAsksForEveryParameter(Documented step) throws IOException {
        assertThat(fields(step)).containsExactlyInAnyOrderElementsOf(parameters(step));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void helpNamesTheDefaultThatTheStepHas(Documented step) throws Exception {
        Step unset = step.type().getConstructor().newInstance();
        for (String parameter : fields(step)) {
            Object value = value(unset, parameter);
            String documented = defaultOf(help(step, "-" + parameter));
            if (value instanceof Boolean || value instanceof String) {
                assertThat(documented.replace("`", "")).as(parameter).startsWith(value.toString());
            } else {
                assertThat(documented).as(parameter).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void pageSaysWhatTheHelpSays(Documented step) throws IOException {
        assertThat(section(step)).contains(help(step, "")).contains(table(step));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void pageHasAnExampleOfEveryParameter(Documented step) throws IOException {
        String examples = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL)
                .matcher(section(step))
                .results()
                .map(example -> example.group(1))
                .collect(Collectors.joining());
        for (String parameter : parameters(step)) {
            assertThat(examples).containsPattern("\\b" + parameter + ": ");
        }
    }

    private static TreeSet<String> parameters(Documented step) {
        return Arrays.stream(step.type().getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(method -> method.getName().substring(3, 4).toLowerCase()
                        + method.getName().substring(4))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> fields(Documented step) throws IOException {
        return FIELD.matcher(resource(step, "config.jelly"))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Object value(Step step, String parameter) throws ReflectiveOperationException {
        String property = parameter.substring(0, 1).toUpperCase() + parameter.substring(1);
        for (Method method : step.getClass().getMethods()) {
            if (method.getName().equals("get" + property) || method.getName().equals("is" + property)) {
                return method.invoke(step);
            }
        }
        throw new NoSuchMethodException(property);
    }

    private static String section(Documented step) throws IOException {
        String page = Files.readString(Path.of("docs/steps.md"));
        int start = page.indexOf("\n## " + step.name() + "\n");
        assertThat(start).as("section of " + step.name()).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static String table(Documented step) throws IOException {
        StringBuilder table = new StringBuilder("| parameter | default | |\n|---|---|---|\n");
        for (String parameter : fields(step)) {
            Matcher help = DEFAULT.matcher(help(step, "-" + parameter));
            assertThat(help.matches()).as("help of " + parameter).isTrue();
            table.append("| `%s` | %s | %s |\n".formatted(parameter, help.group(2), help.group(1)));
        }
        return table.toString();
    }

    private static String defaultOf(String help) {
        Matcher matcher = DEFAULT.matcher(help);
        return matcher.matches() ? matcher.group(2) : "";
    }

    /** The help as Markdown. */
    private static String help(Documented step, String suffix) throws IOException {
        return resource(step, "help" + suffix + ".html")
                .strip()
                .replaceAll("</?div>", "")
                .replaceAll("</?code>", "`")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String resource(Documented step, String file) throws IOException {
        try (InputStream in = step.type().getResourceAsStream(step.type().getSimpleName() + "/" + file)) {
            assertThat(in).as(step.name() + " " + file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
