package io.jenkins.plugins.mlcwheels;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Descriptor;
import hudson.model.Item;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.POST;

/** What forms may ask the plugin over the web, whichever descriptor answers. */
@WithJenkins
class WebMethodsTest {

    private static JenkinsRule jenkins;
    private static Map<String, Method> methods;

    @BeforeAll
    static void findMethods(JenkinsRule rule) {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Item.READ)
                .everywhere()
                .to("outsider")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        methods = new LinkedHashMap<>();
        for (Descriptor<?> descriptor : ExtensionList.lookup(Descriptor.class)) {
            if (descriptor.clazz.getName().startsWith(WebMethodsTest.class.getPackageName() + ".")) {
                for (Method method : descriptor.getClass().getMethods()) {
                    String name = method.getName();
                    if (name.startsWith("doCheck") || name.startsWith("doFill")) {
                        methods.put(descriptor.getDescriptorUrl() + "/" + lower(name.substring(2)), method);
                    }
                }
            }
        }
    }

    private static String lower(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    @Test
    void areAllKnownHere() {
        assertThat(methods.keySet())
                .anyMatch(url -> url.endsWith("BuildWheelStep/fillFlavourItems"))
                .anyMatch(url -> url.endsWith("AuditWheelStep/fillAuditFailureItems"))
                .anyMatch(url -> url.endsWith("MlcWheelsConfiguration/checkIndexUrl"))
                .anyMatch(url -> url.endsWith("FlavourImage/checkImage"))
                .hasSizeGreaterThan(10);
    }

    @Test
    void takePostsOnly() throws Exception {
        assertThat(methods.values())
                .allMatch(method ->
                        method.isAnnotationPresent(POST.class) || method.isAnnotationPresent(RequirePOST.class));
        for (String url : methods.keySet()) {
            assertThat(status("admin", HttpMethod.GET, url)).as(url).isIn(404, 405);
            assertThat(status("admin", HttpMethod.POST, url)).as(url).isIn(200, 400);
        }
    }

    /** Who may read some job but nothing else gets no answer. Methods that look at an item ask for rights on it. */
    @Test
    void tellNothingToThoseWhoMayNotReadJenkins() throws Exception {
        List<String> answering = new ArrayList<>();
        for (Map.Entry<String, Method> method : methods.entrySet()) {
            for (String user : List.of("outsider", "stranger")) {
                if (status(user, HttpMethod.POST, method.getKey()) != 403) {
                    answering.add(user + " " + method.getKey());
                }
            }
        }
        assertThat(answering).isEmpty();
    }

    private static int status(String user, HttpMethod verb, String path) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            client.withBasicCredentials(user);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path + "?value=x"), verb);
            return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
        }
    }
}
