package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyKind;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyOrder;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What makes a nightly of what is published. */
final class NightlyOptions {

    @Option(
            names = "--nightly",
            description = "Publish wheels of a development version as a nightly, in the place of --tag.")
    private boolean nightly;

    @Option(
            names = "--nightly-kind",
            paramLabel = "KIND",
            description = "moving: all nightlies on one pre-release, whose tag moves; dated: each on a pre-release of"
                    + " its own, such as nightly-20261129-g1a2b3c4; by default moving, unless releases are immutable.")
    private Kind kind;

    @Option(
            names = "--nightly-tag",
            paramLabel = "TAG",
            defaultValue = "nightly",
            description = "The tag that moves, or that those of single nightlies begin with; by default"
                    + " ${DEFAULT-VALUE}.")
    private String tag;

    @Option(
            names = "--take-over",
            description = "Go on with a pre-release of nightlies whose tag is that of a version, which stays where it"
                    + " is.")
    private boolean takeOver;

    @Option(
            names = "--allow-untested",
            description = "Publish nightlies too that have no record of a test beside them.")
    private boolean allowUntested;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many nightlies of each flavour and platform --index offers; by default ${DEFAULT-VALUE}.")
    private int keep;

    /** As written on the command line. */
    enum Kind {
        moving(NightlyKind.MOVING),
        dated(NightlyKind.DATED);

        private final NightlyKind kind;

        Kind(NightlyKind kind) {
            this.kind = kind;
        }
    }

    boolean isAsked() {
        return nightly;
    }

    String tag() {
        return tag;
    }

    boolean takesOver() {
        return takeOver;
    }

    int keep() {
        return keep;
    }

    /**
     * @param commit what was built
     * @throws EngineException if there is no wheel, or none whose version can be read
     */
    NightlyOrder order(Optional<String> commit, List<ReleaseWheel> wheels) {
        if (wheels.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.NOTHING_TO_DO,
                    "there is no wheel to publish as a nightly",
                    "Name the wheels, such as wheelhouse/*.whl.");
        }
        String version = WheelFilename.parse(wheels.get(0).asset().name()).version();
        Map<String, String> digests = new LinkedHashMap<>();
        wheels.forEach(wheel -> digests.put(wheel.asset().name(), wheel.asset().sha256()));
        return new NightlyOrder(
                tag,
                Optional.ofNullable(kind).map(chosen -> chosen.kind),
                takeOver,
                commit.map(hash -> hash.toLowerCase(Locale.ROOT))
                        .filter(hash -> hash.matches("[0-9a-f]{40}|[0-9a-f]{64}"))
                        .orElseThrow(() -> new EngineException(
                                EngineException.Kind.INPUT,
                                "a nightly needs the whole hash of the commit that was built",
                                "Add --commit \"$(git rev-parse HEAD)\".")),
                Pep440Version.parse(version),
                digests);
    }

    /** The wheels, with an objection against each that was not tested; a test that fails leaves no record. */
    List<ReleaseWheel> tested(List<ReleaseWheel> wheels) {
        List<ReleaseWheel> judged = new ArrayList<>(wheels);
        judged.replaceAll(wheel -> {
            if (allowUntested || wheel.record().test().isPresent()) {
                return wheel;
            }
            List<ReleaseProblem> objections = new ArrayList<>(wheel.objections());
            objections.add(new ReleaseProblem(
                    "'" + wheel.asset().name() + "' has no record of a test that passed",
                    "Run mlc-wheels test on it, or allow it with --allow-untested."));
            return new ReleaseWheel(wheel.asset(), wheel.record(), objections);
        });
        return judged;
    }
}
