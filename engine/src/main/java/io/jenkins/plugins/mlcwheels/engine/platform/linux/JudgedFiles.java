package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which ELF files of a wheel the verdict is about: those of its architecture and libc. Where the file name doesn't say
 * which, the first file that does decides.
 *
 * @param judged in the wheel's order
 * @param foreignArchitecture left out because they run on another processor
 * @param foreignLibc left out because they are linked with another libc
 */
record JudgedFiles(
        Architecture architecture,
        Libc libc,
        List<ElfFacts> judged,
        List<ElfFacts> foreignArchitecture,
        List<ElfFacts> foreignLibc) {

    private static final String ANY = "any";

    /** @throws NotAPlatformWheelException if none is left */
    static JudgedFiles of(WheelFacts wheel) {
        Optional<Architecture> architecture = wheel.architecture();
        Optional<Libc> libc = wheel.libc();
        List<ElfFacts> judged = new ArrayList<>();
        List<ElfFacts> foreignArchitecture = new ArrayList<>();
        List<ElfFacts> foreignLibc = new ArrayList<>();
        for (ElfFacts elf : wheel.elfs()) {
            Optional<Architecture> own = elf.platform().architecture();
            if (own.isEmpty() || (architecture.isPresent() && !architecture.equals(own))) {
                foreignArchitecture.add(elf);
                continue;
            }
            architecture = own;
            Optional<Libc> ownLibc = elf.libc();
            if (ownLibc.isPresent() && libc.isPresent() && !libc.equals(ownLibc)) {
                foreignLibc.add(elf);
                continue;
            }
            libc = libc.isPresent() ? libc : ownLibc;
            judged.add(elf);
        }
        if (judged.isEmpty()) {
            throw nothingLeft(wheel, architecture, foreignArchitecture);
        }
        return new JudgedFiles(
                architecture.orElseThrow(), libc.orElse(Libc.GLIBC), judged, foreignArchitecture, foreignLibc);
    }

    private static Optional<String> platform(String wheel) {
        return WheelFilename.parse(wheel).platformTags().stream()
                .filter(tag -> !tag.equals(ANY))
                .findFirst();
    }

    private static NotAPlatformWheelException nothingLeft(
            WheelFacts wheel, Optional<Architecture> architecture, List<ElfFacts> foreign) {
        if (architecture.isEmpty() || foreign.isEmpty()) {
            return NotAPlatformWheelException.withoutNativeCode(wheel.filename(), platform(wheel.filename()));
        }
        SortedSet<String> found = new TreeSet<>();
        for (ElfFacts elf : foreign) {
            found.add(elf.platform().architecture().map(Architecture::toString).orElse("unknown processors"));
        }
        return NotAPlatformWheelException.ofOtherArchitecture(
                wheel.filename(), architecture.get().toString(), String.join(", ", found));
    }
}
