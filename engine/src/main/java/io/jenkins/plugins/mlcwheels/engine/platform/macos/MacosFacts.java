package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Mach-O files of a wheel.
 *
 * @param findings about files that can't be read as Mach-O files
 */
record MacosFacts(List<MachOFacts> files, List<Finding> findings) implements PlatformFacts {

    @Override
    public Map<String, List<LibrarySource>> sources(JudgeRequest request) {
        DylibSources sources = new DylibSources(this, request);
        Map<String, List<LibrarySource>> found = new TreeMap<>();
        for (MachOFacts file : files) {
            Map<String, LibrarySource> needs = new LinkedHashMap<>();
            for (MachOSlice slice : file.file().slices()) {
                slice.linkage()
                        .needs()
                        .forEach(need -> needs.computeIfAbsent(
                                need.name(), name -> source(sources.of(file, slice, name), name)));
            }
            found.put(file.path(), List.copyOf(needs.values()));
        }
        return found;
    }

    private static LibrarySource source(DylibSources.Source source, String name) {
        return new LibrarySource(name, source.bringer(), source.from(), 1);
    }

    @Override
    public PlatformVerdict judge(JudgeRequest request) {
        if (files.stream().allMatch(file -> file.slices().isEmpty())) {
            throw NotAPlatformWheelException.withoutNativeCode(request.wheel().toString(), java.util.Optional.empty());
        }
        return new MacosEvaluator(this, request).verdict();
    }
}
