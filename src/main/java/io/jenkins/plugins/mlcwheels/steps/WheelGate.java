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
import io.jenkins.plugins.mlcwheels.agent.AgentSdist;
import io.jenkins.plugins.mlcwheels.agent.AgentWheel;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditCause;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditCauses;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.record.StagedReports;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelOrigin;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import jenkins.util.BuildListenerAdapter;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Takes in the wheels that an agent reports: checks the report, archives and fingerprints, records, says one line each,
 * and lets the build fail or become unstable when an audit failed.
 */
final class WheelGate {

    private static final int MOST_WHEELS = 1000;
    private static final int LONGEST_REFUSAL = 1000;
    private static final int MOST_LINES = 36;

    /** What stands in place of the platform of a source distribution. */
    private static final String SOURCE = "source";

    private final StepContext context;
    private final FilePath workspace;
    private final Run<?, ?> run;
    private final TaskListener listener;

    @CheckForNull
    private String flavour;

    @CheckForNull
    private String cell;

    private boolean archive;

    @CheckForNull
    private WheelOrigin origin;

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

    /** The build of a matrix, whose wheels are recorded beside those of other builds of the step. */
    WheelGate cell(String name) {
        cell = name;
        return this;
    }

    WheelGate archive(boolean value) {
        archive = value;
        return this;
    }

    /** What the controller knows of how they were built. */
    WheelGate origin(WheelOrigin value) {
        origin = value;
        return this;
    }

    /**
     * Takes them in; doing so again changes nothing.
     *
     * @return the wheels, as pipelines see them
     * @throws AbortException if the report can't be true, if another branch of the build has other bytes where one of
     *     them lies, or if an audit failed
     */
    ArrayList<Map<String, Object>> take(List<AgentWheel> wheels, AuditFailure onFailure)
            throws IOException, InterruptedException {
        if (wheels.size() > MOST_WHEELS) {
            throw new AbortException("The agent reports " + wheels.size() + " wheels; one step takes in at most "
                    + MOST_WHEELS + ". Give it a pattern that fewer match.");
        }
        List<AuditReport> audits = new ArrayList<>();
        List<WheelRecord> records = new ArrayList<>();
        List<AgentWheel> refused =
                wheels.stream().filter(wheel -> wheel.audit() == null).toList();
        read(wheels.stream().filter(wheel -> wheel.audit() != null).toList(), audits, records);
        List<BuildRecord> builds = builds(wheels, records);
        claim(audits, records);
        for (BuildRecord build : builds) {
            WheelsAction.recordBuild(run, build.sha256(), new String(build.toJson(), StandardCharsets.UTF_8));
        }
        if (archive) {
            archive(records);
            records.replaceAll(record -> record.asArchived(true));
            WheelsAction.record(run, step(), records, Map.of());
        }
        records.forEach(this::print);
        List<AuditReport> failed =
                audits.stream().filter(report -> !report.passed()).toList();
        if (!failed.isEmpty() || !refused.isEmpty()) {
            fail(failed, refused, onFailure);
        }
        ArrayList<Map<String, Object>> result = new ArrayList<>();
        records.forEach(record -> result.add(record.toMap()));
        return result;
    }

    /**
     * Takes in a source distribution; doing so again changes nothing.
     *
     * @throws AbortException if the report can't be true, or if another branch of the build has other bytes there
     */
    void takeSdist(AgentSdist sdist) throws IOException, InterruptedException {
        List<WheelRecord> records = new ArrayList<>();
        try {
            String fileName = sdist.path().substring(sdist.path().lastIndexOf('/') + 1);
            WheelFacts facts = new WheelFacts(
                    sdist.path(),
                    fileName,
                    sdist.name(),
                    sdist.version(),
                    WheelFacts.SDIST,
                    SOURCE,
                    sdist.sha256(),
                    sdist.size(),
                    true);
            records.add(new WheelRecord(facts, flavour, false));
        } catch (IllegalArgumentException e) {
            throw new AbortException("The agent's report can't be used: " + e.getMessage());
        }
        claim(List.of(), records);
        if (archive) {
            archive(records);
            records.replaceAll(record -> record.asArchived(true));
            WheelsAction.record(run, step(), records, Map.of());
        }
        listener.getLogger()
                .printf(
                        "%s: %s, sha256 %s%n",
                        records.get(0).getFileName(),
                        Functions.humanReadableByteSize(records.get(0).getSize()),
                        records.get(0).getSha256());
    }

    /** What the step recorded, as pipelines see it. */
    ArrayList<Map<String, Object>> recorded() throws IOException, InterruptedException {
        ArrayList<Map<String, Object>> result = new ArrayList<>();
        String step = context.get(FlowNode.class).getId();
        WheelsAction.of(run).ifPresent(action -> action.getWheels(step).forEach(record -> result.add(record.toMap())));
        return result;
    }

    private void read(List<AgentWheel> wheels, List<AuditReport> audits, List<WheelRecord> records)
            throws AbortException {
        Set<String> paths = new HashSet<>();
        for (AgentWheel wheel : wheels) {
            AuditReport audit = parse(wheel);
            WheelRecord record = new WheelRecord(facts(wheel, audit), flavour, false).asBuildOf(cell);
            if (!paths.add(record.getPath())) {
                throw new AbortException("The agent's report can't be used: it has '" + record.getPath() + "' twice");
            }
            audits.add(audit);
            records.add(origin == null ? record : record.builtAs(origin));
        }
    }

    /** What the agent says of how it built them; records of other bytes say nothing. */
    private static List<BuildRecord> builds(List<AgentWheel> wheels, List<WheelRecord> records) throws AbortException {
        List<BuildRecord> builds = new ArrayList<>();
        Set<String> known = new HashSet<>();
        records.forEach(record -> known.add(record.getFileName() + " " + record.getSha256()));
        for (AgentWheel wheel : wheels) {
            if (wheel.record() != null) {
                try {
                    BuildRecord build = BuildRecord.parse(wheel.record().getBytes(StandardCharsets.UTF_8));
                    if (!known.contains(build.file() + " " + build.sha256())) {
                        throw new AbortException(
                                "The agent's record of a build can't be used: it is not that of one of the wheels");
                    }
                    builds.add(build);
                } catch (EngineException e) {
                    throw new AbortException("The agent's record of a build can't be used: " + e.getMessage());
                }
            }
        }
        return builds;
    }

    /**
     * Records the wheels, unless one lies where a step of another branch, which may still go on, has another. The lock on
     * the build is held to look and to record, and not while reports are written or the graph is searched: a rival that
     * came meanwhile is looked at in another round.
     */
    private void claim(List<AuditReport> audits, List<WheelRecord> records) throws IOException, InterruptedException {
        Map<String, String> reports = new LinkedHashMap<>();
        audits.forEach(audit -> reports.put(audit.sha256().orElseThrow(), audit.toJson()));
        String step = step();
        Set<String> earlier = new HashSet<>();
        try (StagedReports staged = StagedReports.write(run, reports)) {
            Map<WheelRecord, Map<String, WheelRecord>> rivals = recordUnlessRivalled(step, records, staged, earlier);
            while (!rivals.isEmpty()) {
                for (Map.Entry<WheelRecord, Map<String, WheelRecord>> wheel : rivals.entrySet()) {
                    makeWay(wheel.getKey(), wheel.getValue(), earlier);
                }
                rivals = recordUnlessRivalled(step, records, staged, earlier);
            }
        }
    }

    /** @return the rivals that nobody has looked at yet; the wheels are recorded only if there are none */
    private Map<WheelRecord, Map<String, WheelRecord>> recordUnlessRivalled(
            String step, List<WheelRecord> records, StagedReports staged, Set<String> earlier) throws IOException {
        synchronized (run) {
            Map<WheelRecord, Map<String, WheelRecord>> rivals = new LinkedHashMap<>();
            Optional<WheelsAction> known = WheelsAction.of(run);
            for (WheelRecord record : known.isPresent() ? records : List.<WheelRecord>of()) {
                Map<String, WheelRecord> of = known.get().rivals(step, record);
                of.keySet().removeIf(other -> earlier.contains(other + " " + record.getPath()));
                if (!of.isEmpty()) {
                    rivals.put(record, of);
                }
            }
            if (rivals.isEmpty()) {
                WheelsAction.record(run, step, records, staged);
            }
            return rivals;
        }
    }

    /** Lets what came earlier in the same branch go, as when a build is tried again; anything else is a mistake. */
    private void makeWay(WheelRecord wheel, Map<String, WheelRecord> rivals, Set<String> earlier)
            throws IOException, InterruptedException {
        for (Map.Entry<String, WheelRecord> rival : rivals.entrySet()) {
            earlier.add(rival.getKey() + " " + wheel.getPath());
            if (!isEarlier(rival.getKey())) {
                throw new AbortException("Another branch of this build has a wheel of other bytes at '"
                        + wheel.getPath() + "' (sha256 " + rival.getValue().getSha256() + " and not "
                        + wheel.getSha256()
                        + "). Give each branch a wheelhouse of its own, such as wheelhouse: 'wheelhouse/cpu'.");
            }
            listener.getLogger()
                    .printf(
                            "WARNING: %s takes the place of the one that this build recorded before (sha256 %s)%n",
                            wheel.getPath(), rival.getValue().getSha256());
        }
    }

    private boolean isEarlier(String other) throws IOException, InterruptedException {
        return new DepthFirstScanner()
                        .findFirstMatch(
                                context.get(FlowNode.class),
                                node -> node.getId().equals(other.split("/", 2)[0]))
                != null;
    }

    private String step() throws IOException, InterruptedException {
        String node = context.get(FlowNode.class).getId();
        return cell == null ? node : node + "/" + cell;
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
            fingerprints.put(record.getPath(), md5);
        }
        run.pickArtifactManager()
                .archive(workspace, context.get(Launcher.class), new BuildListenerAdapter(listener), artifacts);
        synchronized (run) {
            Fingerprinter.FingerprintAction known = run.getAction(Fingerprinter.FingerprintAction.class);
            if (known == null) {
                run.addAction(new Fingerprinter.FingerprintAction(run, fingerprints));
            } else {
                known.add(fingerprints);
            }
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

    private void fail(List<AuditReport> failed, List<AgentWheel> refused, AuditFailure onFailure)
            throws IOException, InterruptedException {
        String reasons = reasons(failed, refused);
        int number = failed.size() + refused.size();
        String summary = number == 1 ? "1 wheel failed the audit:" : number + " wheels failed the audit:";
        if (onFailure == AuditFailure.FAILURE) {
            throw new AbortException(summary + reasons);
        }
        listener.getLogger().println("WARNING: " + summary + reasons);
        context.get(FlowNode.class)
                .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(summary + reasons));
        run.setResult(Result.UNSTABLE);
    }

    /** The errors of each wheel, by cause, and why others are refused, on not more lines than a screen has. */
    private static String reasons(List<AuditReport> failed, List<AgentWheel> refused) {
        List<String> lines = new ArrayList<>();
        for (AuditReport report : failed) {
            String wheel = report.filename() + ": ";
            for (AuditCause cause : AuditCauses.of(report)) {
                if (cause.isError()) {
                    // What is about the wheel as a whole begins with its name.
                    lines.add("\n  " + (cause.what().startsWith(wheel) ? "" : wheel) + cause.what());
                    cause.details().forEach(detail -> lines.add("\n      " + StepWords.of(detail)));
                }
            }
        }
        refused.forEach(wheel ->
                lines.add("\n  " + PrintableText.line(wheel.path() + ": " + wheel.refusal(), LONGEST_REFUSAL)));
        if (lines.size() <= MOST_LINES) {
            return String.join("", lines);
        }
        return String.join("", lines.subList(0, MOST_LINES)) + "\n  and " + (lines.size() - MOST_LINES)
                + " more lines; the pages of the recorded wheels have all of theirs";
    }
}
