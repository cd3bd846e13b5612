package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownIdentifiersTest {

    private final KnownIdentifiers known = KnownIdentifiers.builtIn();

    @Test
    void shouldKnowTheIdentifiersOfCibuildwheel() {
        assertThat(known.all()).hasSize(137).doesNotHaveDuplicates();
        assertThat(Stream.of(Arch.values()))
                .allSatisfy(arch -> assertThat(known.all().stream().filter(id -> id.arch() == arch))
                        .hasSize(
                                switch (arch) {
                                    case X86_64, AARCH64 -> 22;
                                    case I686 -> 21;
                                    default -> 18;
                                }));
        assertThat(known.all().toString())
                .contains("cp315t-musllinux_riscv64")
                .doesNotContain("cp313t", "cp316", "cp38");
    }

    @Test
    void shouldReadWhatItWrites() {
        assertThat(known.all())
                .allSatisfy(id -> assertThat(BuildIdentifier.of(id.toString())).hasValue(id));
    }

    @ParameterizedTest
    @CsvSource({
        "cp39, CPYTHON, 3.9, false, /opt/python/cp39-cp39,",
        "cp314t, CPYTHON, 3.14, true, /opt/python/cp314-cp314t,",
        "pp310, PYPY, 3.10, false, /opt/python/pp310-pypy310_pp73, pypy-eol",
        "pp311, PYPY, 3.11, false, /opt/python/pp311-pypy311_pp73, pypy",
        "gp312_250, GRAALPY, 3.12, false, /opt/python/graalpy312-graalpy250_312_native, graalpy"
    })
    void shouldKnowThePythons(
            String text,
            PythonTag.Implementation implementation,
            String version,
            boolean freeThreaded,
            String path,
            String group) {
        PythonTag tag = PythonTag.of(text).orElseThrow();

        assertThat(tag.implementation()).isEqualTo(implementation);
        assertThat(tag.version()).isEqualTo(version);
        assertThat(tag.freeThreaded()).isEqualTo(freeThreaded);
        assertThat(known.python(tag)).hasValue(new KnownPython(tag, path, Optional.ofNullable(group)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cp39",
                "cp39-",
                "cp39-manylinux",
                "cp39-manylinux_",
                "cp39-manylinux_X86_64",
                "cp39-linux_x86_64",
                "cp39-win_amd64",
                "cp3-manylinux_x86_64",
                "cp309-manylinux_x86_64",
                "xp39-manylinux_x86_64",
                "pp39t-manylinux_x86_64",
                "gp312-manylinux_x86_64",
                "cp39_1-manylinux_x86_64",
                " cp39-manylinux_x86_64"
            })
    void shouldTakeNothingElseForAnIdentifier(String text) {
        assertThat(BuildIdentifier.of(text)).isEmpty();
    }

    @Property
    void shouldReadOrRefuseAnyText(
            @ForAll
                    @StringLength(max = 25)
                    @Chars({'c', 'p', 'g', '3', '1', '9', 't', '-', '_', 'm', 'x', '8', '6', '4'})
                    String text) {
        BuildIdentifier.of(text).ifPresent(id -> assertThat(id).hasToString(text));
    }

    @Test
    void shouldHaveADefaultImageForEachPlatform() {
        PinnedImages images = PinnedImages.builtIn();

        assertThat(known.all()).allSatisfy(id -> assertThat(
                        images.reference(images.defaultName(id.libc(), id.arch()), id.arch()))
                .hasValueSatisfying(reference -> assertThat(reference)
                        .matches("quay\\.io/pypa/(many|musl)linux[0-9_]*_" + id.arch() + "@sha256:[0-9a-f]{64}")));
        assertThat(images.day()).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    }

    @Test
    void shouldNameTheMachinesOfUnameAndJava() {
        assertThat(Arch.ofMachine("amd64")).hasValue(Arch.X86_64);
        assertThat(Arch.ofMachine("arm64")).hasValue(Arch.AARCH64);
        assertThat(Arch.ofMachine("i386")).hasValue(Arch.I686);
        assertThat(Arch.ofMachine("s390x")).hasValue(Arch.S390X);
        assertThat(Arch.ofMachine("sparc")).isEmpty();
    }
}
