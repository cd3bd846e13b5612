package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict.PolicyDetails;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges the PE files of one wheel. */
final class WindowsEvaluator {

    /** The architecture of a platform tag, in the words of other tags. */
    private static final Map<String, String> ARCHITECTURES =
            Map.of("win32", "x86", "win_amd64", "x86_64", "win_arm64", "arm64");

    private final WindowsFacts wheel;
    private final JudgeRequest request;
    private final String name;
    private final LimitedFindings findings;
    private final PythonTags pythons;
    private final DllSources sources;
    private final MinimumWindows minimum;
    private final List<String> ownTags;
    private final String tag;
    private final Map<String, LibrarySource> libraries = new TreeMap<>();

    WindowsEvaluator(WindowsFacts wheel, JudgeRequest request) {
        this.wheel = wheel;
        this.request = request;
        this.name = request.wheel().toString();
        this.findings = new LimitedFindings(name);
        this.pythons = PythonTags.of(request.wheel());
        this.sources = new DllSources(wheel, request);
        this.minimum = new MinimumWindows();
        this.ownTags = request.wheel().platformTags().stream()
                .filter(text -> PlatformTag.parse(text).kind() == PlatformTag.Kind.WINDOWS)
                .map(text -> PlatformTag.parse(text).canonical())
                .toList();
        this.tag = tag();
    }

    /** The tag of the wheel that files comply with, or else the one that the first file would need. */
    private String tag() {
        for (String own : ownTags) {
            if (wheel.files().stream().anyMatch(file -> !file.isProgram() && file.runsOn(own))) {
                return own;
            }
        }
        for (String own : ownTags) {
            if (wheel.files().stream().anyMatch(file -> file.runsOn(own))) {
                return own;
            }
        }
        return wheel.files().stream()
                .filter(PeFacts::isExtension)
                .map(PeFacts::tag)
                .filter(own -> !own.isEmpty())
                .findFirst()
                .or(() -> wheel.files().stream()
                        .map(PeFacts::tag)
                        .filter(own -> !own.isEmpty())
                        .findFirst())
                .orElse("");
    }

    PlatformVerdict verdict() {
        Set<String> architectures = new TreeSet<>();
        for (PeFacts file : wheel.files()) {
            String own = file.runsOn(tag) && !file.isProgram() ? tag : file.tag();
            architectures.add(ARCHITECTURES.getOrDefault(
                    own, file.file().header().machine().toString()));
            needs(file, own);
            minimum.add(file);
            new PeHardening(findings).check(file);
        }
        String overall = overall();
        if (request.isMain()) {
            tags();
            new PydNames(request.wheel(), findings).check(wheel.files());
            minimum.report(pythons.oldest(), findings);
            request.policy()
                    .filter(policy -> !policy.equals(overall))
                    .ifPresent(policy -> findings.add(
                            PlatformProblem.POLICY_NOT_MET,
                            name,
                            "is asked to be consistent with " + policy + ", and is only with " + overall));
        }
        SystemPart system = new SystemPart(
                WindowsPlatform.NAME,
                overall,
                List.copyOf(architectures),
                wheel.files().size(),
                minimum.text(),
                List.copyOf(libraries.values()));
        return new PlatformVerdict(
                system,
                PolicyDetails.none(ARCHITECTURES.getOrDefault(tag, ""), overall, grafted()),
                List.of(),
                findings.list());
    }

    /** Programs alone don't keep a wheel from being for every system. */
    private String overall() {
        boolean any = request.isMain() && isForAny() && wheel.files().stream().noneMatch(PeFacts::isExtension);
        return any || tag.isEmpty() ? "any" : tag;
    }

    private boolean isForAny() {
        return request.wheel().platformTags().stream()
                .allMatch(text -> PlatformTag.parse(text).kind() == PlatformTag.Kind.ANY);
    }

    private List<String> grafted() {
        return wheel.files().stream()
                .map(PeFacts::path)
                .filter(path ->
                        path.substring(0, Math.max(0, path.indexOf('/'))).endsWith(".libs"))
                .toList();
    }

    private void tags() {
        List<String> foreign = new ArrayList<>();
        for (String text : request.wheel().platformTags()) {
            switch (PlatformTag.parse(text).kind()) {
                case WINDOWS -> own(PlatformTag.parse(text).canonical(), text);
                case ANY -> {
                    if (!overall().equals("any")) {
                        foreign.add(text);
                    }
                }
                default -> foreign.add(text);
            }
        }
        if (!foreign.isEmpty()) {
            findings.add(
                    PlatformProblem.TAG_NOT_HONEST,
                    name,
                    "the name says " + String.join(" and ", foreign)
                            + ", but the wheel has native code for Windows, which runs only on " + tag);
        }
        if (isForAny()) {
            wheel.files().stream()
                    .filter(file -> !file.isProgram() && !file.isExtension())
                    .forEach(file -> findings.add(
                            PlatformProblem.FOREIGN_SYSTEM,
                            file.path(),
                            "is a library for Windows in a wheel for every system"));
        }
    }

    private void own(String own, String text) {
        boolean any = wheel.files().stream().anyMatch(file -> file.runsOn(own));
        if (!any) {
            findings.add(
                    PlatformProblem.TAG_NOT_HONEST,
                    name,
                    "the name says " + text + ", but the native code is for "
                            + (tag.isEmpty() ? "processors that no tag names" : tag));
            return;
        }
        for (PeFacts file : wheel.files()) {
            if (!file.runsOn(own) && ownTags.stream().noneMatch(file::runsOn)) {
                boolean loaded = file.isExtension() ? isOnlyOne(file) : isNeeded(file);
                findings.add(
                        PlatformProblem.FOREIGN_ARCHITECTURE,
                        loaded ? Severity.ERROR : Severity.WARNING,
                        file.path(),
                        "is for " + file.file().header().machine() + " in a wheel for " + text);
            }
        }
    }

    /** Whether there is no module of the same name for the wheel's processor. */
    private boolean isOnlyOne(PeFacts module) {
        String stem = stem(module);
        return wheel.files().stream()
                .noneMatch(other -> other != module
                        && other.isExtension()
                        && other.runsOn(tag)
                        && stem(other).equals(stem));
    }

    private static String stem(PeFacts module) {
        int dot = module.fileName().indexOf('.');
        return PeFacts.lower(module.directory() + "/" + module.fileName().substring(0, dot));
    }

    private boolean isNeeded(PeFacts library) {
        String lower = PeFacts.lower(library.fileName());
        return wheel.files().stream()
                .filter(file -> file.runsOn(tag))
                .anyMatch(file -> file.needs().stream()
                                .anyMatch(need -> PeFacts.lower(need).equals(lower))
                        && sources.of(file, library.fileName(), tag, pythons.oldest())
                                        .bringer()
                                == Bringer.NOBODY);
    }

    private void needs(PeFacts file, String own) {
        Map<String, Boolean> delayed = new LinkedHashMap<>();
        for (PeFile.Import need : file.file().imports()) {
            delayed.merge(need.dll(), need.delayed(), Boolean::logicalAnd);
        }
        delayed.forEach((dll, late) -> need(file, dll, late, own));
    }

    private void need(PeFacts file, String dll, boolean late, String own) {
        String lower = PeFacts.lower(dll);
        DllSources.Source source = sources.of(file, dll, own, pythons.oldest());
        if (isDebug(lower) && source.bringer() != Bringer.WHEEL) {
            findings.add(WindowsProblem.DEBUG_RUNTIME, file.path(), "needs " + dll + ", which only compilers bring");
            note(lower, new DllSources.Source(Bringer.NOBODY, "", false));
            return;
        }
        note(lower, source);
        switch (source.bringer()) {
            case WHEEL -> {
                if (!source.reachable()) {
                    findings.add(
                            PlatformProblem.LIBRARY_UNREACHABLE,
                            source.from(),
                            "is needed by " + file.path() + " in another directory; it works only if the package adds"
                                    + " the directory (os.add_dll_directory) or loads it first");
                }
            }
            case SIBLING ->
                findings.add(PlatformProblem.LIBRARY_FROM_SIBLING, file.path(), dll + " comes from " + source.from());
            case PYTHON -> python(file, lower);
            case RUNTIME -> runtime(file, dll, lower);
            case NOBODY -> missing(file, dll, late);
            default -> {}
        }
    }

    /** {@code vcruntime140d.dll}, {@code ucrtbased.dll}, {@code python313_d.dll}. */
    private static boolean isDebug(String dll) {
        return dll.matches("(vcruntime|msvcp|msvcr|concrt|vccorlib|mfc|ucrtbase|vcomp)[0-9]*(_[0-9a-z_]+)?u?d\\.dll")
                || PythonTags.isPython(dll) && dll.endsWith("_d.dll");
    }

    private void note(String dll, DllSources.Source source) {
        libraries.merge(
                dll,
                new LibrarySource(dll, source.bringer(), source.from(), 1),
                (old, one) -> new LibrarySource(
                        dll,
                        old.bringer().compareTo(one.bringer()) >= 0 ? old.bringer() : one.bringer(),
                        old.bringer().compareTo(one.bringer()) >= 0 ? old.from() : one.from(),
                        old.needers() + 1));
    }

    private void python(PeFacts file, String dll) {
        if (!request.isMain() || !PythonTags.isPython(dll)) {
            return;
        }
        Optional<String> named = PydNames.pythonOf(file.fileName());
        boolean right = named.isPresent()
                ? dll.equals("python" + named.get() + ".dll") || dll.matches("python3t?\\.dll")
                : pythons.allows(dll);
        if (!right) {
            findings.add(
                    WindowsProblem.PYTHON_DLL_MISMATCH,
                    file.path(),
                    "needs " + dll + "; the wheel is for "
                            + String.join(".", request.wheel().pythonTags()) + "-"
                            + String.join(".", request.wheel().abiTags()) + ", whose Pythons have "
                            + String.join(", ", pythons.dlls()));
        }
    }

    private void runtime(PeFacts file, String dll, String lower) {
        if (WindowsCatalog.builtIn().isOfDriver(lower)) {
            findings.add(WindowsProblem.DRIVER_NEEDED, file.path(), "needs " + dll + ", which comes with a driver");
        } else {
            findings.add(
                    WindowsProblem.VC_RUNTIME_NOT_PROVIDED,
                    file.path(),
                    "needs " + dll + ", which comes with the Visual C++ Redistributable and not with Python");
        }
    }

    private void missing(PeFacts file, String dll, boolean late) {
        String foreign = sources.foreign(file, dll)
                .map(other ->
                        "; " + other.path() + " is for " + other.file().header().machine())
                .orElse("");
        findings.add(
                PlatformProblem.LIBRARY_MISSING,
                late || file.isProgram() && !request.isMain() ? Severity.WARNING : Severity.ERROR,
                file.path(),
                "needs " + dll + ", which neither the wheel nor Windows nor Python brings" + foreign
                        + (late ? "; it is loaded only when first used" : ""));
    }
}
