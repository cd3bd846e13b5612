package io.jenkins.plugins.mlcwheels.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.OtherJvm;
import io.jenkins.plugins.mlcwheels.engine.LockFile;
import io.jenkins.plugins.mlcwheels.engine.LockFileTest;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexDirectoryTest {

    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    private Path directory;

    private Path site;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void chooseSite() {
        site = directory.resolve("site");
    }

    private static IndexedWheel wheel(String project, String version) {
        return IndexedWheel.of(
                        WheelFilename.parse(project + "-" + version + "-py3-none-any.whl"), project + ".whl", DIGEST)
                .withSize(7);
    }

    private static IndexSource of(IndexedWheel... wheels) {
        return index -> List.of(wheels);
    }

    private IndexDirectory index() {
        return new IndexDirectory(
                site, new VirtualTiming(), event -> notices.add(((ProgressListener.Notice) event).text()));
    }

    /** All files of the site with their content. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(site)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(site.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private void put(String name, String content) throws IOException {
        Files.createDirectories(site.resolve(name).getParent());
        Files.writeString(site.resolve(name), content);
    }

    @Test
    void shouldWriteTheSameFilesAgain() throws Exception {
        index().write(of(wheel("demo", "1.0")));
        Map<String, String> first = files();
        assertThat(first)
                .containsOnlyKeys(
                        ".mlc-wheels-index", "demo/index.html", "demo/index.json", "index.html", "index.json");
        index().write(of(wheel("demo", "1.0")));
        assertThat(files()).isEqualTo(first);
    }

    @Test
    void shouldRemovePagesOfProjectsThatAreNoMore() throws Exception {
        index().write(of(wheel("demo", "1.0"), wheel("other", "1.0")));
        put("demo/mine.txt", "kept");
        index().write(of(wheel("next", "1.0")));
        assertThat(files())
                .containsOnlyKeys(
                        ".mlc-wheels-index",
                        "demo/mine.txt",
                        "index.html",
                        "index.json",
                        "next/index.html",
                        "next/index.json");
        assertThat(site.resolve("other")).doesNotExist();
    }

    @Test
    void shouldLeaveAloneWhatNoIndexWrote() throws Exception {
        put("docs/index.html", "<html>the manual</html>");
        put("blog/index.json", "[1, 2]");
        put("robots.txt", "all");
        index().write(of(wheel("demo", "1.0")));
        index().write(of(wheel("other", "1.0")));
        assertThat(files())
                .containsEntry("docs/index.html", "<html>the manual</html>")
                .containsEntry("blog/index.json", "[1, 2]")
                .containsEntry("robots.txt", "all")
                .doesNotContainKey("demo/index.html");
    }

    @Test
    void shouldLeaveAloneListedPageThatSomebodyChanged() throws Exception {
        index().write(of(wheel("docs", "1.0")));
        put("docs/index.html", "<html>the manual</html>");
        index().write(of(wheel("other", "1.0")));
        assertThat(files()).containsEntry("docs/index.html", "<html>the manual</html>");
        assertThat(notices)
                .containsExactly(site.resolve("docs/index.html") + " was changed since it was written, and stays");
    }

    @Test
    void shouldRefuseToReplacePageThatNoIndexWrote() throws Exception {
        put("index.html", "<html>welcome</html>");
        Map<String, String> before = files();
        assertThatThrownBy(() -> index().write(of(wheel("demo", "1.0"))))
                .isInstanceOf(ForeignPageException.class)
                .hasMessageContaining(site.resolve("index.html").toString());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldRefuseToReplaceListedPageThatSomebodyChanged() throws Exception {
        index().write(of(wheel("demo", "1.0")));
        put("index.html", "<html>welcome</html>");
        Map<String, String> before = files();
        assertThatThrownBy(() -> index().write(of(wheel("demo", "2.0"))))
                .isInstanceOf(ForeignPageException.class)
                .hasMessageContaining(site.resolve("index.html").toString());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldRefuseFileInThePlaceOfProject() throws Exception {
        put("other", "not a directory");
        Map<String, String> before = files();
        assertThatThrownBy(() -> index().write(of(wheel("demo", "1.0"), wheel("other", "1.0"))))
                .isInstanceOf(ForeignPageException.class)
                .hasMessageContaining(site.resolve("other").toString());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldTakeListThatIsNoTextForNone() throws Exception {
        index().write(of(wheel("demo", "1.0"), wheel("other", "1.0")));
        put("mine/index.html", "mine");
        Files.write(site.resolve(".mlc-wheels-index"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n', 0});
        index().write(of(wheel("demo", "2.0")));
        assertThat(files())
                .containsEntry("mine/index.html", "mine")
                .containsKeys("demo/index.html", ".mlc-wheels-index");
    }

    @Test
    void shouldRefuseToReplaceListedPageThatSomebodyReplaced() throws Exception {
        for (String page : List.of("index.html", "index.json", "demo/index.html", "demo/index.json")) {
            site = directory.resolve(page.replace('/', '-'));
            index().write(of(wheel("demo", "1.0")));
            put(page, "\"mine\"");
            Map<String, String> before = files();
            assertThatThrownBy(() -> index().write(of(wheel("demo", "1.1"))))
                    .isInstanceOf(ForeignPageException.class)
                    .hasMessageContaining(site.resolve(page).toString());
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void shouldKnowPagesOfIndexWithoutList() throws Exception {
        index().write(of(wheel("demo", "1.0").withYanked("a <reason>"), wheel("other", "1.0")));
        Files.delete(site.resolve(".mlc-wheels-index"));
        put("docs/index.html", Files.readString(site.resolve("demo/index.html")));
        put("blog/index.json", Files.readString(site.resolve("demo/index.json")));
        put("other/index.json", "{\"name\": \"mine\"}\n");
        index().write(of(wheel("next", "1.0")));
        assertThat(files())
                .containsOnlyKeys(
                        ".mlc-wheels-index",
                        "blog/index.json",
                        "docs/index.html",
                        "index.html",
                        "index.json",
                        "next/index.html",
                        "next/index.json",
                        "other/index.json");
    }

    @Test
    void shouldKeepIndexWhenThereAreNoWheels() throws Exception {
        index().write(of(wheel("demo", "1.0")));
        Map<String, String> before = files();
        assertThatThrownBy(() -> index().write(of()))
                .isInstanceOf(EmptyIndexException.class)
                .hasMessageContaining("has 1 project and stays as it is");
        assertThat(files()).isEqualTo(before);
        Files.delete(site.resolve(".mlc-wheels-index"));
        assertThatThrownBy(() -> index().write(of())).isInstanceOf(EmptyIndexException.class);
    }

    @Test
    void shouldWriteNoEmptyIndexInThePlaceOfNoneWhenTold() throws Exception {
        assertThatThrownBy(() -> index().refuseEmpty(true).write(of()))
                .isInstanceOf(EmptyIndexException.class)
                .hasMessage("there are no wheels for the index " + site);
        assertThat(site.resolve("index.html")).doesNotExist();
        index().write(of());
        assertThat(site.resolve("index.html")).exists();
    }

    @Test
    void shouldEmptyIndexWhenTold() throws Exception {
        index().write(of(wheel("demo", "1.0")));
        index().allowEmpty(true).write(of());
        assertThat(files()).containsOnlyKeys(".mlc-wheels-index", "index.html", "index.json");
    }

    @Test
    void shouldWriteNothingWhenReadingFails() throws Exception {
        index().write(of(wheel("demo", "1.0")));
        Map<String, String> before = files();
        IndexSource failing = index -> {
            throw new IOException("the disk is gone");
        };
        assertThatThrownBy(() -> index().write(failing)).hasMessage("the disk is gone");
        assertThat(files()).isEqualTo(before);
        site = directory.resolve("fresh");
        assertThatThrownBy(() -> index().write(failing)).hasMessage("the disk is gone");
        assertThat(site).doesNotExist();
    }

    @Test
    void shouldIgnoreListedPathsThatNoIndexHas() throws Exception {
        put("mine/index.html", "mine");
        Files.writeString(directory.resolve("index.html"), "outside");
        put(".mlc-wheels-index", DIGEST + "  ../index.html\n" + DIGEST + "  mine/notes.txt\nnonsense\n");
        index().write(of(wheel("demo", "1.0")));
        assertThat(directory.resolve("index.html")).hasContent("outside");
        assertThat(files()).containsEntry("mine/index.html", "mine");
    }

    @Test
    void shouldRemoveWhatKilledWriterLeft() throws Exception {
        put("demo/.index.html.1f.part", "half");
        put(".index.json.2e.part", "half");
        index().write(of(wheel("demo", "1.0")));
        assertThat(files().keySet()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void shouldWaitForOtherWriterAndReadAfterwards() throws Exception {
        Files.createDirectories(site);
        try (OtherJvm other = OtherJvm.start(LockFileTest.Holder.class, site.resolve(".index.lock"), "the other")) {
            assertThat(other.line()).isEqualTo("held");
            List<String> order = new ArrayList<>();
            Timing timing = new ForwardingTiming(() -> {
                order.add("waited");
                other.goOn();
                other.exitCode();
            });
            new IndexDirectory(site, timing, event -> notices.add(((ProgressListener.Notice) event).text()))
                    .write(index -> {
                        order.add("read");
                        return List.of(wheel("demo", "1.0"));
                    });
            assertThat(order).containsExactly("waited", "read");
            assertThat(notices)
                    .singleElement()
                    .asString()
                    .startsWith("waiting for the index " + site + ", which is written by the other (process "
                            + other.pid());
        }
    }

    @Test
    void shouldNotWaitForEver() throws Exception {
        Files.createDirectories(site);
        try (LockFile lock = LockFile.take(site.resolve(".index.lock"), "somebody")) {
            assertThatThrownBy(() -> index().write(of(wheel("demo", "1.0"))))
                    .isInstanceOf(IndexBusyException.class)
                    .hasMessageContaining("is written by somebody (process ");
            assertThat(lock.isHeld()).isTrue();
        }
    }

    /** Writes an index of 40 projects of one version, over and over. */
    public static final class Writer {
        public static void main(String[] args) throws Exception {
            IndexedWheel[] wheels = Stream.iterate(0, i -> i + 1)
                    .limit(40)
                    .map(i -> wheel("p" + i, args[1]))
                    .toArray(IndexedWheel[]::new);
            IndexDirectory index = new IndexDirectory(
                    Path.of(args[0]), Timing.of(Clock.systemUTC(), new Random(1)), ProgressListener.SILENT);
            System.out.println("ready");
            System.in.read();
            for (int i = 0; i < 10; i++) {
                index.write(of(wheels));
            }
        }
    }

    @Test
    void shouldHoldThePagesOfOneWriterWhenTwoProcessesWrite() throws Exception {
        try (OtherJvm one = OtherJvm.start(Writer.class, site, "1.0");
                OtherJvm two = OtherJvm.start(Writer.class, site, "2.0")) {
            assertThat(List.of(one.line(), two.line())).containsOnly("ready");
            one.goOn();
            two.goOn();
            assertThat(List.of(one.exitCode(), two.exitCode())).containsOnly(0);
        }
        Map<String, String> files = files();
        String version = files.get("p0/index.html").contains("p0-1.0-") ? "1.0" : "2.0";
        assertThat(files).hasSize(83);
        assertThat(files.entrySet())
                .filteredOn(file -> file.getKey().startsWith("p"))
                .allSatisfy(file -> assertThat(file.getValue()).contains("-" + version + "-py3"));
    }

    /** Something to do when somebody waits, which may fail. */
    private interface Waiting {
        void run() throws IOException, InterruptedException;
    }

    /** Time in which something happens while somebody waits. */
    private static final class ForwardingTiming implements Timing {

        private final Timing timing = new VirtualTiming();
        private final Waiting waiting;

        ForwardingTiming(Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public java.time.Instant now() {
            return timing.now();
        }

        @Override
        public void sleep(java.time.Duration duration) throws InterruptedException {
            try {
                waiting.run();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            timing.sleep(duration);
        }

        @Override
        public double chance() {
            return timing.chance();
        }

        @Override
        public Repeating every(java.time.Duration period, Runnable task) {
            return timing.every(period, task);
        }
    }
}
