package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelProblem;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All kinds of findings that an audit can give. */
public final class FindingKinds {

    private FindingKinds() {}

    /** About the wheel, its native code, each platform's files, the archive, in this order. */
    public static List<Problem> all() {
        List<Problem> all = new ArrayList<>(List.of(AuditProblem.values()));
        all.addAll(List.of(PlatformProblem.values()));
        Platforms.ALL.forEach(platform -> all.addAll(platform.findingKinds()));
        all.addAll(List.of(WheelProblem.values()));
        all.addAll(List.of(ZipProblem.values()));
        all.addAll(List.of(Findings.Listing.values()));
        return all;
    }

    static Optional<Problem> named(String code) {
        return all().stream().filter(kind -> kind.code().equals(code)).findFirst();
    }
}
