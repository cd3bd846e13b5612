package io.jenkins.plugins.mlcwheels.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "libcuda.so*,      libcuda.so.1,       true",
        "libcuda,          libcuda.so.1,       false",
        "*,                anything,           true",
        "lib?.so,          liba.so,            true",
        "lib?.so,          lib.so,             false",
        "lib[abc].so,      libb.so,            true",
        "lib[!abc].so,     libb.so,            false",
        "lib[a-c].so,      libd.so,            false",
        "lib[]].so,        lib].so,            true",
        "lib[.so,          lib[.so,            true",
        "*a*b*c,           xxaxxbxxc,          true",
        "*a*b*c,           xxaxxcxxb,          false",
        "/usr/*/libx.so,   /usr/lib/y/libx.so, true",
        "LIBA.so,          liba.so,            false",
        "'lib{a,b}.so',    libb.so,            true",
        "'lib{a,b}.so',    libc.so,            false",
        "'lib{a,}.so',     lib.so,             true",
        "'{a,b{c,d}}*',    bdx,                true",
        "'{a,b{c,d}}*',    bx,                 false",
        "'[{]a,b}',        '{a,b}',            true",
        "'[{,}]x',         ',x',               true",
        "{a},              {a},                true",
        "'{a,b',           '{a,b',             true",
        "v1.0/*.whl,       v1.0/x/demo.whl,    true",
    })
    void shouldMatchAsPythonsFnmatchDoes(String pattern, String name, boolean expected) {
        assertThat(Glob.matches(pattern, name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"[, ']'", "a[b, ']'", "'{a,b', '}'", "'x{[}]', '}'"})
    void shouldRefuseWhatIsNotClosed(String text, String missing) {
        assertThatExceptionOfType(InvalidGlobException.class)
                .isThrownBy(() -> Glob.of(text))
                .withMessageContaining("is not a valid file pattern")
                .withMessageContaining(missing);
    }

    @Test
    void shouldRefuseBracesThatStandForTooMany() {
        assertThatExceptionOfType(InvalidGlobException.class)
                .isThrownBy(() -> Glob.of("{a,b,c,d}".repeat(20)))
                .withMessageContaining("1000 patterns");
    }

    @Property
    void shouldMatchTheNameThatALiteralWasMadeOf(
            @ForAll @Chars({'a', '*', '?', '[', ']', '{', '}', ',', '!'}) String name) {
        Glob literal = Glob.of(Glob.literal(name));
        assertThat(literal.matches(name)).isTrue();
        assertThat(literal.matches(name + "a")).isFalse();
    }

    @Property
    void shouldTakeOrRefuseAnyText(
            @ForAll @Chars({'a', '*', '?', '[', ']', '{', '}', ',', '!', '-'}) String text, @ForAll String name) {
        try {
            assertThat(Glob.of(text).matches(name)).isEqualTo(Glob.matches(text, name));
        } catch (InvalidGlobException e) {
            assertThat(e.suggestion()).isNotBlank();
        }
    }

    @Test
    void shouldTakeNoLongerForPatternsMadeToBeSlow() {
        assertThat(Glob.matches("*a".repeat(50) + "b", "a".repeat(5000))).isFalse();
    }

    @Test
    void shouldKnowWhetherANameCanMatchTwoPatterns() {
        String planned = "demo-1.0-{cp312-cp312,cp3*-abi3,*py3*-none}-manylinux*_x86_64.whl";
        for (String wanted :
                List.of("*.whl", "demo-*-cp310-abi3-*", "demo-1.0-cp312-*x86_64.whl", "*[xy]86_64.whl", "d?mo-*")) {
            assertThat(Glob.of(planned).overlaps(Glob.of(wanted))).as(wanted).isTrue();
            assertThat(Glob.of(wanted).overlaps(Glob.of(planned))).as(wanted).isTrue();
        }
        for (String other :
                List.of("*aarch64.whl", "demo-1.1-*", "other-*", "demo-1.0-*-win_amd64.whl", "", "*x86_64.whl?")) {
            assertThat(Glob.of(planned).overlaps(Glob.of(other))).as(other).isFalse();
        }
    }

    @Property
    void shouldOverlapWhereverOneNameMatchesBoth(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String name) {
        Glob one = Glob.of(name.replace("a", "*").replace("b", "?"));
        Glob other = Glob.of(name.replace("c", "{x,*}"));
        assertThat(one.matches(name) && other.matches(name)).isTrue();
        assertThat(one.overlaps(other)).isTrue();
        assertThat(other.overlaps(Glob.of(name))).isTrue();
    }
}
