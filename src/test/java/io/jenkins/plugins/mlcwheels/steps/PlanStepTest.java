package io.jenkins.plugins.mlcwheels.steps;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Plans the matrix of projects on the built-in node of one Jenkins, in the sandbox. */
@WithJenkins
class PlanStepTest {

    private static final String PROJECT = """
        writeFile file: 'pyproject.toml', text: '''
        [project]
        name = "demo"
        version = "1.0"

        [tool.cibuildwheel]
        build = "cp3{11,12}-*"
        archs = ["x86_64", "aarch64"]
        '''
        """ + "sh '" + Pipelines.OWN_REPOSITORY + "'\n";

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        pipelines = new Pipelines(rule);
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    @BeforeEach
    void needPython() {
        Pipelines.needPython();
    }

    @Test
    void givesTheBuildsWithLabelsAndNames() throws Exception {
        WorkflowRun run = pipelines.succeed("node {" + PROJECT + """
                def builds = mlcPlan(here: false, version: '1.2', agents: [aarch64: 'arm64'])
                for (build in builds) {
                    echo "plan ${build.name} ${build.arch} ${build.agent} ${build.expectedName} ${build.leftOut}"
                }
                echo "types ${builds.collect { it.identifier + '@' + it.flavour }.join(' ')}"
            }
            """);

        jenkins.assertLogContains(
                "plan cp311-manylinux_x86_64 x86_64 null"
                        + " demo-1.2-{cp311-cp311,cp3*-abi3,*py3*-none}-manylinux*_x86_64.whl null",
                run);
        jenkins.assertLogContains("plan cp312-musllinux_aarch64 aarch64 arm64 demo-1.2-", run);
        jenkins.assertLogContains("types cp311-manylinux_x86_64@null", run);
    }

    @Test
    void leavesOutWhatCannotBeBuiltHereAndAsksNothingOfOtherAgents() throws Exception {
        WorkflowRun run = pipelines.succeed("node {" + PROJECT + """
                def own = sh(returnStdout: true, script: 'python3 -c "import sys; print(\\'cp3%d\\' % sys.version_info[1])"').trim()
                def builds = mlcPlan(build: ["${own}-*", 'cp315-*'], agents: ['aarch64=arm64'])
                for (build in builds) {
                    echo "${build.identifier.replace(own, 'own')} is left out: ${build.leftOut}"
                }
            }
            """);

        jenkins.assertLogContains("own-manylinux_x86_64 is left out: null", run);
        jenkins.assertLogContains(
                "own-musllinux_x86_64 is left out: builds here are for glibc: build in an image with the other C library",
                run);
        jenkins.assertLogContains("cp315-manylinux_x86_64 is left out: no Python 3.15 here", run);
        jenkins.assertLogContains("cp315-musllinux_aarch64 is left out: null", run);
    }

    @Test
    void followsVariablesAndOtherFilesAsTheCommandLineDoes() throws Exception {
        WorkflowRun run = pipelines.succeed("node {" + PROJECT + """
                writeFile file: 'ci/wheels.toml', text: '[tool.mlc-wheels]\\nbuild = "cp39-manylinux_ppc64le"\\narchs = "all"\\n'
                withEnv(['CIBW_BUILD=cp314t-*', 'CIBW_ARCHS=riscv64']) {
                    echo "by variables: ${mlcPlan(here: false)*.identifier.join(' ')}"
                    echo "of the file: ${mlcPlan(here: false, config: 'ci/wheels.toml')[0].identifier}"
                    echo "exactly: ${mlcPlan(here: false, only: 'cp310-musllinux_s390x')[0].identifier}"
                }
                echo "nothing: ${mlcPlan(here: false, skip: '*', allowEmpty: true)}"
            }
            """);

        jenkins.assertLogContains("by variables: cp314t-manylinux_riscv64 cp314t-musllinux_riscv64", run);
        jenkins.assertLogContains("of the file: cp39-manylinux_ppc64le", run);
        jenkins.assertLogContains("exactly: cp310-musllinux_s390x", run);
        jenkins.assertLogContains("nothing: []", run);
    }

    @Test
    void givesOneBuildWithoutIdentifierWhereThereIsNoMatrix() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node {
                writeFile file: 'pyproject.toml', text: '[project]\\nname = "demo"\\nversion = "1.0"\\n'
                sh '%s'
                def builds = mlcPlan()
                echo "got ${builds.size()}: ${builds[0].identifier} ${builds[0].flavour}"
            }
            """.formatted(Pipelines.OWN_REPOSITORY));
        jenkins.assertLogContains("got 1: null null", run);
    }

    @Test
    void saysWhatIsWrongWithTheConfigurationAndTheParameters() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                writeFile file: 'pyproject.toml', text: '[project]\\nname = "demo"\\n[tool.mlc-wheels]\\nbuidl = "*"\\n'
                mlcPlan()
            }
            """);
        jenkins.assertLogContains(
                "pyproject.toml:4: [tool.mlc-wheels] has the unknown key buidl; did you mean build?", run);

        run = pipelines.run(Result.FAILURE, "node { mlcPlan(agents: ['arm64']) }");
        jenkins.assertLogContains("agents: 'arm64' is not ARCH=LABEL, such as aarch64=arm64", run);
    }
}
