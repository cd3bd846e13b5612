package io.jenkins.plugins.mlcwheels.steps;

import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.junit.JUnitResultArchiver;
import hudson.tasks.junit.TestResultAction;
import hudson.tasks.junit.pipeline.JUnitResultsStepExecution;
import hudson.tasks.test.PipelineTestDetails;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Records results as the step {@code junit} does. */
@Extension(optional = true)
public final class JUnitTestResults implements TestResults {

    @Override
    public void record(StepContext context, FilePath directory) throws IOException, InterruptedException {
        Run<?, ?> run = context.get(Run.class);
        FlowNode node = context.get(FlowNode.class);
        if (isRecorded(run, node) || !directory.exists()) {
            return;
        }
        JUnitResultArchiver task = new JUnitResultArchiver("*.xml");
        task.setAllowEmptyResults(true);
        JUnitResultArchiver.parseAndSummarize(
                task, details(node), run, directory, context.get(Launcher.class), context.get(TaskListener.class));
    }

    private static boolean isRecorded(Run<?, ?> run, FlowNode node) {
        TestResultAction known = run.getAction(TestResultAction.class);
        return known != null && known.getResult().getResultByNode(node.getId()).getTotalCount() > 0;
    }

    private static PipelineTestDetails details(FlowNode node) {
        List<FlowNode> blocks = JUnitResultsStepExecution.getEnclosingStagesAndParallels(node);
        PipelineTestDetails details = new PipelineTestDetails();
        details.setNodeId(node.getId());
        details.setEnclosingBlocks(JUnitResultsStepExecution.getEnclosingBlockIds(blocks));
        details.setEnclosingBlockNames(JUnitResultsStepExecution.getEnclosingBlockNames(blocks));
        return details;
    }
}
