package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Functions;
import hudson.Launcher;
import hudson.model.Fingerprint;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.mlcwheels.agent.AgentWheel;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.wheel.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.util.BuildListenerAdapter;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Takes in the wheels that an agent reports: checks the report, archives and fingerprints, records, says one line each,
 * and lets the build fail or become unstable when an audit failed.
 */
final class WheelGate {

    private final StepContext context;
    private final FilePath workspace;
    private final Run<?, ?> run;
    private final TaskListener listener;

    @CheckForNull
    private String flavour;

    private boolean archive;

    WheelGate(StepContext context, FilePath workspace) throws IOException, InterruptedException {
        this.context = context;
        this.workspace = workspace;
        this.run = context.get(Run.class);
        this.listener = context.get(TaskListener.class);
    }

    WheelGate flavour(String value) {
        flavour = value;
        return this;
    }

    WheelGate archive(boolean value) {
        archive = value;
        return this;
    }

    /** @return the wheels, as pipelines see them */
    ArrayList<Map<String, Object>> take(List<AgentWheel> wheels, AuditFailure onFailure)
            throws IOException, InterruptedException {
        List<WheelRecord> records = new ArrayList<>();
        Map<String, String> reports = new LinkedHashMap<>();
        List<AuditReport> failed = new ArrayList<>();
        for (AgentWheel wheel : wheels) {
            AuditReport report = parse(wheel);
            WheelRecord record = new WheelRecord(facts(wheel, report), flavour, archive);
            records.add(record);
            reports.put(record.getSha256(), report.toJson());
            if (!report.passed()) {
                failed.add(report);
            }
        }
        if (archive) {
            archive(records);
        }
        WheelsAction.record(run, context.get(FlowNode.class).getId(), records, reports);
        records.forEach(this::print);
        if (!failed.isEmpty()) {
            fail(failed, onFailure);
        }
        ArrayList<Map<String, Object>> result = new ArrayList<>();
        records.forEach(record -> result.add(record.toMap()));
        return result;
    }

    private static AuditReport parse(AgentWheel wheel) throws AbortException {
        try {
            return AuditReportJson.parse(wheel.audit());
        } catch (EngineException e) {
            throw new AbortException("The agent's audit report can't be used: " + e.getMessage());
        }
    }

    private static WheelFacts facts(AgentWheel wheel, AuditReport report) throws AbortException {
        try {
            WheelFilename name = WheelFilename.parse(report.filename());
            return new WheelFacts(
                    wheel.path(),
                    report.filename(),
                    name.normalizedName(),
                    name.version(),
                    String.join(".", name.pythonTags()) + "-" + String.join(".", name.abiTags()) + "-"
                            + String.join(".", name.platformTags()),
                    report.overall(),
                    report.sha256().orElse(""),
                    report.size(),
                    report.passed());
        } catch (EngineException | IllegalArgumentException e) {
            throw new AbortException("The agent's report can't be used: " + e.getMessage());
        }
    }

    private void archive(List<WheelRecord> records) throws IOException, InterruptedException {
        Map<String, String> artifacts = new LinkedHashMap<>();
        Map<String, String> fingerprints = new LinkedHashMap<>();
        for (WheelRecord record : records) {
            artifacts.put(record.getPath(), record.getPath());
            String md5 = workspace.child(record.getPath()).digest();
            Fingerprint fingerprint = Jenkins.get().getFingerprintMap().getOrCreate(run, record.getFileName(), md5);
            fingerprint.addFor(run);
            fingerprints.put(record.getFileName(), md5);
        }
        run.pickArtifactManager()
                .archive(workspace, context.get(Launcher.class), new BuildListenerAdapter(listener), artifacts);
        Fingerprinter.FingerprintAction known = run.getAction(Fingerprinter.FingerprintAction.class);
        if (known == null) {
            run.addAction(new Fingerprinter.FingerprintAction(run, fingerprints));
        } else {
            known.add(fingerprints);
        }
    }

    private void print(WheelRecord wheel) {
        listener.getLogger()
                .printf(
                        "%s: %s, %s, sha256 %s%n",
                        wheel.getFileName(),
                        wheel.isPassed() ? "passed the audit as " + wheel.getPlatform() : "FAILED the audit",
                        Functions.humanReadableByteSize(wheel.getSize()),
                        wheel.getSha256());
    }

    private void fail(List<AuditReport> failed, AuditFailure onFailure) throws IOException, InterruptedException {
        StringBuilder reasons = new StringBuilder();
        for (AuditReport report : failed) {
            for (Finding finding : report.findings()) {
                if (finding.isError()) {
                    reasons.append("\n  ")
                            .append(report.filename())
                            .append(": ")
                            .append(finding.where().isEmpty() ? "" : finding.where() + ": ")
                            .append(finding.message());
                }
            }
        }
        String summary = failed.size() == 1 ? "1 wheel failed the audit:" : failed.size() + " wheels failed the audit:";
        if (onFailure == AuditFailure.FAILURE) {
            throw new AbortException(summary + reasons);
        }
        listener.getLogger().println("WARNING: " + summary + reasons);
        context.get(FlowNode.class)
                .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(summary + reasons));
        run.setResult(Result.UNSTABLE);
    }
}
