package io.jenkins.plugins.mlcwheels.retention;

import static io.jenkins.plugins.mlcwheels.retention.WheelBuilder.has;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The administrators' page, and the settings of jobs and folders. */
@WithJenkins
class WheelRetentionLinkTest {

    private static final String PAGE = "manage/wheel-retention/";

    private static JenkinsRule jenkins;
    private static int jobs;

    private FreeStyleBuild due;
    private FreeStyleBuild kept;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @BeforeEach
    void makeBuilds() throws Exception {
        due = jenkins.buildAndAssertSuccess(WheelBuilder.job(jenkins.jenkins, "due-" + ++jobs));
        kept = jenkins.buildAndAssertSuccess(WheelBuilder.job(jenkins.jenkins, "kept-" + jobs));
        kept.keepLog(true);
        WheelSweep.get().use(InstantSource.fixed(Instant.now().plus(Duration.ofDays(100))));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE, Jenkins.SYSTEM_READ, Item.READ)
                .everywhere()
                .to("manager"));
    }

    @AfterEach
    void openUp() throws Exception {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        WheelSweep.get().use(InstantSource.system());
        due.delete();
        kept.keepLog(false);
        kept.delete();
    }

    @Test
    void lookingChangesNothingAndTheButtonDoesWhatIsShown() throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("admin")) {
            HtmlPage page = client.goTo(PAGE);
            assertThat(row(page, due)).contains("Deleted", "it is 100 days old; the limit is 90 days", ".whl");
            assertThat(row(page, kept)).contains("Kept", "the build is to be kept");
            assertThat(has(due)).isTrue();

            HtmlPage after;
            try (LogRecorder log =
                    new LogRecorder().record(WheelSweep.class, Level.INFO).capture(10)) {
                jenkins.submit(page.getFormByName("apply"));
                WheelSweep.get().awaitDeletion();
                after = client.goTo(PAGE);
                assertThat(log.getMessages()).contains("admin has the wheels whose time is over deleted now");
            }

            assertThat(has(due)).isFalse();
            assertThat(has(kept)).isTrue();
            assertThat(after.getElementById("main-panel").asNormalizedText())
                    .doesNotContain(due.getFullDisplayName())
                    .contains(kept.getFullDisplayName());
            assertThat(client.goTo("manage/").getAnchorByHref("wheel-retention").asNormalizedText())
                    .contains("Retention of wheels");
        }
    }

    @Test
    void onlyAdministratorsSeeAndDo() throws Exception {
        assertThat(status("manager", HttpMethod.GET, PAGE, true)).isEqualTo(403);
        assertThat(status("manager", HttpMethod.POST, PAGE + "apply", true)).isEqualTo(403);
        assertThat(status("admin", HttpMethod.GET, PAGE + "apply", true)).isIn(404, 405);
        assertThat(status("admin", HttpMethod.POST, PAGE + "apply", false)).isEqualTo(403);
        assertThat(has(due)).isTrue();
        assertThat(status("admin", HttpMethod.POST, PAGE + "apply", true)).isEqualTo(200);
        WheelSweep.get().awaitDeletion();
        assertThat(has(due)).isFalse();
    }

    @Test
    void pressingTheButtonWaitsForNothingAndThePageShowsThatItRuns() throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("admin")) {
            HtmlPage page = client.goTo(PAGE);
            assertThat(page.getElementById("mlc-wheel-deletion")).isNull();
            HtmlPage meanwhile;
            synchronized (WheelSweep.get()) {
                meanwhile = jenkins.submit(page.getFormByName("apply"));
                assertThat(has(due)).isTrue();
                assertThat(meanwhile.getElementById("mlc-wheel-deletion").asNormalizedText())
                        .contains("Wheels are being deleted");
                assertThat(meanwhile.getForms())
                        .noneMatch(form -> form.getNameAttribute().equals("apply"));
            }
            WheelSweep.get().awaitDeletion();
            assertThat(has(due)).isFalse();
            assertThat(client.goTo(PAGE).getElementById("mlc-wheel-deletion")).isNull();
        }
    }

    private static int status(String user, HttpMethod verb, String path, boolean crumb) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            client.login(user);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), verb);
            return client.getPage(crumb ? client.addCrumb(request) : request)
                    .getWebResponse()
                    .getStatusCode();
        }
    }

    private static String row(HtmlPage page, FreeStyleBuild build) {
        org.htmlunit.html.DomElement row = page.getFirstByXPath(
                "//table[@id='mlc-wheel-retention']//tr[td/a[text()='" + build.getFullDisplayName() + "']]");
        return row.asNormalizedText();
    }

    @Test
    void jobsAndFoldersKeepWhatTheirFormsSay() throws Exception {
        openToAll();
        FreeStyleProject job = jenkins.createFreeStyleProject();
        jenkins.configRoundtrip(job);
        assertThat(job.getProperty(WheelRetentionProperty.class)).isNull();
        job.addProperty(new WheelRetentionProperty(30));
        jenkins.configRoundtrip(job);
        assertThat(job.getProperty(WheelRetentionProperty.class).getDays()).isEqualTo(30);

        Folder folder = jenkins.createProject(Folder.class, "forms-" + jobs);
        jenkins.configRoundtrip(folder);
        assertThat(folder.getProperties().get(FolderWheelRetention.class)).isNull();
        folder.addProperty(new FolderWheelRetention(0));
        jenkins.configRoundtrip(folder);
        assertThat(folder.getProperties().get(FolderWheelRetention.class).getDays())
                .isZero();
    }

    @Test
    void pipelinesSayItForTheirJob() throws Exception {
        openToAll();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline-" + jobs);
        job.setDefinition(new CpsFlowDefinition("properties([mlcWheelRetention(30)])", true));
        jenkins.buildAndAssertSuccess(job);
        assertThat(RetentionRule.of((Job<?, ?>) job)).isEqualTo(new RetentionRule(30, "the job " + job.getFullName()));
    }

    private static void openToAll() {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
    }
}
