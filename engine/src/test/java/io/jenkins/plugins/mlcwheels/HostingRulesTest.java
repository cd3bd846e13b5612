package io.jenkins.plugins.mlcwheels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Holds what Jenkins' hosting checker (jenkins-infra/repository-permissions-updater) requires of a plugin, as far as
 * files can tell; CONTRIBUTING.md lists the points.
 */
class HostingRulesTest {

    private static final Path TOP = Path.of(System.getProperty("mlcwheels.basedir"));

    private final Element pom = xml(TOP.resolve("pom.xml"));
    private final Map<String, String> properties = properties(pom);

    @Test
    void shouldHaveRecentParentAndBaseline() {
        assertThat(leadingNumber(text(pom, "parent", "version"))).isGreaterThanOrEqualTo(6_002_211);
        assertThat(properties.get("jenkins.version")).isEqualTo("${jenkins.baseline}.3");
        assertThat(leadingNumber(properties.get("jenkins.baseline"))).isGreaterThanOrEqualTo(2_000_555);
        assertThat(text(pom, "dependencyManagement", "dependencies", "dependency", "artifactId"))
                .isEqualTo("bom-${jenkins.baseline}.x");
    }

    @Test
    void shouldSetPropertiesThatCheckerRequires() {
        assertThat(properties)
                .containsEntry("hpi.strictBundledArtifacts", "true")
                .containsEntry("ban-commons-lang-2.skip", "false")
                .containsEntry("ban-deprecated-stapler.skip", "false")
                .containsEntry("ban-junit4-imports.skip", "false")
                .containsEntry("banObsoleteDependencyOverrides.skip", "false")
                .doesNotContainKeys(
                        "java.level", "maven.compiler.source", "maven.compiler.target", "maven.compiler.release");
    }

    @Test
    void shouldNameItselfAsHostedPluginsDo() {
        assertThat(text(pom, "groupId")).isEqualTo("io.jenkins.plugins");
        assertThat(text(pom, "artifactId")).isEqualTo("mlc-wheels").doesNotContainIgnoringCase("jenkins");
        assertThat(text(pom, "name")).isNotBlank().doesNotContainIgnoringCase("jenkins");
        assertThat(text(pom, "url").replace("${gitHubRepo}", properties.get("gitHubRepo")))
                .isEqualTo("https://github.com/jenkinsci/mlc-wheels-plugin");
        assertThat(text(pom, "licenses", "license", "name")).isEqualTo("MIT License");
        assertThat(text(pom, "scm", "connection")).startsWith("scm:git:https://");
        assertThat(text(pom, "scm", "developerConnection")).startsWith("scm:git:https://");
        assertThat(text(pom, "scm", "url")).startsWith("https://");
        assertThat(text(pom, "scm", "tag")).isEqualTo("${scmTag}");
        assertThat(children(pom, "developers")).isEmpty();
        assertThat(text(pom, "repositories", "repository", "url")).startsWith("https://");
        assertThat(text(pom, "pluginRepositories", "pluginRepository", "url")).startsWith("https://");
    }

    @Test
    void shouldHaveFilesThatCheckerRequires() throws IOException {
        assertThat(lines(".github/CODEOWNERS")).contains("* @jenkinsci/mlc-wheels-plugin-developers");
        assertThat(lines(".gitignore")).contains("target/", "work/");
        assertThat(TOP.resolve("LICENSE")).isNotEmptyFile();
        assertThat(TOP.resolve("README.md")).isNotEmptyFile();
        assertThat(TOP.resolve("CONTRIBUTING.md")).isNotEmptyFile();
        assertThat(TOP.resolve(".github/dependabot.yml")).isNotEmptyFile();
        assertThat(TOP.resolve(".github/workflows/jenkins-security-scan.yml")).isNotEmptyFile();
    }

    @Test
    void shouldBuildOnlyOnJavaOfToday() throws IOException {
        var jdks = Pattern.compile("jdk: (\\d+)")
                .matcher(Files.readString(TOP.resolve("Jenkinsfile")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(jdks).isNotEmpty().isSubsetOf("21", "25");
    }

    @Test
    void shouldHaveNoInlineScriptOrStyleInPages() throws IOException {
        try (Stream<Path> files = Files.walk(TOP.resolve("src/main/resources"))) {
            var pages = files.filter(file -> file.toString().endsWith(".jelly")).toList();

            assertThat(pages).isNotEmpty().allSatisfy(page -> {
                assertThat(Files.readString(page)).startsWith("<?jelly escape-by-default='true'?>");
                assertThat(inlineParts(xml(page))).isEmpty();
            });
        }
    }

    private static List<String> inlineParts(Element page) {
        List<String> found = new ArrayList<>();
        if (page.getElementsByTagName("style").getLength() > 0) {
            found.add("<style>");
        }
        for (Element element : all(page, "script")) {
            if (!element.hasAttribute("src") && !"application/json".equals(element.getAttribute("type"))) {
                found.add("<script> without src");
            }
        }
        for (Element element : all(page, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                boolean legacyCheck = name.equals("checkUrl") && !element.hasAttribute("checkDependsOn");
                boolean handler =
                        name.startsWith("on") && (element.getNamespaceURI() == null || name.equals("onclick"));
                if (legacyCheck || handler) {
                    found.add(element.getNodeName() + " " + name);
                }
            }
        }
        return found;
    }

    private static List<Element> all(Element root, String name) {
        var nodes = root.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(TOP.resolve(file));
    }

    /** A version such as {@code 6.2221.v0123} as one number that can be compared. */
    private static long leadingNumber(String version) {
        long[] parts = Arrays.stream(version.split("\\.", 3))
                .limit(2)
                .mapToLong(Long::parseLong)
                .toArray();
        return parts[0] * 1_000_000 + parts[1];
    }

    private static Map<String, String> properties(Element pom) {
        Map<String, String> properties = new TreeMap<>();
        var nodes = children(pom, "properties").get(0).getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element property) {
                properties.put(property.getTagName(), property.getTextContent());
            }
        }
        return properties;
    }

    private static String text(Element from, String... path) {
        Element at = from;
        for (String name : path) {
            List<Element> next = children(at, name);
            assertThat(next).as("<%s> in <%s>", name, at.getTagName()).isNotEmpty();
            at = next.get(0);
        }
        return at.getTextContent();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element xml(Path file) {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try {
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setEntityResolver((id, system) -> new InputSource(new StringReader("")));
            return builder.parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
