package io.jenkins.plugins.mlcwheels.steps;

import hudson.ExtensionList;
import hudson.model.Item;
import io.jenkins.plugins.mlcwheels.TestTools;
import java.nio.file.Path;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds of a change request and of a branch with one directory for caches. */
@WithJenkins
class TrustedCachesTest {

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        TestTools.need("bash", "python3", "ccache", "cc");
        jenkins = rule;
        pipelines = new Pipelines(rule);
    }

    @AfterAll
    static void end() throws Exception {
        if (jenkins != null) {
            jenkins.after();
        }
    }

    /** Compiles a file, and says where caches are. */
    private static String script(Path cache) {
        return """
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', platform: 'auto', ccache: '%s', beforeBuild:
                    'echo "int one(void) { return 1; }" > one.c; ccache cc -c one.c; echo "pip at ${PIP_CACHE_DIR:-its own place}"')
                mlcTestWheel(requirements: ['--no-index'])
            }
            """.formatted(cache);
    }

    @Test
    void aBranchReadsNothingThatAChangeRequestCompiled() throws Exception {
        Path cache = directory.resolve("cache");
        WorkflowJob change = pipelines.job(script(cache));
        SCMHead.HeadByItem heads = new ChangeRequestOf(change);
        ExtensionList.lookup(SCMHead.HeadByItem.class).add(heads);
        try {
            WorkflowRun run = jenkins.buildAndAssertSuccess(change);
            jenkins.assertLogContains("pip at " + cache + "/changes/pip", run);
            jenkins.assertLogContains("ccache 0 of 1 compilations from the cache", run);
            jenkins.assertLogContains(
                    "ccache 1 of 1 compilations from the cache", jenkins.buildAndAssertSuccess(change));
        } finally {
            ExtensionList.lookup(SCMHead.HeadByItem.class).remove(heads);
        }

        WorkflowJob branch = pipelines.job(script(cache));
        WorkflowRun run = jenkins.buildAndAssertSuccess(branch);
        jenkins.assertLogContains("pip at its own place", run);
        jenkins.assertLogContains("ccache 0 of 1 compilations from the cache", run);
        jenkins.assertLogContains("ccache 1 of 1 compilations from the cache", jenkins.buildAndAssertSuccess(branch));
    }

    private static final class ChangeRequestOf extends SCMHead.HeadByItem {

        private final Item job;

        ChangeRequestOf(Item job) {
            this.job = job;
        }

        @Override
        public SCMHead getHead(Item item) {
            return item == job ? new ChangeRequest() : null;
        }
    }

    private static final class ChangeRequest extends SCMHead implements ChangeRequestSCMHead {

        private static final long serialVersionUID = 1L;

        ChangeRequest() {
            super("PR-7");
        }

        @Override
        public String getId() {
            return "7";
        }

        @Override
        public SCMHead getTarget() {
            return new SCMHead("main");
        }
    }
}
