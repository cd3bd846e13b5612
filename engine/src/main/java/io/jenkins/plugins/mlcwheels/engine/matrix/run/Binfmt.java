package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

/**
 * Which programs of other architectures the kernel runs, as its {@code binfmt_misc} says: an interpreter such as qemu is
 * registered for ELF files of their machine.
 */
final class Binfmt {

    /** {@code e_machine} of ELF files, as in the gABI. */
    private static final Map<Arch, Integer> MACHINES = Map.of(
            Arch.X86_64,
            62,
            Arch.I686,
            3,
            Arch.AARCH64,
            183,
            Arch.PPC64LE,
            21,
            Arch.S390X,
            22,
            Arch.ARMV7L,
            40,
            Arch.RISCV64,
            243);

    private static final int E_MACHINE = 18;

    private final Path registered;

    /** @param registered where the kernel says it, {@code /proc/sys/fs/binfmt_misc} */
    Binfmt(Path registered) {
        this.registered = registered;
    }

    /** Whether programs of an architecture run on a machine. */
    boolean runs(Arch arch, Arch machine) {
        return arch == machine || arch == Arch.I686 && machine == Arch.X86_64 || isRegistered(arch);
    }

    private boolean isRegistered(Arch arch) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(registered)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry) && isFor(arch, Files.readString(entry))) {
                    return true;
                }
            }
            return false;
        } catch (IOException notMounted) {
            return false;
        }
    }

    /** The entry of a handler: a line that says whether it is enabled, and one with the first bytes of its files. */
    private static boolean isFor(Arch arch, String entry) {
        if (!entry.startsWith("enabled")) {
            return false;
        }
        return entry.lines()
                .filter(line -> line.startsWith("magic "))
                .map(line -> line.substring("magic ".length()).strip())
                .filter(magic -> magic.matches("(?:[0-9a-f]{2}){20,128}"))
                .map(HexFormat.of()::parseHex)
                .anyMatch(magic -> machineOf(magic) == MACHINES.get(arch) && (magic[4] == 2) == (arch.bits() == 64));
    }

    /** Byte 5 says whether the most significant byte comes last. */
    private static int machineOf(byte[] magic) {
        int first = magic[E_MACHINE] & 0xff;
        int second = magic[E_MACHINE + 1] & 0xff;
        return magic[5] == 2 ? first << 8 | second : second << 8 | first;
    }
}
