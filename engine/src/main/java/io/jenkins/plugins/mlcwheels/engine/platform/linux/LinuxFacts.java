package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ELF files of a wheel.
 *
 * @param findings about files that can't be read as ELF files
 */
public record LinuxFacts(WheelFacts wheel, List<Finding> findings) implements PlatformFacts {

    @Override
    public List<ElfFacts> files() {
        return wheel.elfs();
    }

    @Override
    public Map<String, List<LibrarySource>> sources(JudgeRequest request) {
        return new LinuxSources(wheel, request).byFile();
    }

    @Override
    public PlatformVerdict judge(JudgeRequest request) {
        WheelFacts judged = request.isMain()
                ? wheel
                : new WheelFacts(wheel.filename(), Optional.empty(), Optional.empty(), wheel.elfs(), wheel.names());
        WheelVerdicts verdicts = WheelVerdicts.judge(judged, request.excludes(), request.anyInstructionSet());
        return new LinuxReport(judged, verdicts, request).verdict();
    }
}
