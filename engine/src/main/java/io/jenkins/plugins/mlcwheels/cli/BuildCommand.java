package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildReport;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRunner;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairReport;
import io.jenkins.plugins.mlcwheels.engine.repair.WheelRepairer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds a wheel, repairs it, and audits what came of it. */
@Command(
        name = "build",
        description = "Builds a wheel of a source tree, here or in a container, repairs it and audits the result.",
        footer = "Exit code: 0 all is well, 2 input can't be used, 5 the wheel has no native code, 8 it can't be"
                + " repaired, 9 it failed the audit, 10 no wheel was built.",
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

    @Mixin
    private BuildOptions options;

    @Mixin
    private VersionOptions version;

    @Mixin
    private RepairSettings repair;

    @Mixin
    private SigningOptions signing;

    @Option(
            names = {"-w", "--wheel-dir"},
            paramLabel = "DIR",
            defaultValue = "wheelhouse",
            description = "Gets the repaired wheel; default: ${DEFAULT-VALUE}.")
    private Path wheelhouse;

    @Option(names = "--no-repair", description = "Only build; the wheel stays in the directory of --dist.")
    private boolean noRepair;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BuildPlan plan = options.plan(version, request -> request.output(wheelhouse)
                .target(noRepair ? null : repair.target().orElse(null)));
        RepairOptions repairing = repair.options(wheelhouse, plan.request().excludes(), System.getenv())
                .withCommonExcludes(plan.flavour().excludes());
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            Optional<FileSigning> signer = signing.signing(System.getenv());
            Instant began = Clock.systemUTC().instant();
            BuildReport built = BuildRunner.run(plan, progress);
            BuildRecord record = BuildRecords.of(plan, built, Optional.empty(), began);
            Path wheel = built.wheel();
            if (!noRepair) {
                RepairReport repaired = WheelRepairer.repair(wheel, repairing, progress);
                record = BuildRecords.repaired(record, repaired);
                wheel = repaired.output();
            }
            BuildRecords.keep(wheel, record, progress);
            if (signer.isPresent()) {
                signer.get().sign(wheel, record.sha256());
            }
            out.println(wheel);
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
