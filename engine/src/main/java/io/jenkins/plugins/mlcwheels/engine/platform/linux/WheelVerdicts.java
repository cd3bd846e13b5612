package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The verdicts on a wheel: one for each architecture and libc that its native code is for. Wheels of programs may bring
 * one file for each and choose when they run.
 *
 * @param main for what the file name says, or else for the first file
 * @param others in the order of their names
 */
record WheelVerdicts(Verdict main, List<Verdict> others) {

    /** @throws NotAPlatformWheelException if there is nothing that a platform tag could be about */
    static WheelVerdicts judge(WheelFacts wheel, NamePatterns excludes, boolean anyInstructionSet) {
        Verdict main = VerdictRules.judge(wheel, excludes, HostLibraries.NONE, anyInstructionSet);
        List<Verdict> others = new ArrayList<>();
        for (Architecture architecture : Architecture.values()) {
            for (Libc libc : Libc.values()) {
                if (!isOf(main, architecture, libc) && has(wheel, architecture, libc)) {
                    WheelFacts part = new WheelFacts(
                            wheel.filename(),
                            Optional.of(architecture),
                            Optional.of(libc),
                            wheel.elfs(),
                            wheel.names());
                    others.add(VerdictRules.judge(part, excludes, HostLibraries.NONE, anyInstructionSet));
                }
            }
        }
        return new WheelVerdicts(main, others);
    }

    private static boolean isOf(Verdict verdict, Architecture architecture, Libc libc) {
        return verdict.policies().architecture() == architecture
                && verdict.policies().libc() == libc;
    }

    /** Files whose libc can't be told belong to what else there is of their architecture, or else to glibc. */
    private static boolean has(WheelFacts wheel, Architecture architecture, Libc libc) {
        boolean untold = false;
        boolean told = false;
        for (ElfFacts elf : wheel.elfs()) {
            if (elf.platform().architecture().filter(architecture::equals).isPresent()) {
                Optional<Libc> own = elf.libc();
                if (own.isPresent() && own.get() == libc) {
                    return true;
                }
                told |= own.isPresent();
                untold |= own.isEmpty();
            }
        }
        return untold && !told && libc == Libc.GLIBC && !isNamed(wheel, architecture);
    }

    private static boolean isNamed(WheelFacts wheel, Architecture architecture) {
        return wheel.architecture().filter(architecture::equals).isPresent();
    }

    /** The main one first. */
    List<Verdict> all() {
        if (others.isEmpty()) {
            return List.of(main);
        }
        List<Verdict> all = new ArrayList<>(List.of(main));
        all.addAll(others);
        return Collections.unmodifiableList(all);
    }

    /** The one that a platform tag of that architecture and libc is about; of that architecture if none is of both. */
    Optional<Verdict> about(String architecture, Libc libc) {
        Optional<Verdict> found = Optional.empty();
        for (Verdict verdict : all()) {
            if (verdict.policies().architecture().toString().equals(architecture)) {
                if (verdict.policies().libc() == libc) {
                    return Optional.of(verdict);
                }
                found = found.or(() -> Optional.of(verdict));
            }
        }
        return found;
    }

    /** The one that judged the file, if one did. */
    Optional<Verdict> about(ElfFacts elf) {
        for (Verdict verdict : all()) {
            if (verdict.judged().contains(elf)) {
                return Optional.of(verdict);
            }
        }
        return Optional.empty();
    }
}
