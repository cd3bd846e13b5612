package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOFile;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice;
import io.jenkins.plugins.mlcwheels.engine.macho.PageDigests;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeVisitor;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** macOS on Intel and on Apple silicon. */
public final class MacosPlatform implements Platform {

    static final String NAME = "macOS";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean owns(PlatformTag tag) {
        return tag.kind() == PlatformTag.Kind.MACOS;
    }

    @Override
    public NativeScan scan(WheelArchive wheel) {
        return new MacosScan(wheel);
    }

    @Override
    public void read(long size, StreamedBytes.Opener opener, NativeVisitor visitor) throws IOException {
        PageDigests digests = new PageDigests();
        try (InputStream in = opener.open()) {
            StreamedBytes bytes = new StreamedBytes("Mach-O", size, in, opener, digests);
            MachOFile file = MachOFile.read(bytes, digests, any -> true);
            for (MachOSlice slice : file.slices()) {
                String processor =
                        file.slices().size() == 1 ? "" : slice.header().architecture() + " ";
                for (MachOSlice.NamedSection section : slice.sections()) {
                    visitor.section(processor + section.name(), section.size());
                }
                for (String name : slice.symbols().exported()) {
                    visitor.export(name, false);
                }
            }
        }
    }

    @Override
    public List<? extends Problem> findingKinds() {
        return List.of(MacosProblem.values());
    }
}
