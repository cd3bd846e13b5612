package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import java.util.List;

/**
 * The PE files of a wheel.
 *
 * @param findings about files that can't be read as PE files
 * @param loadsByItself whether Python files of the wheel add directories of DLLs or load DLLs
 */
record WindowsFacts(List<PeFacts> files, List<Finding> findings, boolean loadsByItself) implements PlatformFacts {

    @Override
    public PlatformVerdict judge(JudgeRequest request) {
        if (files.isEmpty()) {
            throw NotAPlatformWheelException.withoutNativeCode(request.wheel().toString(), java.util.Optional.empty());
        }
        return new WindowsEvaluator(this, request).verdict();
    }
}
