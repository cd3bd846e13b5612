package io.jenkins.plugins.mlcwheels.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.steps.PruneImagesStep;
import io.jenkins.plugins.mlcwheels.steps.PruneReleasesStep;
import io.jenkins.plugins.mlcwheels.steps.PublishIndexStep;
import io.jenkins.plugins.mlcwheels.steps.PublishReleaseStep;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which ids of credentials the forms of steps tell to whom, asked over the web as browsers do. */
@WithJenkins
class CredentialsFormTest {

    private static final String CURRENT = "chosen-before";
    private static final String API = "https://api.github.com";

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        Folder ours = jenkins.createProject(Folder.class, "ours");
        WorkflowJob job = ours.createProject(WorkflowJob.class, "job");
        WorkflowJob theirs = jenkins.createProject(Folder.class, "theirs").createProject(WorkflowJob.class, "job");
        give(ours, "ours");
        give((Folder) theirs.getParent(), "theirs");
        SystemCredentialsProvider.getInstance()
                .setDomainCredentialsMap(Map.of(
                        Domain.global(),
                        List.of(
                                text(CredentialsScope.GLOBAL, "everywhere"),
                                text(CredentialsScope.SYSTEM, "of-the-system"),
                                new UsernamePasswordCredentialsImpl(
                                        CredentialsScope.GLOBAL, "password", "", "bot", "secret"),
                                new FileCredentialsImpl(
                                        CredentialsScope.GLOBAL,
                                        "file",
                                        "",
                                        "token.txt",
                                        SecretBytes.fromRawBytes(new byte[1]))),
                        new Domain("company", "", List.of(new HostnameSpecification("github.example.org", null))),
                        List.of(text(CredentialsScope.GLOBAL, "of-the-company"))));
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "configurer", "user")
                .grant(Item.CONFIGURE)
                .onItems(job)
                .to("configurer")
                .grant(CredentialsProvider.USE_ITEM)
                .onItems(job)
                .to("user")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    private static StringCredentialsImpl text(CredentialsScope scope, String id) {
        return new StringCredentialsImpl(scope, id, "", Secret.fromString("secret"));
    }

    private static void give(Folder folder, String id) throws Exception {
        folder.addProperty(new FolderCredentialsProperty(new DomainCredentials[] {
            new DomainCredentials(Domain.global(), List.of(text(CredentialsScope.GLOBAL, id)))
        }));
    }

    private static List<String> offered(String user, String item, Class<? extends Step> step, String api)
            throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.withBasicCredentials(user);
            WebRequest request = new WebRequest(
                    new URL(jenkins.getURL(), item + "descriptorByName/" + step.getName() + "/fillCredentialsIdItems"),
                    HttpMethod.POST);
            request.setRequestParameters(
                    List.of(new NameValuePair("credentialsId", CURRENT), new NameValuePair("apiUri", api)));
            String json =
                    client.getPage(client.addCrumb(request)).getWebResponse().getContentAsString();
            JSONArray values = JSONObject.fromObject(json).getJSONArray("values");
            List<String> ids = new ArrayList<>();
            values.forEach(value -> ids.add(((JSONObject) value).getString("value")));
            return ids;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {PublishReleaseStep.class, PublishIndexStep.class, PruneImagesStep.class, PruneReleasesStep.class
            })
    void everyStepTellsNothingToThoseWhoMayOnlyRead(Class<? extends Step> step) throws Exception {
        assertThat(offered("reader", "job/ours/job/job/", step, API)).containsExactly(CURRENT);
        assertThat(offered("reader", "", step, API)).containsExactly(CURRENT);
    }

    @ParameterizedTest
    @CsvSource({"configurer", "user"})
    void thoseWithRightsOnAJobGetWhatItsBuildsMayUse(String user) throws Exception {
        assertThat(offered(user, "job/ours/job/job/", PublishReleaseStep.class, API))
                .containsExactlyInAnyOrder("", "ours", "everywhere", "password", CURRENT);
        assertThat(offered(user, "job/theirs/job/job/", PublishReleaseStep.class, API))
                .containsExactly(CURRENT);
        assertThat(offered(user, "", PublishReleaseStep.class, API)).containsExactly(CURRENT);
    }

    @Test
    void credentialsForOneHostAreOfferedForThatOnly() throws Exception {
        assertThat(offered(
                        "configurer", "job/ours/job/job/", PruneImagesStep.class, "https://github.example.org/api/v3"))
                .contains("of-the-company", "ours");
    }

    @Test
    void administratorsGetWhatHoldsAToken() throws Exception {
        assertThat(offered("admin", "", PublishReleaseStep.class, API))
                .contains("everywhere", "password", CURRENT)
                .doesNotContain("ours", "theirs", "file", "of-the-company");
    }
}
