package io.jenkins.plugins.mlcwheels.engine.reproducible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.build.BuildSurroundings;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelReproductionTest {

    private static final long NOON = 1_796_126_400L;

    private static final BuildSurroundings HERE =
            new BuildSurroundings("/tmp/mlc-build.Ab12Cd", "UTC", "mlc-wheels", "0022", NOON, NOON + 60);
    private static final BuildSurroundings ELSEWHERE = new BuildSurroundings(
            "/tmp/elsewhere/mlc-build.Xy98Zw", "<+14>-14", "somebody-else", "0027", NOON + 70, NOON + 120);

    private static final String LIBRARY = """
            %s
            const char *text(void) { return "%s"; }
            int %s(int value) { return value * 3 + 1; }
            """;

    @TempDir
    Path directory;

    @Test
    void shouldFindNothingInEqualWheels() throws IOException {
        assertThat(compare("x = 1\n", "x = 1\n")).isEmpty();
    }

    @Test
    void shouldNameTheCauseInATextAndItsLine() throws IOException {
        assertThat(compare(
                        "a = 1\nroot = '/tmp/mlc-build.Ab12Cd/source/x'\n",
                        "a = 1\nroot = '/tmp/elsewhere/mlc-build.Xy98Zw/source/x'\n"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.cause()).isEqualTo(Cause.BUILD_PATH);
                    assertThat(found.place()).isEqualTo("line 2");
                    assertThat(found.evidence()).contains("/tmp/mlc-build.Ab12Cd/source/x");
                });
        assertThat(cause("by = 'mlc-wheels'\n", "by = 'somebody-else'\n")).isEqualTo(Cause.USER_NAME);
        assertThat(cause("zone = 'UTC'\n", "zone = '<+14>-14'\n")).isEqualTo(Cause.TIME_ZONE);
        assertThat(cause("names = ['one', 'two', 'six']\n", "names = ['six', 'one', 'two']\n"))
                .isEqualTo(Cause.ORDER);
        assertThat(cause("token = '5f0a19c2'\n", "token = 'b3d411e7'\n")).isEqualTo(Cause.RANDOM_TEXT);
        assertThat(cause("answer = 41.5 + 2\n", "answer is [7]\n")).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void shouldKnowTimesInManyForms() throws IOException {
        for (String[] pair : new String[][] {
            {"2026-12-01 12:00:01", "2026-12-02 02:01:13"},
            {"2026-12-01T12:00:01Z", "2026-12-01T12:01:13Z"},
            {"20261201_120001", "20261201_120113"},
            {"2026-12-01", "2026-12-02"},
            {"Dec  1 2026 12:00:01", "Dec  2 2026 02:01:13"},
            {"Tue Dec 01 12:00:01 UTC 2026", "Wed Dec 02 02:01:13 +14 2026"},
            {"01-Dec-2026", "02-Dec-2026"},
            {"at 12:00:01", "at 12:01:13"},
            {Long.toString(NOON + 1), Long.toString(NOON + 73)}
        }) {
            assertThat(cause("built = '" + pair[0] + "'\n", "built = '" + pair[1] + "'\n"))
                    .as("%s and %s", pair[0], pair[1])
                    .isEqualTo(Cause.TIME_STAMP);
        }
    }

    @Test
    void shouldTellOneMomentInTwoTimeZonesFromTwoMoments() throws IOException {
        assertThat(cause("made 2026-11-30T09:08:07\n", "made 2026-11-30T23:08:07\n"))
                .isEqualTo(Cause.TIME_ZONE);
        assertThat(cause("made Nov 30 2026 09:08:07\n", "made Nov 29 2026 21:08:07\n"))
                .isEqualTo(Cause.TIME_ZONE);
    }

    @Test
    void shouldFindATimeThatIsANumber() throws IOException {
        assertThat(cause(number(NOON + 3), number(NOON + 75))).isEqualTo(Cause.TIME_STAMP);
        assertThat(cause(number(NOON - 30), number(NOON + 75)))
                .as("a time before the build")
                .isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void shouldNameTheSectionAndWhatFollowsFromIt() throws IOException {
        LocalCompiler.assume("gcc");
        assertThat(compare(
                        library("one", "", "/tmp/mlc-build.Ab12Cd/source/x.c", "run"),
                        library("two", "", "/tmp/elsewhere/mlc-build.Xy98Zw/source/x.c", "run")))
                .first()
                .satisfies(found -> {
                    assertThat(found.file()).isEqualTo("demo/_x.so");
                    assertThat(found.place()).isEqualTo("section .rodata");
                    assertThat(found.cause()).isEqualTo(Cause.BUILD_PATH);
                    assertThat(found.evidence()).contains("so also .note.gnu.build-id");
                });
    }

    @Test
    void shouldNameRandomSymbols() throws IOException {
        LocalCompiler.assume("gcc");
        assertThat(compare(
                        library("one", "", "text", "run_df5f861bf09b"), library("two", "", "text", "run_c885f0319150")))
                .extracting(Difference::cause)
                .containsOnly(Cause.RANDOM_SYMBOL);
    }

    @Test
    void shouldNameTheOrderOfFunctions() throws IOException {
        LocalCompiler.assume("gcc");
        String alpha = "int alpha(void) { return 1; }\n";
        String omega = "int omega(void) { return 2; }\n";
        assertThat(compare(library("one", alpha + omega, "text", "run"), library("two", omega + alpha, "text", "run")))
                .extracting(Difference::cause)
                .contains(Cause.ORDER)
                .doesNotContain(Cause.RANDOM_SYMBOL, Cause.BUILD_PATH, Cause.TIME_STAMP);
    }

    @Test
    void shouldReadDebugInformationThatIsCompressed() throws IOException {
        LocalCompiler.assume("gcc");
        String first = "-ffile-prefix-map=" + directory + "=/tmp/mlc-build.Ab12Cd";
        String second = "-ffile-prefix-map=" + directory + "=/tmp/elsewhere/mlc-build.Xy98Zw";
        assertThat(compare(
                        library("one", "", "text", "run", "-g", "-gz=zlib", first),
                        library("one", "", "text", "run", "-g", "-gz=zlib", second)))
                .anySatisfy(found -> {
                    assertThat(found.place()).startsWith("section .debug_");
                    assertThat(found.cause()).isEqualTo(Cause.BUILD_PATH);
                });
    }

    @Test
    void shouldSayThatOnlyTheBuildIdDiffers() throws IOException {
        LocalCompiler.assume("gcc");
        assertThat(compare(
                        library("one", "", "text", "run", "-Wl,--build-id=0x1111111111111111"),
                        library("one", "", "text", "run", "-Wl,--build-id=0x2222222222222222")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.cause()).isEqualTo(Cause.BUILD_ID);
                    assertThat(found.place()).isEqualTo("section .note.gnu.build-id");
                });
    }

    @Test
    void shouldTellPermissionsTimesOrderAndNamesOfFiles() throws IOException {
        Path one = wheel("one", wheel -> wheel.file("demo/a", new byte[3], 0644).file("demo/b", "b"));
        Path mode =
                wheel("two", wheel -> wheel.file("demo/a", new byte[3], 0640).file("demo/b", "b"));
        Path order = wheel("three", wheel -> wheel.file("demo/b", "b").file("demo/a", new byte[3], 0644));
        Path name =
                wheel("four", wheel -> wheel.file("demo/a", new byte[3], 0644).file("demo/c", "b"));
        assertThat(differences(one, mode)).extracting(Difference::cause).containsExactly(Cause.UMASK);
        assertThat(differences(one, order)).extracting(Difference::cause).containsExactly(Cause.ORDER);
        assertThat(differences(one, name)).extracting(Difference::place).containsExactly("the names of files");
    }

    @Test
    void shouldRefuseWithAllThatAPersonNeeds() throws IOException {
        Path one = text("one", "by = 'mlc-wheels'\n");
        Path two = text("two", "by = 'somebody-else'\n");
        assertThatThrownBy(() -> WheelReproduction.check(one, two, HERE, ELSEWHERE, directory.resolve("kept")))
                .isInstanceOfSatisfying(NotReproducibleException.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(EngineException.Kind.AUDIT_FAILED);
                    assertThat(refused.suggestion())
                            .isEqualTo(Cause.USER_NAME.remedy() + " Both wheels are in " + directory.resolve("kept")
                                    + ".");
                })
                .hasMessageContaining("two builds differ: demo/x.py, line 1: the name of the user")
                .hasMessageContaining("'by = 'mlc-wheels'' and 'by = 'somebody-else''");
        assertThat(directory.resolve("kept/first").resolve(one.getFileName())).hasSameBinaryContentAs(one);
        assertThat(directory.resolve("kept/second").resolve(two.getFileName())).hasSameBinaryContentAs(two);
        WheelReproduction.check(
                one, text("three", "by = 'mlc-wheels'\n"), HERE, ELSEWHERE, directory.resolve("not-kept"));
        assertThat(directory.resolve("not-kept")).doesNotExist();
    }

    @Property(tries = 300)
    void shouldSayWhereAnyTwoContentsDiffer(@ForAll byte[] one, @ForAll byte[] other) throws IOException {
        FileComparison files = new FileComparison(new CauseSearch(HERE, ELSEWHERE));
        byte[] elf = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        for (byte[] start : List.of(new byte[0], elf)) {
            byte[] first = joined(start, one);
            byte[] second = joined(start, other);
            if (!Arrays.equals(first, second)) {
                assertThat(files.of("demo/x", first, second)).isNotEmpty();
            }
        }
    }

    private static byte[] joined(byte[] start, byte[] rest) {
        return ByteBuffer.allocate(start.length + rest.length)
                .put(start)
                .put(rest)
                .array();
    }

    private Cause cause(String one, String other) throws IOException {
        return cause(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private Cause cause(byte[] one, byte[] other) throws IOException {
        List<Difference> found = compare(one, other);
        assertThat(found).hasSize(1);
        return found.get(0).cause();
    }

    private List<Difference> compare(String one, String other) throws IOException {
        return differences(text("one", one), text("two", other));
    }

    private List<Difference> compare(byte[] one, byte[] other) throws IOException {
        return differences(
                wheel("one", wheel -> wheel.file("demo/_x.so", one)),
                wheel("two", wheel -> wheel.file("demo/_x.so", other)));
    }

    private static List<Difference> differences(Path one, Path other) throws IOException {
        return new ArrayList<>(WheelReproduction.compare(one, other, HERE, ELSEWHERE));
    }

    private Path text(String place, String content) throws IOException {
        return wheel(place, wheel -> wheel.file("demo/x.py", content));
    }

    private interface Filling {
        TestWheels of(TestWheels wheel);
    }

    private Path wheel(String place, Filling filling) throws IOException {
        return filling.of(TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64"))
                .writeTo(Files.createDirectories(directory.resolve(place)));
    }

    private static byte[] number(long seconds) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(seconds)
                .array();
    }

    private byte[] library(String name, String code, String text, String function, String... options)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("-shared", "-fPIC", "-O2"));
        all.addAll(List.of(options));
        Path place = Files.createDirectories(directory.resolve("code"));
        Path made = LocalCompiler.compile(
                place.resolve("library"), "gcc", LIBRARY.formatted(code, text, function), all.toArray(String[]::new));
        return Files.readAllBytes(made);
    }
}
