package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.packageindex.Distribution;
import io.jenkins.plugins.mlcwheels.engine.packageindex.DistributionReader;
import io.jenkins.plugins.mlcwheels.engine.packageindex.IndexCredentials;
import io.jenkins.plugins.mlcwheels.engine.packageindex.IndexUploader;
import io.jenkins.plugins.mlcwheels.engine.packageindex.PackageIndex;
import io.jenkins.plugins.mlcwheels.engine.packageindex.UploadPlan;
import io.jenkins.plugins.mlcwheels.engine.packageindex.UploadRefusedException;
import io.jenkins.plugins.mlcwheels.engine.packageindex.UploadReport;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Uploads wheels from where they are to a package index. Doing it again, after it was cut off at any moment, goes on where
 * it was. User and password travel as values of this object, over the channel to the agent only.
 */
public final class UploadPackages extends EngineCallable<ArrayList<UploadPackages.Uploaded>> {

    private static final long serialVersionUID = 1L;

    private final Order order;

    @CheckForNull
    private final String user;

    @CheckForNull
    private final Secret password;

    /** @param password null for an index that lets everybody upload */
    public UploadPackages(
            TaskListener listener, Order order, @CheckForNull String user, @CheckForNull Secret password) {
        super(listener);
        this.order = order;
        this.user = user;
        this.password = password;
    }

    /**
     * What goes where.
     *
     * @param index {@code pypi}, {@code testpypi}, or the address that takes files
     * @param simple where the index lists files; null for below that address
     * @param largest in bytes; 0 for what the index is known to take
     * @param minRate bytes per second below which an upload is restarted, such as {@code 20k}
     */
    public record Order(
            String index,
            @CheckForNull String simple,
            ArrayList<WheelToPublish> wheels,
            boolean allowUnproven,
            long largest,
            String minRate,
            boolean dryRun)
            implements Serializable {

        /** Also tells on the controller whether the addresses can be used. */
        public PackageIndex packageIndex() {
            Optional<URI> pages = Optional.ofNullable(simple).map(URI::create);
            PackageIndex place =
                    switch (index) {
                        case "pypi" -> PackageIndex.PYPI;
                        case "testpypi" -> PackageIndex.TESTPYPI;
                        default -> PackageIndex.of(URI.create(index), pages);
                    };
            return largest > 0 ? place.withLargest(largest) : place;
        }
    }

    /** What became of a wheel, as an agent tells of it, which is to be checked. */
    public record Uploaded(String name, long size, String sha256, String state) implements Serializable {}

    @Override
    ArrayList<Uploaded> run(Path workspace, ProgressListener progress) throws IOException {
        List<Distribution> files = files(workspace);
        PackageIndex index = order.packageIndex();
        String plain = Secret.toString(password);
        Optional<IndexCredentials> who =
                password == null ? Optional.empty() : Optional.of(IndexCredentials.of(String.valueOf(user), plain));
        IndexUploader uploader = new IndexUploader(
                index,
                who,
                HttpOptions.of(() -> plain).withMinRate(TransferRate.parse(order.minRate())),
                Timing.of(Clock.systemUTC(), new Random()),
                new UploadLog(progress),
                false);
        return order.dryRun() ? rehearse(uploader.plan(files), progress) : report(uploader.upload(files));
    }

    private List<Distribution> files(Path workspace) throws IOException {
        List<Objection> problems = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        for (WheelToPublish wheel : order.wheels()) {
            Path path = workspace.resolve(wheel.file());
            WheelFile file = wheel.isSdist() ? WheelFile.ofSdist(path, wheel) : WheelFile.of(path, wheel);
            for (ReleaseProblem problem : file.problems()) {
                problems.add(new Objection(problem.what(), problem.remedy()));
            }
            if (!order.allowUnproven() && wheel.test() != null && wheel.test().isUnproven()) {
                problems.add(new Objection(
                        "the tests of '" + wheel.fileName() + "' are not proven to have tested it",
                        "Test it with imports from the wheel alone, or give allowUnproven: true."));
            }
            paths.add(path);
        }
        if (!problems.isEmpty()) {
            throw new AbortException("Nothing was uploaded: "
                    + String.join(
                            "\n", problems.stream().map(Objection::toString).toList()));
        }
        DistributionReader reader = new DistributionReader(Runtime.getRuntime().availableProcessors());
        List<Distribution> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(reader.read(path));
        }
        return files;
    }

    private static ArrayList<Uploaded> rehearse(UploadPlan plan, ProgressListener progress) {
        if (!plan.problems().isEmpty()) {
            throw new UploadRefusedException(plan.index(), plan.problems());
        }
        plan.toString().lines().forEach(line -> progress.on(new ProgressListener.Notice(line, false)));
        ArrayList<Uploaded> files = new ArrayList<>();
        plan.steps().forEach(step -> files.add(uploaded(step.file(), step.there() ? "there" : "missing")));
        return files;
    }

    private static ArrayList<Uploaded> report(UploadReport report) {
        ArrayList<Uploaded> files = new ArrayList<>();
        report.files()
                .forEach(file ->
                        files.add(uploaded(file.file(), file.state().name().toLowerCase(Locale.ROOT))));
        return files;
    }

    private static Uploaded uploaded(Distribution file, String state) {
        return new Uploaded(file.name(), file.size(), file.sha256(), state);
    }
}
