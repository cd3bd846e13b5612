package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Optional;

/**
 * Names one build as cibuildwheel does: {@code cp313-manylinux_x86_64}.
 *
 * @param python such as {@code cp313}
 * @param libc which family of platform tags
 * @param arch such as {@code x86_64}
 */
public record BuildIdentifier(PythonTag python, Libc libc, Arch arch) {

    /** The identifier of that text if it has the form of one; whether such a Python is known is another question. */
    public static Optional<BuildIdentifier> of(String text) {
        int dash = text.indexOf('-');
        int line = text.indexOf('_', dash + 1);
        if (dash < 0 || line < 0) {
            return Optional.empty();
        }
        Optional<PythonTag> python = PythonTag.of(text.substring(0, dash));
        Optional<Libc> libc = Libc.of(text.substring(dash + 1, line));
        Optional<Arch> arch = Arch.of(text.substring(line + 1)).filter(found -> text.endsWith("_" + found));
        return python.isPresent() && libc.isPresent() && arch.isPresent()
                ? Optional.of(new BuildIdentifier(python.get(), libc.get(), arch.get()))
                : Optional.empty();
    }

    /** The libc and the architecture: {@code manylinux_x86_64}. */
    public String platform() {
        return libc + "_" + arch;
    }

    /** As cibuildwheel writes it. */
    @Override
    public String toString() {
        return python + "-" + platform();
    }
}
