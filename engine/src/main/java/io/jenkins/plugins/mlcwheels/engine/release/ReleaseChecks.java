package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import io.jenkins.plugins.mlcwheels.engine.text.InvalidGlobException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be wrong with a request, found without changing anything. */
final class ReleaseChecks {

    private final PublishRequest request;
    private final ReleaseHost host;
    private final List<ReleaseProblem> problems = new ArrayList<>();

    private ReleaseChecks(PublishRequest request, ReleaseHost host) {
        this.request = request;
        this.host = host;
    }

    /** All problems, those of the host included. */
    static List<ReleaseProblem> run(PublishRequest request, ReleaseHost host) {
        ReleaseChecks checks = new ReleaseChecks(request, host);
        request.wheels().forEach(checks::wheel);
        checks.expected();
        return checks.beside();
    }

    /** Those that can be known before there are wheels. */
    static List<ReleaseProblem> beforeWheels(PublishRequest request, ReleaseHost host) {
        return new ReleaseChecks(request, host).beside();
    }

    private List<ReleaseProblem> beside() {
        names();
        notes();
        host.part(HostPreflight.class).ifPresent(part -> problems.addAll(part.preflight(request.tag())));
        tag();
        return problems;
    }

    private void wheel(ReleaseWheel wheel) {
        String name = wheel.asset().name();
        try {
            WheelFilename filename = WheelFilename.parse(name);
            String version = filename.version();
            Pep440Version wanted = request.tag().pep440();
            if (!Pep440Version.tryParse(version).equals(Optional.of(wanted))) {
                problem(
                        "'" + name + "' is version " + version + ", but the tag " + request.tag() + " is " + wanted,
                        "Build the wheel from the tag, or publish it under the tag of its version.");
            }
            refuseLinuxTag(name, filename);
            refuseVariant(name, filename);
        } catch (InvalidWheelNameException e) {
            problem(e.getMessage(), e.suggestion());
        }
        problems.addAll(wheel.objections());
        if (!request.allowUnproven() && isUnproven(wheel)) {
            problem(
                    "the tests of '" + name + "' are not proven to have tested it: they might import from anywhere",
                    "Test it with imports from the wheel alone, or allow it (--allow-unproven, the step's"
                            + " allowUnproven).");
        }
    }

    private void refuseVariant(String name, WheelFilename filename) {
        if (filename.variant().isPresent() && !request.allowVariants()) {
            problem(
                    "'" + name + "' has the variant label " + filename.variant().get()
                            + " of PEP 825, a draft that must not be used in production; installers refuse the name",
                    "Publish a wheel without a label, or allow it with --allow-variants.");
        }
    }

    private static boolean isUnproven(ReleaseWheel wheel) {
        return wheel.record().test().filter(test -> test.imports().isUnproven()).isPresent();
    }

    private void refuseLinuxTag(String name, WheelFilename filename) {
        Optional<String> linux = filename.platformTags().stream()
                .filter(tag -> PlatformTag.parse(tag).kind() == PlatformTag.Kind.LINUX)
                .findFirst();
        if (linux.isPresent() && !request.allowLinuxTag()) {
            problem(
                    "'" + name + "' has the tag " + linux.get()
                            + ", with which it may run on the machine that built it only",
                    "Publish the repaired wheel (mlc-wheels repair) instead, or allow it with --allow-linux-tag"
                            + " (allowLinuxTag in a pipeline).");
        }
    }

    private void expected() {
        for (String glob : request.expected()) {
            Glob pattern;
            try {
                pattern = Glob.of(glob);
            } catch (InvalidGlobException e) {
                problem(e.getMessage(), e.suggestion());
                continue;
            }
            if (request.wheels().stream()
                    .noneMatch(wheel -> pattern.matches(wheel.asset().name()))) {
                problem(
                        "no wheel matches '" + glob + "', which is expected",
                        "Build what is missing, or expect no more than is to be released.");
            }
        }
    }

    private void names() {
        Set<String> seen = new HashSet<>();
        for (ReleaseAsset asset : ReleaseSet.given(request)) {
            String name = asset.name();
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                problem("'" + name + "' is given twice", "Give each file once; names differ in more than case.");
            }
            if (isOurs(name)) {
                problem("'" + name + "' is a name that publishing itself uses", "Give the file another name.");
            }
            String stored = host.storedName(name);
            if (!stored.equals(name)) {
                problem(
                        "'" + name + "' would be stored as '" + stored + "'",
                        "Give the file a name of letters, digits, '.', '_', '-' and '+'.");
            }
            long largest = host.capabilities().largestAsset();
            if (asset.size() > largest) {
                problem(
                        "'" + name + "' has " + ByteSize.print(asset.size()) + "; " + host.describe()
                                + " takes files of at most " + ByteSize.print(largest),
                        "Make the wheel smaller: strip debug symbols, or split off what another package can hold.");
            }
            if (asset.size() == 0) {
                problem("'" + name + "' is empty", "Build it again.");
            }
        }
    }

    private static boolean isOurs(String name) {
        return ReleaseSet.DERIVED.contains(name)
                || name.endsWith(ReleasePlan.STAGED)
                || name.endsWith(ReleasePlan.REPLACED)
                || name.startsWith(".");
    }

    private void notes() {
        int longest = host.capabilities().longestNotes() - PublishMark.room();
        if (request.notes().length() > longest) {
            problem(
                    "the release notes have " + request.notes().length() + " characters; " + longest + " fit",
                    "Shorten them, and link to the long text.");
        }
    }

    /** Where there is no repository, which is known by now, there is no point in telling that it lacks the tag. */
    private void tag() {
        try {
            problems.addAll(tag(request, host));
        } catch (EngineException e) {
            if (problems.isEmpty()) {
                throw e;
            }
        }
    }

    /** Whether the tag is there, at the commit that was built. Publishing a draft without its tag would create one. */
    static List<ReleaseProblem> tag(PublishRequest request, ReleaseHost host) {
        Optional<TagSource> tags = host.part(TagSource.class);
        if (tags.isEmpty() || request.makesTag()) {
            return List.of();
        }
        String tag = request.tag().toString();
        Optional<String> there = tags.get().tagCommit(tag);
        if (there.isEmpty()) {
            return List.of(new ReleaseProblem(
                    "there is no tag " + tag + " on " + host.describe(), "Push it: git push origin " + tag + "."));
        }
        if (request.commit().isPresent() && !there.equals(request.commit())) {
            return List.of(new ReleaseProblem(
                    "the tag " + tag + " points at " + there.get() + ", but the wheels were built from "
                            + request.commit().get(),
                    "Build from the tag; a tag that was moved after the build has to be built again."));
        }
        return List.of();
    }

    private void problem(String what, String remedy) {
        problems.add(new ReleaseProblem(what, remedy));
    }
}
