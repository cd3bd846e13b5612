package io.jenkins.plugins.mlcwheels.cli;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.packageindex.Distribution;
import io.jenkins.plugins.mlcwheels.engine.packageindex.DistributionReader;
import io.jenkins.plugins.mlcwheels.engine.packageindex.IndexUploader;
import io.jenkins.plugins.mlcwheels.engine.packageindex.UploadPlan;
import io.jenkins.plugins.mlcwheels.engine.packageindex.UploadReport;
import io.jenkins.plugins.mlcwheels.engine.packageindex.UploadStoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Uploads wheels and source distributions to a package index. */
@Command(
        name = "upload",
        description = "Uploads wheels and source distributions to a package index, such as PyPI.",
        mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is on the index, 2 input can't be used, 11 the index would refuse a file or has it"
                + " with other bytes, 12 the index failed, refused, or does not list what it accepted.")
final class UploadCommand implements Callable<Integer> {

    @Mixin
    private IndexTarget target;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = "--min-rate",
            paramLabel = "RATE",
            converter = PublishOptions.RateConverter.class,
            defaultValue = "100k",
            description = "Restart an upload that is slower: bytes per second, such as 20000 or 20k; 0 for any; by"
                    + " default ${DEFAULT-VALUE}.")
    private TransferRate minRate;

    @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print what became of each file as JSON.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Wheels (.whl) and source distributions (.tar.gz).")
    private List<Path> files = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        List<Distribution> distributions = read(files);
        try (UploadProgress progress = UploadProgress.on(spec.commandLine().getErr())) {
            IndexUploader uploader = target.uploader(network, minRate, System.getenv(), timing, progress);
            return dryRun ? plan(uploader.plan(distributions)) : upload(uploader, distributions);
        }
    }

    static List<Distribution> read(List<Path> files) throws IOException {
        DistributionReader reader = new DistributionReader(Runtime.getRuntime().availableProcessors());
        List<Distribution> distributions = new ArrayList<>();
        for (Path file : files) {
            distributions.add(reader.read(file));
        }
        return distributions;
    }

    private int plan(UploadPlan plan) {
        if (json) {
            ObjectNode top = top(plan.index());
            ArrayNode list = top.putArray("files");
            plan.steps().forEach(step -> add(list, step.file(), step.there() ? "there" : "missing"));
            ArrayNode problems = top.putArray("problems");
            plan.problems()
                    .forEach(problem ->
                            problems.addObject().put("what", problem.what()).put("remedy", problem.remedy()));
            print(top);
        } else {
            spec.commandLine().getOut().println(plan);
        }
        return (plan.problems().isEmpty() ? ExitCode.OK : ExitCode.PUBLISH_REFUSED).code();
    }

    private int upload(IndexUploader uploader, List<Distribution> distributions) {
        try {
            report(uploader.upload(distributions));
        } catch (UploadStoppedException e) {
            if (json) {
                report(e.report());
            }
            throw e;
        }
        return ExitCode.OK.code();
    }

    private void report(UploadReport report) {
        if (json) {
            ObjectNode top = top(report.index());
            ArrayNode list = top.putArray("files");
            report.files()
                    .forEach(file -> add(list, file.file(), file.state().name().toLowerCase(Locale.ROOT)));
            print(top);
            return;
        }
        print(spec.commandLine().getOut(), report);
    }

    /** A line for each file. */
    static void print(PrintWriter out, UploadReport report) {
        out.println(report.index() + ":");
        for (UploadReport.FileResult file : report.files()) {
            boolean there = file.state() == UploadReport.State.THERE;
            out.println((there ? "  there    " : "  uploaded ") + file.file().name());
        }
    }

    private static ObjectNode top(String index) {
        return Json.MAPPER.createObjectNode().put("schemaVersion", 1).put("index", index);
    }

    private static void add(ArrayNode list, Distribution file, String state) {
        list.addObject()
                .put("name", file.name())
                .put("size", file.size())
                .put("sha256", file.sha256())
                .put("state", state);
    }

    private void print(ObjectNode top) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println(Json.MAPPER.writer(new DefaultPrettyPrinter()).writeValueAsString(top));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        out.flush();
    }
}
