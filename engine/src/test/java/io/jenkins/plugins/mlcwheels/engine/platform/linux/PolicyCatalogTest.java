package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyCatalogTest {

    private final PolicySet x86 = PolicyCatalog.builtIn().all(Libc.GLIBC, Architecture.X86_64);

    @Test
    void ordersPoliciesFromLinuxToTheMostPortable() {
        assertThat(x86)
                .extracting(PlatformPolicy::name)
                .startsWith("linux_x86_64", "manylinux_2_41_x86_64")
                .endsWith("manylinux_2_17_x86_64", "manylinux_2_12_x86_64", "manylinux_2_5_x86_64")
                .hasSize(17);
    }

    @Test
    void findsPoliciesByOlderNamesToo() {
        assertThat(x86.named("manylinux2014_x86_64").orElseThrow().name()).isEqualTo("manylinux_2_17_x86_64");
        assertThat(x86.named("manylinux1").orElseThrow().name()).isEqualTo("manylinux_2_5_x86_64");
        assertThat(x86.named("manylinux_2_29")).isEmpty();
    }

    /** Checked by hand against PEP 513, PEP 599, and the libraries of Ubuntu 18.04 and AlmaLinux 8. */
    @ParameterizedTest
    @CsvSource({
        "manylinux_2_5,  GLIBC_2.5,      GLIBC_2.6",
        "manylinux_2_5,  GLIBCXX_3.4.8,  GLIBCXX_3.4.9",
        "manylinux_2_5,  GCC_4.2.0,      LIBATOMIC_1.0",
        "manylinux_2_17, GLIBC_2.17,     GLIBC_2.18",
        "manylinux_2_17, GLIBCXX_3.4.19, GLIBCXX_3.4.20",
        "manylinux_2_17, CXXABI_TM_1,    CXXABI_1.3.8",
        "manylinux_2_27, ZLIB_1.2.9,     GLIBC_2.28",
        "manylinux_2_28, GLIBC_2.28,     GLIBC_2.29",
        "manylinux_2_28, GLIBCXX_3.4.24, GLIBCXX_3.4.25",
        "manylinux_2_36, GLIBC_ABI_DT_RELR, GLIBC_2.38",
        "manylinux_2_41, GLIBC_2.41,     GLIBC_PRIVATE",
    })
    void knowsWhereSymbolVersionsBegin(String policy, String allowed, String refused) {
        PlatformPolicy named = x86.named(policy).orElseThrow();
        assertThat(named.allowsVersion(allowed)).isTrue();
        assertThat(named.allowsVersion(refused)).isFalse();
        assertThat(named.allowsVersion("OPENSSL_3.0.0")).isTrue();
    }

    @Test
    void knowsThatArchitecturesDiffer() {
        assertThat(policy(Architecture.AARCH64, "manylinux_2_17").allowsVersion("GLIBC_2.18"))
                .isTrue();
        assertThat(policy(Architecture.PPC64LE, "manylinux_2_34").allowsVersion("GLIBCXX_IEEE128_3.4.29"))
                .isTrue();
        assertThat(policy(Architecture.RISCV64, "manylinux_2_31").allowsVersion("GLIBC_2.17"))
                .isFalse();
        assertThat(PolicyCatalog.builtIn()
                        .all(Libc.GLIBC, Architecture.RISCV64)
                        .highest()
                        .name())
                .isEqualTo("manylinux_2_31_riscv64");
    }

    @Test
    void listsSystemLibrariesAndPrivateSymbols() {
        assertThat(x86.highest().libraries()).contains("libc.so.6", "libz.so.1").doesNotContain("libexpat.so.1");
        assertThat(x86.lowest().libraries()).contains("libexpat.so.1", "libmvec.so.1");
        assertThat(x86.highest().privateSymbols()).containsKeys("libc.so.6", "libz.so.1");
        assertThat(x86.lowest().privateSymbols()).containsOnlyKeys("libz.so.1");
        assertThat(x86.lowest().privateSymbols().get("libz.so.1")).contains("inflate_fast");
    }

    /** {@code PolicySet} and the interpolation rely on it; auditwheel demands it as well (PEP 600). */
    @ParameterizedTest
    @EnumSource
    void lessPortablePoliciesOfferAllThatMorePortableOnesDo(Architecture architecture) {
        for (Libc libc : Libc.values()) {
            PlatformPolicy portable = null;
            var policies = PolicyCatalog.builtIn().all(libc, architecture).asList();
            for (int i = policies.size() - 1; i > 0; i--) {
                PlatformPolicy policy = policies.get(i);
                if (portable != null) {
                    assertThat(policy.libraries()).containsAll(portable.libraries());
                    portable.symbolVersions().forEach((prefix, versions) -> assertThat(
                                    policy.symbolVersions().get(prefix))
                            .containsAll(versions));
                }
                portable = policy;
            }
        }
    }

    @Test
    void judgesMuslByItsNewestPolicy() {
        PolicySet musl = PolicyCatalog.builtIn().forVerdict(Libc.MUSL, Architecture.I686);
        assertThat(musl).extracting(PlatformPolicy::name).containsExactly("linux_i686", "musllinux_1_2_i686");
        assertThat(musl.highest().libraries()).containsExactlyInAnyOrder("libz.so.1", "libc.musl-x86.so.1");
    }

    @Test
    void judgesTagsBetweenPoliciesByTheirGlibc() {
        PlatformPolicy between = x86.interpolated(18).orElseThrow();
        assertThat(between.name()).isEqualTo("manylinux_2_18_x86_64");
        assertThat(between.allowsVersions(Map.of("libc.so.6", Set.of("GLIBC_2.18", "GLIBC_2.17"))))
                .isTrue();
        assertThat(between.allowsVersion("GLIBC_2.22")).isFalse();
        assertThat(between.allowsVersion("GLIBCXX_3.4.20")).isFalse();
        assertThat(x86.interpolated(4)).isEmpty();
    }

    @Test
    void namesPlatformsWithoutArchitecture() {
        assertThat(PolicyCatalog.builtIn().names(Libc.MUSL)).containsExactly("musllinux_1_1", "musllinux_1_2");
        assertThat(PolicyCatalog.builtIn().names(Libc.GLIBC)).startsWith("manylinux_2_5", "manylinux_2_12");
    }

    @ParameterizedTest
    @CsvSource({
        "'family glibc GLIBC\n"
                + "policy manylinux_2_5 100\n"
                + "architectures x86_64\n"
                + "GLIBD 2.5', 'line 4: unknown word: GLIBD'",
        "'family glibc GLIBC\n"
                + "policy manylinux_2_5 100\n"
                + "architectures x86_64\n"
                + "GLIBC 2.5 @ vax', 'line 4: no architecture'",
        "'family glibc GLIBC\n"
                + "policy manylinux_2_5 100\n"
                + "architectures x86_64\n"
                + "GLIBC 2.5..3.6', 'line 4: a range counts'",
    })
    void refusesDataThatIsNotInItsFormat(String text, String message) {
        PolicyCatalog broken = new PolicyCatalog(text);
        assertThatThrownBy(() -> broken.all(Libc.GLIBC, Architecture.X86_64))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    private static PlatformPolicy policy(Architecture architecture, String name) {
        return PolicyCatalog.builtIn().all(Libc.GLIBC, architecture).named(name).orElseThrow();
    }
}
