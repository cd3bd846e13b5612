package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairTranslationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "auditwheel repair -w {dest_dir} {wheel} | mlc-wheels repair -w {dest_dir} {wheel}",
                "auditwheel repair {wheel} --wheel-dir={dest_dir} | mlc-wheels repair -w {dest_dir} {wheel}",
                "auditwheel -v repair -w {dest_dir} {wheel} | mlc-wheels repair -w {dest_dir} {wheel}",
                "python -m auditwheel repair -w {dest_dir} {wheel} | mlc-wheels repair -w {dest_dir} {wheel}",
                "auditwheel repair --plat auto -w {dest_dir} {wheel} | mlc-wheels repair -w {dest_dir} {wheel}",
                "auditwheel repair --exclude liba.so --exclude 'libb.so.*' --exclude=libc*.so -w {dest_dir} {wheel}"
                        + " | mlc-wheels repair --exclude liba.so --exclude 'libb.so.*' --exclude 'libc*.so'"
                        + " -w {dest_dir} {wheel}",
                "auditwheel repair --plat manylinux_2_28_x86_64 --only-plat -w {dest_dir} {wheel}"
                        + " | mlc-wheels repair --plat manylinux_2_28_x86_64 --only-plat -w {dest_dir} {wheel}",
                "auditwheel repair --ldpaths /a:/b -z 9 --disable-isa-ext-check -w {dest_dir} {wheel}"
                        + " | mlc-wheels repair --ldpath /a:/b --disable-isa-ext-check -z 9 -w {dest_dir} {wheel}",
                "LD_LIBRARY_PATH=/opt/x/lib auditwheel repair -w {dest_dir} {wheel}"
                        + " | LD_LIBRARY_PATH=/opt/x/lib mlc-wheels repair -w {dest_dir} {wheel}",
            })
    void shouldTranslateWhatHasACounterpart(String command, String own) {
        RepairStep step = RepairTranslation.of(command);

        assertThat(step.kind()).isEqualTo(RepairStep.Kind.OWN);
        assertThat(step.command()).isEqualTo(command);
        assertThat(RepairTranslation.words(step.own())).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auditwheel repair -w {dest_dir} {wheel} && echo done",
                "auditwheel repair -w {dest_dir} {wheel}; true",
                "auditwheel repair -w {dest_dir} {wheel} || true",
                "auditwheel repair -w {dest_dir} {wheel} > log",
                "auditwheel repair -w {dest_dir} $(ls {wheel})",
                "auditwheel repair -w {dest_dir} --plat $AUDITWHEEL_PLAT {wheel}",
                "auditwheel repair -w {dest_dir} --plat \"$AUDITWHEEL_PLAT\" {wheel}",
                "auditwheel repair --plat linux_x86_64 -w {dest_dir} {wheel}",
                "auditwheel repair --strip -w {dest_dir} {wheel}",
                "auditwheel repair --lib-sdir .x -w {dest_dir} {wheel}",
                "auditwheel repair --no-update-tags -w {dest_dir} {wheel}",
                "auditwheel repair -z 0 -w {dest_dir} {wheel}",
                "auditwheel repair --excl liba.so -w {dest_dir} {wheel}",
                "auditwheel repair --exclude {project}/liba.so -w {dest_dir} {wheel}",
                "auditwheel repair --only-plat=yes -w {dest_dir} {wheel}",
                "auditwheel repair -w elsewhere {wheel}",
                "auditwheel repair -w {dest_dir}",
                "auditwheel repair {wheel}",
                "auditwheel repair -w {dest_dir} {wheel} {wheel}",
                "auditwheel repair -w {dest_dir} {wheel} other.whl",
                "auditwheel repair -w",
                "auditwheel show {wheel}",
                "auditwheel",
                "python -m",
                "FOO=1 auditwheel repair -w {dest_dir} {wheel}",
                "LD_LIBRARY_PATH={project}/lib auditwheel repair -w {dest_dir} {wheel}",
                "auditwheel repair -w {dest_dir} '{wheel}",
                "auditwheel repair -w ~/x {wheel}",
                "bash repair.sh {wheel} {dest_dir}",
                "auditwheel repair --exclude \"a$b\" -w {dest_dir} {wheel}",
                "auditwheel repair\n-w {dest_dir} {wheel}"
            })
    void shouldLeaveWhatHasNoneAsItIs(String command) {
        RepairStep step = RepairTranslation.of(command);

        assertThat(step.kind()).isEqualTo(RepairStep.Kind.COMMAND);
        assertThat(step.command()).isEqualTo(command);
    }

    @Test
    void shouldNotRepairWithAnEmptyCommand() {
        assertThat(RepairTranslation.of("").kind()).isEqualTo(RepairStep.Kind.NONE);
        assertThat(RepairTranslation.of(" ").kind()).isEqualTo(RepairStep.Kind.NONE);
    }
}
