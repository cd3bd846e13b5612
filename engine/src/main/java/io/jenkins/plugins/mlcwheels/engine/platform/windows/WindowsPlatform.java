package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile;
import io.jenkins.plugins.mlcwheels.engine.pe.PeSectionSizes;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeVisitor;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Windows on x86, x64 and ARM64. */
public final class WindowsPlatform implements Platform {

    static final String NAME = "Windows";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean owns(PlatformTag tag) {
        return tag.kind() == PlatformTag.Kind.WINDOWS;
    }

    @Override
    public NativeScan scan(WheelArchive wheel) {
        return new WindowsScan(wheel);
    }

    @Override
    public void read(long size, StreamedBytes.Opener opener, NativeVisitor visitor) throws IOException {
        try (InputStream in = opener.open()) {
            StreamedBytes bytes = new StreamedBytes("PE", size, in, opener, StreamedBytes.Tap.NONE);
            for (PeSectionSizes.PeSection section : PeSectionSizes.read(bytes)) {
                visitor.section(section.name(), section.size());
            }
            for (String name : PeFile.read(bytes, any -> true).exports().names()) {
                visitor.export(name, false);
            }
        }
    }

    @Override
    public List<? extends Problem> findingKinds() {
        return List.of(WindowsProblem.values());
    }
}
