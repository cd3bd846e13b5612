package io.jenkins.plugins.mlcwheels.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pep440VersionTest {

    /** In the order of PEP 440; the cases of the public test suite of pypa/packaging. */
    private static final List<String> SORTED = List.of(
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0b2-346",
            "1.0c1.dev456",
            "1.0c1",
            "1.0rc2",
            "1.0c3",
            "1.0",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.1.dev1",
            "1.2+123abc",
            "1.2+123abc456",
            "1.2+abc",
            "1.2+abc123",
            "1.2+abc123def",
            "1.2+1234.abc",
            "1.2+123456",
            "1.2.r32+123456",
            "1.2.rev33+123456",
            "1!1.0.dev456",
            "1!1.0a1",
            "1!1.0a2.dev456",
            "1!1.0a12.dev456",
            "1!1.0a12",
            "1!1.0b1.dev456",
            "1!1.0b2",
            "1!1.0b2.post345.dev456",
            "1!1.0b2.post345",
            "1!1.0b2-346",
            "1!1.0c1.dev456",
            "1!1.0c1",
            "1!1.0rc2",
            "1!1.0c3",
            "1!1.0",
            "1!1.0.post456.dev34",
            "1!1.0.post456",
            "1!1.1.dev1",
            "1!1.2+abc",
            "1!1.2+abc123",
            "1!1.2+123456",
            "1!1.2.r32+123456");

    @Test
    void sortsTheVersionsOfThePublicTestSuite() {
        List<Pep440Version> shuffled =
                new ArrayList<>(SORTED.stream().map(Pep440Version::parse).toList());
        Collections.shuffle(shuffled, new Random(440));
        Collections.sort(shuffled);
        assertThat(shuffled)
                .extracting(Pep440Version::toString)
                .containsExactlyElementsOf(SORTED.stream()
                        .map(text -> Pep440Version.parse(text).toString())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "1.0dev, 1.0.dev0",
        "1.0.dev, 1.0.dev0",
        "1.0dev1, 1.0.dev1",
        "1.0-dev, 1.0.dev0",
        "1.0-dev1, 1.0.dev1",
        "1.0DEV, 1.0.dev0",
        "1.0.DEV1, 1.0.dev1",
        "1.0a, 1.0a0",
        "1.0.a, 1.0a0",
        "1.0.a1, 1.0a1",
        "1.0-a, 1.0a0",
        "1.0-a1, 1.0a1",
        "1.0alpha, 1.0a0",
        "1.0.alpha, 1.0a0",
        "1.0.alpha1, 1.0a1",
        "1.0-ALPHA1, 1.0a1",
        "1.0b, 1.0b0",
        "1.0.b1, 1.0b1",
        "1.0beta, 1.0b0",
        "1.0-BETA1, 1.0b1",
        "1.0c, 1.0rc0",
        "1.0.c1, 1.0rc1",
        "1.0-C1, 1.0rc1",
        "1.0RC, 1.0rc0",
        "1.0.rc1, 1.0rc1",
        "1.0-rc, 1.0rc0",
        "1.0pre1, 1.0rc1",
        "1.0-preview_2, 1.0rc2",
        "1.0post, 1.0.post0",
        "1.0.post, 1.0.post0",
        "1.0post1, 1.0.post1",
        "1.0-post, 1.0.post0",
        "1.0-post1, 1.0.post1",
        "1.0POST1, 1.0.post1",
        "1.0r, 1.0.post0",
        "1.0rev, 1.0.post0",
        "1.0.r1, 1.0.post1",
        "1.0-rev1, 1.0.post1",
        "1.0-5, 1.0.post5",
        "1.0-r5, 1.0.post5",
        "1.0-rev5, 1.0.post5",
        "1.0+AbC, 1.0+abc",
        "1.01, 1.1",
        "1.0a05, 1.0a5",
        "1.0b07, 1.0b7",
        "1.0c056, 1.0rc56",
        "1.0rc09, 1.0rc9",
        "1.0.post000, 1.0.post0",
        "1.1.dev09000, 1.1.dev9000",
        "00!1.2, 1.2",
        "0100!0.0, 100!0.0",
        "v1.0, 1.0",
        "' v1.0\t\n', 1.0",
        "1.2.3+ubuntu-1_07, 1.2.3+ubuntu.1.7"
    })
    void normalisesSpellings(String spelling, String normal) {
        assertThat(Pep440Version.parse(spelling)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "french toast",
                "1.0+a+",
                "1.0++",
                "1.0+_foobar",
                "1.0+foo&asd",
                "1.0+1+1",
                "",
                "1.",
                ".1",
                "1..0",
                "1.0-",
                "1.0rc1rc2",
                "1.0.dev1.post1",
                "1!",
                "1.0\n1",
                "\u0661.0"
            })
    void refusesWhatIsNoVersion(String text) {
        assertThatThrownBy(() -> Pep440Version.parse(text))
                .isInstanceOf(InvalidVersionException.class)
                .hasMessageContaining("is not a PEP 440 version");
    }

    @Test
    void holdsVersionsEqualThatDifferInTrailingZeros() {
        assertThat(Pep440Version.parse("1.0")).isEqualTo(Pep440Version.parse("1.0.0.0"));
        assertThat(Pep440Version.parse("1.0")).hasSameHashCodeAs(Pep440Version.parse("1"));
        assertThat(Pep440Version.parse("1.0.0")).hasToString("1.0.0");
    }

    @Test
    void tellsPrereleases() {
        assertThat(Pep440Version.parse("1.0rc1").isPrerelease()).isTrue();
        assertThat(Pep440Version.parse("1.0.post1.dev1").isPrerelease()).isTrue();
        assertThat(Pep440Version.parse("1.0.post1+x").isPrerelease()).isFalse();
    }

    @Test
    void readsNumbersOfAnySize() {
        assertThat(Pep440Version.parse("20260101000000000000000.1"))
                .isGreaterThan(Pep440Version.parse("20260101000000000000000.0"));
    }

    @Property(tries = 300)
    void normalFormsAreFixedPoints(
            @ForAll
                    @CharRange(from = '0', to = '2')
                    @CharRange(from = 'a', to = 'e')
                    @CharRange(from = 'r', to = 'v')
                    @StringLength(max = 6)
                    String tail) {
        Pep440Version.tryParse("1.0" + tail).ifPresent(version -> {
            assertThat(Pep440Version.parse(version.toString()))
                    .isEqualTo(version)
                    .hasToString(version.toString());
            assertThat(version.compareTo(Pep440Version.parse("1!0.dev0"))).isNegative();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.0",
                "v1.0",
                "1!2.3.4",
                "1.0a1",
                "1.0-alpha.1",
                "1.0b",
                "1.0c3",
                "1.0.preview2",
                "1.0rc1",
                "1.0.post1",
                "1.0-1",
                "1.0r2",
                "1.0-rev3",
                "1.0.dev4",
                "1.0dev",
                "1.0a1.post2.dev3+local-1_x.y"
            })
    void shouldTakeEveryVersionOfPep440(String version) {
        assertThat(Pep440Version.tryParse(version)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1.",
                "1..0",
                "1.0-",
                "1.0x",
                "1.0+",
                "1.0+a..b",
                "1.0+ä",
                "1!",
                "1.0 1",
                "1.0rc1a1",
                "１.0"
            })
    void shouldRefuseWhatIsNoVersionOfPep440(String version) {
        assertThat(Pep440Version.tryParse(version)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,1.0.0,true",
        "1.0rc1,1.0-pre-01,true",
        "1.0+a_b,1.0+A.b,true",
        "v1,1.0,true",
        "1.0,1.1,false",
        "2004d,2004d,true",
        "2004d,2004D,false",
        "1.0.post1,1.0-1,true"
    })
    void shouldTellWhetherTextsAreOneVersion(String a, String b, boolean same) {
        assertThat(Pep440Version.isSame(a, b)).isEqualTo(same);
        assertThat(Pep440Version.isSame(b, a)).isEqualTo(same);
    }
}
