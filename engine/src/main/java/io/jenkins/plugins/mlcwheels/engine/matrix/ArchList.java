package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.text.NearestWord;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code archs}. */
final class ArchList {

    private static final List<String> GROUPS = List.of("auto", "auto64", "auto32", "native", "all");

    private ArchList() {}

    /**
     * @param where names the place in messages
     * @param machine this machine's own architecture
     * @throws InvalidMatrixException if it names an architecture that Linux has not, or none at all
     */
    static Set<Arch> parse(String where, String text, Arch machine) {
        Set<Arch> archs = EnumSet.noneOf(Arch.class);
        for (String name : text.strip().split("[\\s,]+")) {
            switch (name) {
                case "auto", "native" -> archs.add(machine);
                case "all" -> archs.addAll(EnumSet.allOf(Arch.class));
                case "auto64" -> own64(machine).ifPresent(archs::add);
                case "auto32" -> own32(machine).ifPresent(archs::add);
                case "" -> {}
                default -> archs.add(Arch.of(name).orElseThrow(() -> unknown(where, name)));
            }
        }
        if (archs.isEmpty()) {
            throw new InvalidMatrixException(
                    where + ": archs '" + text + "' is not an architecture on a machine of " + machine,
                    "Use auto, or names such as x86_64.");
        }
        return archs;
    }

    private static Optional<Arch> own64(Arch machine) {
        return machine.bits() == 64 ? Optional.of(machine) : Optional.empty();
    }

    private static Optional<Arch> own32(Arch machine) {
        return switch (machine) {
            case X86_64 -> Optional.of(Arch.I686);
            case AARCH64 -> Optional.of(Arch.ARMV7L);
            default -> machine.bits() == 32 ? Optional.of(machine) : Optional.empty();
        };
    }

    private static InvalidMatrixException unknown(String where, String name) {
        List<String> known = Stream.concat(
                        GROUPS.stream(), Stream.of(Arch.values()).map(Arch::toString))
                .toList();
        return new InvalidMatrixException(
                where + ": Linux has no architecture '" + name + "'"
                        + Arch.ofMachine(name)
                                .map(Arch::toString)
                                .or(() -> NearestWord.to(name, known))
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""),
                "Use " + String.join(", ", known) + ".");
    }
}
