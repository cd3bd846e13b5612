package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Stopwatch;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.LinuxFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.Verdict;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.VerdictRules;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.DebugArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a linux wheel a manylinux or musllinux one: puts the libraries that no policy promises into it, under names
 * that can't clash, and gives it the platform tags that it then holds. The wheel is read once; what does not change is
 * copied as it is compressed; and the result is in its place only when it has passed an audit.
 */
public final class WheelRepairer {

    /** Findings about the source that disappear when the wheel is written again. */
    private static final Set<String> REWRITTEN = Set.of(
            "leading-data",
            "trailing-data",
            "data-between-entries",
            "data-descriptor",
            "entry-comment",
            "wheel-tags-mismatch",
            "record-directory",
            "record-duplicate",
            "record-hash-missing",
            "record-hash-weak");

    /** Findings about what the wheel says of itself, which no repair changes and which are no damage. */
    static final Set<String> DESCRIPTION =
            Set.of("metadata-field-broken", "license-file-missing", "entry-points-broken", "data-scheme-unknown");

    private final WheelArchive source;
    private final RepairOptions options;
    private final ProgressListener listener;
    private final Claim claim;

    /** Asked whether a wheel may get a name. */
    interface Claim {
        void on(Path output) throws IOException;
    }

    private WheelRepairer(WheelArchive source, RepairOptions options, ProgressListener listener, Claim claim) {
        this.source = source;
        this.options = options;
        this.listener = listener;
        this.claim = claim;
    }

    /**
     * @param wheel stays as it is
     * @throws RepairFailedException if the wheel can't hold the platform, or a library is not found
     * @throws BrokenWheelException if the wheel is damaged
     * @throws io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException if there is nothing to repair
     * @throws IOException if reading or writing fails; nothing is left behind then
     */
    public static RepairReport repair(Path wheel, RepairOptions options, ProgressListener listener) throws IOException {
        return repair(wheel, options, listener, output -> {});
    }

    static RepairReport repair(Path wheel, RepairOptions options, ProgressListener listener, Claim claim)
            throws IOException {
        try (WheelArchive source = WheelArchive.open(wheel)) {
            return new WheelRepairer(source, options, listener, claim).repair();
        }
    }

    private RepairReport repair() throws IOException {
        WheelAuditor.Scan scan = phase("read", () -> WheelAuditor.scan(source, options.threads()));
        refuseDamage(scan);
        MachineLibraries machine = new MachineLibraries(options);
        Placement placement = Placement.of(
                source.filename(),
                scan.facts(LinuxFacts.class).wheel(),
                options.useOwnLibraries(),
                facts -> VerdictRules.judge(facts, options.allExcludes(), machine, options.anyInstructionSet()),
                this::target);
        LeftOut leftOut = new LeftOut(
                options.excludes(), scan.facts(LinuxFacts.class).wheel().elfs(), machine);
        leftOut.warnings().forEach(this::warn);
        Obstacles.refuse(source.filename(), placement.verdict(), placement.target(), machine);
        RepairPlan plan = Grafting.plan(source.filename(), placement, machine, options.sysroot());
        announce(plan, placement);

        Files.createDirectories(options.outputDirectory());
        Path output = options.outputDirectory().resolve(plan.filename().toString());
        refuseOverwriting(output);
        claim.on(output);
        try (Workspace workspace = Workspace.in(options.outputDirectory())) {
            WheelEdit edit = new WheelEdit(source, scan, plan, options, workspace);
            if (edit.changesFiles()) {
                phase("graft", () -> edit.patch());
            }
            edit.strip().summary().ifPresent(text -> listener.on(new ProgressListener.Notice(text, false)));
            edit.strip().warnings().forEach(this::warn);
            edit.licenceWarnings().forEach(this::warn);
            Optional<Path> symbols = edit.strip().archive();
            Path written = phase("write", edit::write);
            var audit = phase(
                    "audit",
                    () -> ResultCheck.audit(
                            source, scan, written, edit, options, leftOut.bySoname(options.allExcludes())));
            tellIfReplaced(written, output);
            workspace.publish(written, output);
            Optional<Path> archive = publishSymbols(symbols, workspace, output);
            return new RepairReport(
                    output,
                    plan.grafts(),
                    ResultCheck.at(audit, output),
                    WheelWriter.COMPRESSOR,
                    options.level(),
                    archive);
        }
    }

    /** After the wheel: until that is in its place, what an earlier repair left there belongs to the earlier wheel. */
    private Optional<Path> publishSymbols(Optional<Path> symbols, Workspace workspace, Path output) throws IOException {
        Path archive =
                output.resolveSibling(DebugArchive.nameFor(output.getFileName().toString()));
        if (symbols.isEmpty()) {
            Files.deleteIfExists(archive);
            return Optional.empty();
        }
        workspace.publish(symbols.get(), archive);
        listener.on(new ProgressListener.Notice("what was split off is in " + archive, false));
        return Optional.of(archive);
    }

    private void refuseDamage(WheelAuditor.Scan scan) {
        for (Finding finding : scan.contents().findings()) {
            if (DESCRIPTION.contains(finding.code()) && finding.isError()) {
                listener.on(new ProgressListener.Notice(
                        finding.where() + ": " + finding.message() + " (" + finding.code() + ")", true));
            } else if (finding.isError() && !REWRITTEN.contains(finding.code())) {
                throw new BrokenWheelException(
                        source.filename().toString(),
                        finding.message() + " (" + finding.code() + ", " + finding.where() + ")");
            }
        }
    }

    private void refuseOverwriting(Path output) throws IOException {
        if (Files.exists(output) && Files.isSameFile(output, source.path())) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    output + ": the repaired wheel would replace the one it is made from",
                    "Choose another directory with -w.");
        }
    }

    private void tellIfReplaced(Path written, Path output) throws IOException {
        if (Files.exists(output) && Files.mismatch(written, output) >= 0) {
            listener.on(new ProgressListener.Notice("replacing " + output + ", which had other bytes", true));
        }
    }

    private TargetPlatform target(Verdict verdict) {
        return TargetPlatform.of(
                verdict, options.plat(), options.onlyPlat(), source.filename().platformTags());
    }

    private void announce(RepairPlan plan, Placement placement) {
        for (LibraryGraft graft : plan.grafts()) {
            listener.on(new ProgressListener.Notice("grafting " + graft.source() + " as " + graft.name(), false));
            graft.sonames().forEach(soname -> warnOfTwin(soname, placement));
        }
        plan.patches().forEach((path, patch) -> patch.removed()
                .forEach(soname -> warn(path + " no longer needs " + soname + ", which every Python has itself")));
        for (ElfFacts elf : placement.facts().elfs()) {
            if (elf.isProgram() && !elf.neededPythons().isEmpty()) {
                warn(placement.entry(elf.path()) + " is a program and keeps "
                        + String.join(", ", elf.neededPythons())
                        + "; it starts only where Python is a shared library that the loader finds");
            }
        }
    }

    private void warnOfTwin(String soname, Placement placement) {
        placement.own().named(soname).stream().findFirst().ifPresent(twin -> {
            Optional<ElfFacts> needing = placement.facts().elfs().stream()
                    .filter(elf -> elf.linkage().needed().contains(soname))
                    .findFirst();
            warn("the wheel has " + soname + " already, as " + twin.path() + "; what loads both has two copies of it: "
                    + needing.map(elf -> "link " + elf.path() + " with "
                                    + OwnLibraries.linkerOption(elf.path(), twin.path()) + ", or ")
                            .orElse("")
                    + "repair with --use-own-libraries");
        });
    }

    private void warn(String text) {
        listener.on(new ProgressListener.Notice(text, true));
    }

    /** Work that may fail. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T phase(String name, Work<T> work) throws IOException {
        listener.on(new ProgressListener.PhaseStarted(name));
        Stopwatch watch = Stopwatch.started();
        T result = work.run();
        listener.on(new ProgressListener.PhaseFinished(name, watch.elapsed()));
        return result;
    }
}
