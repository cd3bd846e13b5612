package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.macho.CodeSignature;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict.PolicyDetails;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Judges the Mach-O files of one wheel. */
final class MacosEvaluator {

    private final MacosFacts wheel;
    private final JudgeRequest request;
    private final LimitedFindings findings;
    private final DylibSources sources;
    private final MacosTargets targets;
    private final Map<String, LibrarySource> libraries = new TreeMap<>();

    MacosEvaluator(MacosFacts wheel, JudgeRequest request) {
        this.wheel = wheel;
        this.request = request;
        this.findings = new LimitedFindings(request.wheel().toString());
        this.sources = new DylibSources(wheel, request);
        this.targets = new MacosTargets(wheel);
    }

    PlatformVerdict verdict() {
        for (MachOFacts file : wheel.files()) {
            Set<String> said = new HashSet<>();
            for (MachOSlice slice : file.slices()) {
                targets.add(file, slice);
                signature(file, slice);
                linkage(file, slice);
                for (MachOSlice.Dylib need : slice.linkage().needs()) {
                    need(file, slice, need, said.add(need.name()));
                }
            }
            otherSystems(file);
        }
        MacosTags tags = new MacosTags(wheel, request, targets, findings);
        String overall = tags.overall();
        if (request.isMain()) {
            tags.check();
            request.policy()
                    .filter(policy -> !policy.equals(overall))
                    .ifPresent(policy -> findings.add(
                            PlatformProblem.POLICY_NOT_MET,
                            request.wheel().toString(),
                            "is asked to be consistent with " + policy + ", and is only with " + overall));
        }
        SystemPart system = new SystemPart(
                MacosPlatform.NAME,
                overall,
                targets.architectures(),
                wheel.files().size(),
                targets.text(),
                List.copyOf(libraries.values()));
        return new PlatformVerdict(
                system,
                PolicyDetails.none(tags.architecture(), overall, grafted()),
                request.isMain() ? targets.pins(overall) : List.of(),
                findings.list());
    }

    private List<String> grafted() {
        return wheel.files().stream()
                .map(MachOFacts::path)
                .filter(path -> path.contains("/.dylibs/") || path.matches("[^/]+\\.(libs|dylibs)/.*"))
                .toList();
    }

    private void otherSystems(MachOFacts file) {
        for (MachOSlice slice : file.file().slices()) {
            if (!MachOFacts.isForMac(slice)) {
                findings.add(
                        PlatformProblem.FOREIGN_SYSTEM,
                        file.path(),
                        "is for another system of Apple than macOS (platform "
                                + slice.minimum().orElseThrow().platform() + ")");
            }
        }
    }

    private void signature(MachOFacts file, MachOSlice slice) {
        CodeSignature signature = slice.signature();
        boolean silicon = slice.header().architecture().startsWith("arm64");
        boolean loaded = slice.header().isProgram() || slice.header().isLibrary();
        if (silicon && loaded && signature.state() == CodeSignature.State.MISSING) {
            findings.add(MacosProblem.SIGNATURE_MISSING, file.path(), "has code for arm64 and no signature");
        }
        if (signature.state() == CodeSignature.State.INVALID) {
            findings.add(
                    MacosProblem.SIGNATURE_INVALID,
                    silicon ? Severity.ERROR : Severity.WARNING,
                    file.path(),
                    "the signature of the code for " + slice.header().architecture() + " " + signature.problem());
        }
    }

    private void linkage(MachOFacts file, MachOSlice slice) {
        slice.linkage()
                .id()
                .filter(id -> isOfBuilder(id))
                .ifPresent(id -> findings.add(MacosProblem.INSTALL_NAME_OF_BUILDER, file.path(), "calls itself " + id));
        slice.linkage().rpaths().stream()
                .filter(MacosEvaluator::isOfBuilder)
                .distinct()
                .forEach(rpath -> findings.add(
                        MacosProblem.RPATH_OF_BUILDER,
                        file.path(),
                        "searches " + rpath + " for libraries, which another system may not have"));
    }

    private static boolean isOfBuilder(String path) {
        return path.startsWith("/")
                && MacosCatalog.builtIn()
                        .of(path.endsWith("/") ? path : path + "/")
                        .map(rule -> rule.kind() == MacosCatalog.Kind.BUILDER)
                        .orElse(false);
    }

    /** @param first whether no other slice of the file was found to need it */
    private void need(MachOFacts file, MachOSlice slice, MachOSlice.Dylib need, boolean first) {
        DylibSources.Source source = sources.of(file, slice, need.name());
        boolean optional = need.kind() == MachOSlice.DylibKind.WEAK;
        if (first) {
            boolean elsewhere = source.unreachable().isPresent() && !need.name().startsWith("/");
            note(
                    need.name(),
                    elsewhere
                            ? DylibSources.Source.of(
                                    Bringer.WHEEL, source.unreachable().get().path() + ", where no path leads")
                            : source);
        }
        switch (source.bringer()) {
            case SYSTEM -> system(file, slice, need, source, optional, first);
            case PYTHON -> {
                if (first) {
                    findings.add(
                            MacosProblem.PYTHON_LINKED,
                            file.isProgram() || optional ? Severity.WARNING : Severity.ERROR,
                            file.path(),
                            "needs " + need.name() + "; it works only where that very Python is the one that runs");
                }
            }
            case SIBLING -> {
                if (first) {
                    findings.add(
                            PlatformProblem.LIBRARY_FROM_SIBLING,
                            file.path(),
                            MachOFacts.baseName(need.name()) + " comes from " + source.from());
                }
            }
            case NOBODY -> {
                if (first) {
                    missing(file, need, source, optional);
                }
            }
            default -> {}
        }
    }

    private void system(
            MachOFacts file,
            MachOSlice slice,
            MachOSlice.Dylib need,
            DylibSources.Source source,
            boolean optional,
            boolean first) {
        MacosCatalog.Rule rule = source.rule().orElseThrow();
        if (rule.kind() == MacosCatalog.Kind.SYSTEM) {
            if (!optional) {
                targets.raise(file, slice, MacosVersion.parse(rule.what()), "needs " + need.name());
            }
        } else if (first) {
            findings.add(
                    MacosProblem.SYSTEM_LIBRARY_GONE,
                    file.path(),
                    "needs " + need.name() + ", which macOS " + rule.what() + " and newer don't have or let load");
        }
    }

    private void note(String name, DylibSources.Source source) {
        libraries.merge(
                name,
                new LibrarySource(name, source.bringer(), source.from(), 1),
                (old, one) -> old.bringer().compareTo(one.bringer()) >= 0
                        ? new LibrarySource(name, old.bringer(), old.from(), old.needers() + 1)
                        : new LibrarySource(name, one.bringer(), one.from(), old.needers() + 1));
    }

    private void missing(MachOFacts file, MachOSlice.Dylib need, DylibSources.Source source, boolean optional) {
        if (source.unreachable().isPresent() && !need.name().startsWith("/")) {
            findings.add(
                    PlatformProblem.LIBRARY_UNREACHABLE,
                    source.unreachable().get().path(),
                    "is needed by " + file.path() + " as " + need.name()
                            + ", which doesn't lead to it; it works only if the package loads it first");
            return;
        }
        String place = source.rule()
                .map(rule -> ", which is in " + rule.what() + " of whoever built it")
                .orElse(", which neither the wheel nor macOS brings");
        String twin = source.unreachable()
                .map(found -> "; the wheel has " + found.path() + ", where that path doesn't lead")
                .orElse("");
        findings.add(
                PlatformProblem.LIBRARY_MISSING,
                optional ? Severity.WARNING : Severity.ERROR,
                file.path(),
                "needs " + need.name() + place + twin + (optional ? "; it may be missing (weak)" : ""));
    }
}
