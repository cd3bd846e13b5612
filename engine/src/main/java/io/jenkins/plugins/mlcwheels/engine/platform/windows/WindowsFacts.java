package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The PE files of a wheel.
 *
 * @param findings about files that can't be read as PE files
 * @param loadsByItself whether Python files of the wheel add directories of DLLs or load DLLs
 */
record WindowsFacts(List<PeFacts> files, List<Finding> findings, boolean loadsByItself) implements PlatformFacts {

    @Override
    public Map<String, List<LibrarySource>> sources(JudgeRequest request) {
        DllSources sources = new DllSources(this, request);
        int oldest = PythonTags.of(request.wheel()).oldest();
        Map<String, List<LibrarySource>> found = new TreeMap<>();
        for (PeFacts file : files) {
            found.put(
                    file.path(),
                    file.needs().stream()
                            .map(dll -> source(sources.of(file, dll, file.tag(), oldest), dll))
                            .toList());
        }
        return found;
    }

    private static LibrarySource source(DllSources.Source source, String dll) {
        return new LibrarySource(dll, source.bringer(), source.from(), 1);
    }

    @Override
    public PlatformVerdict judge(JudgeRequest request) {
        if (files.isEmpty()) {
            throw NotAPlatformWheelException.withoutNativeCode(request.wheel().toString(), java.util.Optional.empty());
        }
        return new WindowsEvaluator(this, request).verdict();
    }
}
