package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.shell.ProgramNotFoundException;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the engine of this machine knows of an image. */
final class ContainerImages {

    private static final int NOT_FOUND = 127;

    /** What docker and podman say of an image that they don't have. */
    private static final Pattern NOT_THERE = Pattern.compile("(?i)no such image|image not known|not found");

    private ContainerImages() {}

    /**
     * An image, or why builds can't run in it.
     *
     * @param id by content; empty if it can't be used
     * @param problem what is wrong and what to do about it; empty if it can be used
     */
    record Answer(String id, String problem) {

        private static Answer no(String problem) {
            return new Answer("", problem);
        }
    }

    /** Asks the engine, and the kernel where the image is for another architecture than the machine's. */
    static Answer ask(String engine, String reference, Arch arch, Arch machine, Binfmt binfmt) {
        List<String> said = new ArrayList<>();
        int exit;
        try {
            exit = ProcessTree.run(
                    new ProcessSpec(
                            List.of(engine, "image", "inspect", "--format", "{{.Id}} {{.Architecture}}", reference),
                            ProcessSpec.ANYWHERE,
                            Map.of()),
                    event -> {
                        if (event instanceof ProgressListener.Output output) {
                            said.add(output.line());
                        }
                    });
        } catch (ProgramNotFoundException missing) {
            exit = NOT_FOUND;
        }
        if (exit == NOT_FOUND) {
            return Answer.no("there is no " + engine + " to run containers: install docker or podman");
        }
        String last = said.isEmpty() ? "" : said.get(said.size() - 1);
        if (exit != 0 && !NOT_THERE.matcher(String.join(" ", said)).find()) {
            return Answer.no(engine + " can't be used (" + last + "): check that " + engine + " info works");
        }
        if (exit != 0) {
            return Answer.no("the image is not here: " + engine + " pull --platform=linux/" + platform(arch) + " "
                    + ShellWords.quote(reference));
        }
        int blank = last.lastIndexOf(' ');
        Optional<Arch> of = Arch.ofMachine(blank < 0 ? "" : last.substring(blank + 1));
        if (of.isPresent() && of.get() != arch && !(of.get() == Arch.X86_64 && arch == Arch.I686)) {
            return Answer.no("the image " + reference + " is for " + of.get() + ": name one for " + arch);
        }
        if (!binfmt.runs(arch, machine)) {
            return Answer.no("this machine runs no programs for " + arch
                    + ": install qemu-user-static, which registers with binfmt, or build on an agent for " + arch);
        }
        return new Answer(blank < 0 ? last : last.substring(0, blank), "");
    }

    /** As engines write architectures. */
    private static String platform(Arch arch) {
        return switch (arch) {
            case X86_64 -> "amd64";
            case I686 -> "386";
            case AARCH64 -> "arm64";
            case ARMV7L -> "arm/v7";
            case PPC64LE, S390X, RISCV64 -> arch.toString();
        };
    }
}
