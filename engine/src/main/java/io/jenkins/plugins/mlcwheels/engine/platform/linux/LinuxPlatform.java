package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.ExportedSymbols;
import io.jenkins.plugins.mlcwheels.engine.elf.NamedSections;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeVisitor;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Linux with glibc and with musl. */
public final class LinuxPlatform implements Platform {

    @Override
    public String name() {
        return "Linux";
    }

    @Override
    public boolean owns(PlatformTag tag) {
        return switch (tag.kind()) {
            case MANYLINUX, MUSLLINUX, LINUX -> true;
            default -> false;
        };
    }

    @Override
    public NativeScan scan(WheelArchive wheel) {
        return new LinuxScan(wheel);
    }

    @Override
    public void read(long size, StreamedBytes.Opener opener, NativeVisitor visitor) throws IOException {
        try (InputStream in = opener.open()) {
            StreamSource source = new StreamSource(new StreamedBytes("ELF", size, in, opener, StreamedBytes.Tap.NONE));
            for (NamedSections.NamedSection section : NamedSections.read(source)) {
                visitor.section(section.name(), section.section().size() & Long.MAX_VALUE);
            }
            ExportedSymbols.forEach(ElfFile.read(source), visitor::export);
        }
    }

    @Override
    public List<? extends Problem> findingKinds() {
        return List.of(LinuxProblem.values());
    }
}
