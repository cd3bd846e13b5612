package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformPolicy;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.Verdict;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What no repair can mend: symbol versions, private symbols, instruction sets. */
final class Obstacles {

    private static final int MAX_REASONS = 3;

    private Obstacles() {}

    /** @throws RepairFailedException that says what stands between the wheel and the platform asked for */
    static void refuse(WheelFilename filename, Verdict verdict, TargetPlatform target, MachineLibraries machine) {
        PlatformPolicy wanted = target.requested();
        boolean held = wanted.compareTo(verdict.symbolPolicy()) <= 0
                && wanted.compareTo(verdict.privateSymbolPolicy()) <= 0
                && wanted.compareTo(verdict.machinePolicy()) <= 0
                && !verdict.usesUcs2()
                && !verdict.usesPyFpe();
        if (held) {
            return;
        }
        List<Pin> pins = verdict.pinsOnTheWayTo(wanted).stream()
                .filter(pin -> pin.kind() != Pin.Kind.EXTERNAL_LIBRARY && pin.elfCount() > 0)
                .filter(pin -> isBelow(verdict, pin.ceiling(), wanted))
                .toList();
        List<String> reasons = new ArrayList<>(pins.stream().map(Pin::message).toList());
        reasons.addAll(libraries(verdict, wanted, machine));
        throw new RepairFailedException(
                filename + " can't be " + wanted + ": " + shortened(reasons),
                pins.isEmpty()
                        ? "Graft libraries that were built on an older system."
                        : pins.get(0).remedy());
    }

    private static boolean isBelow(Verdict verdict, String ceiling, PlatformPolicy wanted) {
        return verdict.policies()
                .named(ceiling)
                .filter(policy -> policy.compareTo(wanted) < 0)
                .isPresent();
    }

    /** Libraries that would have to be grafted and need more than the platform has. */
    private static List<String> libraries(Verdict verdict, PlatformPolicy wanted, MachineLibraries machine) {
        List<String> reasons = new ArrayList<>();
        verdict.fit(wanted).externalLibraries().forEach((soname, file) -> {
            Set<String> versions = tooNew(file, wanted, machine);
            if (!versions.isEmpty()) {
                reasons.add(soname + ", which has to be grafted, needs " + String.join(", ", versions));
            }
        });
        return reasons;
    }

    private static Set<String> tooNew(Optional<String> file, PlatformPolicy wanted, MachineLibraries machine) {
        Set<String> versions = new TreeSet<>();
        file.map(machine::facts)
                .ifPresent(facts -> facts.versionNeeds().values().forEach(needed -> needed.stream()
                        .filter(version -> !wanted.allowsVersion(version))
                        .forEach(versions::add)));
        return versions;
    }

    private static String shortened(List<String> reasons) {
        if (reasons.isEmpty()) {
            return "it is not consistent with it";
        }
        String some = String.join("; ", reasons.subList(0, Math.min(MAX_REASONS, reasons.size())));
        return reasons.size() <= MAX_REASONS ? some : some + "; and " + (reasons.size() - MAX_REASONS) + " more";
    }
}
