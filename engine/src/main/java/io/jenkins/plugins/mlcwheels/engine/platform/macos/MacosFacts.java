package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import java.util.List;

/**
 * The Mach-O files of a wheel.
 *
 * @param findings about files that can't be read as Mach-O files
 */
record MacosFacts(List<MachOFacts> files, List<Finding> findings) implements PlatformFacts {

    @Override
    public PlatformVerdict judge(JudgeRequest request) {
        if (files.stream().allMatch(file -> file.slices().isEmpty())) {
            throw NotAPlatformWheelException.withoutNativeCode(request.wheel().toString(), java.util.Optional.empty());
        }
        return new MacosEvaluator(this, request).verdict();
    }
}
