package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.FileFailure;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings files onto a package index: reads what it has, compares, sends what is missing one after the other, and waits
 * until all is listed. Doing it twice is harmless, so that an interrupted upload is gone on with by doing it again.
 */
public final class IndexUploader {

    /** How long an index may take to list what it took, in growing steps: two minutes. */
    private static final List<Duration> LISTING = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    private final PackageIndex index;
    private final IndexClient client;
    private final ProgressListener progress;
    private final boolean md5;

    /**
     * @param credentials empty for an index that lets everybody upload
     * @param options whose token is the password, so that it is never shown
     * @param md5 whether MD5 digests are sent, as some older indexes ask
     */
    public IndexUploader(
            PackageIndex index,
            Optional<IndexCredentials> credentials,
            HttpOptions options,
            Timing timing,
            ProgressListener progress,
            boolean md5) {
        this.index = index;
        HttpOptions discreet =
                options.withSecrets(credentials.map(IndexCredentials::secrets).orElse(List.of()));
        this.client = new IndexClient(index, credentials, discreet, timing, progress);
        this.progress = progress;
        this.md5 = md5;
    }

    /** Compares files with what the index has, and with what it would refuse. Changes nothing. */
    public UploadPlan plan(List<Distribution> files) {
        List<UploadProblem> problems = new ArrayList<>(IndexRules.problems(index, files));
        List<UploadPlan.Step> steps = new ArrayList<>();
        Map<String, Map<String, ListedFile>> pages = new HashMap<>();
        for (Distribution file : inOrder(files)) {
            ListedFile listed =
                    pages.computeIfAbsent(file.normalized(), client::files).get(file.name());
            Optional<Boolean> same = listed == null ? Optional.of(false) : holds(listed, file);
            steps.add(new UploadPlan.Step(file, listed != null && same.orElse(false)));
            if (listed != null) {
                problem(listed, file, same).ifPresent(problems::add);
            }
        }
        return new UploadPlan(index.name(), steps, problems);
    }

    private static List<Distribution> inOrder(List<Distribution> files) {
        return files.stream()
                .sorted(Comparator.comparing(Distribution::isSource)
                        .thenComparing(Distribution::size)
                        .thenComparing(Distribution::name))
                .toList();
    }

    private static Optional<Boolean> holds(ListedFile listed, Distribution file) {
        try {
            return listed.holds(file);
        } catch (IOException e) {
            throw new UncheckedIOException(FileFailure.of(file.path(), e));
        }
    }

    private Optional<UploadProblem> problem(ListedFile listed, Distribution file, Optional<Boolean> same) {
        if (same.isEmpty()) {
            return Optional.of(new UploadProblem(
                    index + " has '" + file.name() + "' and tells no digest of it",
                    "Compare the two files, and leave it out if they are the same."));
        }
        return same.get()
                ? Optional.empty()
                : Optional.of(new UploadProblem(
                        index + " has '" + file.name() + "' with other bytes: " + listed.shown() + ", and not sha256 "
                                + file.sha256(),
                        "Give it a new version; most indexes never let a file be replaced."));
    }

    /**
     * Sends what is missing.
     *
     * @throws UploadRefusedException if there is a problem; nothing was sent then
     * @throws UploadStoppedException if it ended before all were up
     */
    public UploadReport upload(List<Distribution> files) {
        UploadPlan plan = plan(files);
        if (!plan.problems().isEmpty()) {
            throw new UploadRefusedException(index.name(), plan.problems());
        }
        Map<Distribution, UploadReport.State> states = new LinkedHashMap<>();
        plan.steps()
                .forEach(step ->
                        states.put(step.file(), step.there() ? UploadReport.State.THERE : UploadReport.State.MISSING));
        try {
            for (UploadPlan.Step step : plan.steps()) {
                if (!step.there()) {
                    states.put(step.file(), send(step.file()));
                }
            }
            awaitListed(states);
        } catch (EngineException e) {
            throw new UploadStoppedException(e, report(states));
        }
        return report(states);
    }

    private UploadReport report(Map<Distribution, UploadReport.State> states) {
        return new UploadReport(
                index.name(),
                states.entrySet().stream()
                        .map(entry -> new UploadReport.FileResult(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private UploadReport.State send(Distribution file) {
        Optional<HttpAnswer> answer = client.upload(file, md5, () -> isThere(file));
        if (answer.isEmpty()) {
            return UploadReport.State.UPLOADED;
        }
        if (answer.get().isGood()) {
            warnOfPage(file, answer.get());
            return UploadReport.State.ACCEPTED;
        }
        // Another uploader may have been faster, or an earlier attempt, whose answer was lost.
        boolean mayBeThere = answer.get().status() == 400
                || answer.get().status() == 403
                || answer.get().status() == 409
                || answer.get().status() == 422;
        if (mayBeThere && isThere(file)) {
            progress.on(new ProgressListener.Notice(
                    "'" + file.name() + "' is on " + index + " already, with the same bytes", false));
            return UploadReport.State.UPLOADED;
        }
        throw client.refused("uploading '" + file.name() + "'", answer.get());
    }

    private void warnOfPage(Distribution file, HttpAnswer answer) {
        if (AnswerText.isHtml(answer)) {
            progress.on(new ProgressListener.Notice(
                    "uploading '" + file.name() + "' was answered with a page of HTML; see whether it gets listed",
                    true));
        }
    }

    /** @throws UploadRefusedException if other bytes are there under its name */
    private boolean isThere(Distribution file) {
        ListedFile listed = client.files(file.normalized()).get(file.name());
        if (listed == null) {
            return false;
        }
        Optional<Boolean> same = holds(listed, file);
        problem(listed, file, same).ifPresent(problem -> {
            throw new EngineException(EngineException.Kind.PUBLISH_REFUSED, problem.what(), problem.remedy());
        });
        return true;
    }

    private void awaitListed(Map<Distribution, UploadReport.State> states) {
        int waits = 0;
        while (true) {
            Map<String, Map<String, ListedFile>> pages = new HashMap<>();
            for (Map.Entry<Distribution, UploadReport.State> entry : states.entrySet()) {
                Distribution file = entry.getKey();
                if (entry.getValue() == UploadReport.State.ACCEPTED) {
                    ListedFile listed = pages.computeIfAbsent(file.normalized(), client::files)
                            .get(file.name());
                    if (listed != null) {
                        verify(listed, file);
                        entry.setValue(UploadReport.State.UPLOADED);
                    }
                }
            }
            List<String> open = states.entrySet().stream()
                    .filter(entry -> entry.getValue() == UploadReport.State.ACCEPTED)
                    .map(entry -> "'" + entry.getKey().name() + "'")
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            if (waits == LISTING.size()) {
                throw new RemoteException(
                        RemoteException.Reason.UNEXPECTED_ANSWER,
                        index + " accepted " + String.join(", ", open) + ", but does not list "
                                + (open.size() == 1 ? "it" : "them") + " after two minutes",
                        "Look at " + index.page(firstOpen(states)) + " later; check --index-simple.");
            }
            client.pause(LISTING.get(waits++), index + " does not list " + open.get(0) + " yet");
        }
    }

    private static String firstOpen(Map<Distribution, UploadReport.State> states) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() == UploadReport.State.ACCEPTED)
                .map(entry -> entry.getKey().normalized())
                .findFirst()
                .orElseThrow();
    }

    private void verify(ListedFile listed, Distribution file) {
        Optional<Boolean> same = holds(listed, file);
        if (same.isPresent() && !same.get()) {
            throw new EngineException(
                    EngineException.Kind.PUBLISH_REFUSED,
                    problem(listed, file, same).orElseThrow().what() + "; another upload came in between",
                    "Find out who else uploads this version.");
        }
    }
}
