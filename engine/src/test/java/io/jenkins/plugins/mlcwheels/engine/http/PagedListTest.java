package io.jenkins.plugins.mlcwheels.engine.http;

import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of numbers, which others change between the requests for its pages. */
class PagedListTest {

    private final List<Integer> there =
            new ArrayList<>(IntStream.range(0, 250).boxed().toList());
    private final List<String> asked = new ArrayList<>();
    private final VirtualTiming timing = new VirtualTiming();
    private final Retry retry = new Retry(
            Service.of("example.org"), new Backoff(timing, ProgressListener.SILENT, Duration.ofHours(1)), text -> text);
    private final PagedList<Integer> list = new PagedList<>(retry, ProgressListener.SILENT, 1000);
    private boolean links = true;
    private int largest = 100;
    private Runnable afterEach = () -> {};

    private PagedList.Page<Integer> page(int entries, int number) throws IOException {
        asked.add(entries + "/" + number);
        if (entries > largest) {
            throw new IOException("answered 504");
        }
        int from = Math.min(there.size(), (number - 1) * entries);
        int to = Math.min(there.size(), from + entries);
        PagedList.Page<Integer> page =
                new PagedList.Page<>(List.copyOf(there.subList(from, to)), links && to < there.size());
        afterEach.run();
        return page;
    }

    private List<Integer> read() {
        return list.read("listing", entry -> entry, this::page);
    }

    private void cut(int length) {
        there.subList(length, there.size()).clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99})
    void shouldReadWhatFitsOnOnePageOnce(int length) {
        cut(length);
        assertThat(read()).isEqualTo(there);
        assertThat(asked).containsExactly("100/1");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 250})
    void shouldAskForThePageAfterFullOneThoughNoLinkSaysThatThereIsOne(int length) {
        cut(length);
        links = false;
        assertThat(read()).isEqualTo(there);
    }

    @Test
    void shouldReadAgainUntilTwoPassesAgreeWhenEntriesGo() {
        afterEach = () -> {
            if (asked.size() < 6) {
                there.remove(0);
            }
        };
        List<Integer> read = read();
        assertThat(read).isEqualTo(there).contains(100, 200);
    }

    @Test
    void shouldShowWhatAppearsAtTheFrontOnlyOnce() {
        afterEach = () -> {
            if (asked.size() < 3) {
                there.add(0, 1000 + asked.size());
            }
        };
        assertThat(read()).isEqualTo(there).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayThatListNeverStandsStill() {
        there.addAll(IntStream.range(250, 400).boxed().toList());
        afterEach = () -> there.remove(0);
        assertThatThrownBy(this::read).is(because(Reason.CHANGED)).hasMessageContaining("the list changed");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 10, 3, 1})
    void shouldAskForFewerWhereManyAreTooMany(int most) {
        largest = most;
        cut(120);
        assertThat(read()).isEqualTo(there);
        assertThat(asked).startsWith("100/1", "100/1", "30/1");
    }

    @Test
    void shouldNotAskForFewerAfterOneFailure() {
        largest = 99;
        afterEach = () -> {};
        assertThat(list.read("listing", entry -> entry, (entries, number) -> {
                    PagedList.Page<Integer> page;
                    try {
                        page = page(entries, number);
                    } finally {
                        largest = 100;
                    }
                    return page;
                }))
                .isEqualTo(there);
        assertThat(asked).startsWith("100/1", "100/1", "100/2", "100/3").noneMatch(page -> page.startsWith("30"));
    }

    @Test
    void shouldReadFromTheBeginningWhenLaterPageIsTooLarge() {
        assertThat(list.read("listing", entry -> entry, (entries, number) -> {
                    if (entries > 30 && number == 2) {
                        asked.add("too large");
                        throw new IOException("answered 504");
                    }
                    return page(entries, number);
                }))
                .isEqualTo(there);
    }

    @Test
    void shouldRememberWhatWorksAndTryMoreOnlyOnce() {
        largest = 30;
        read();
        asked.clear();
        read();
        assertThat(asked).startsWith("100/1", "30/1");
        asked.clear();
        read();
        assertThat(asked).startsWith("30/1").noneMatch(page -> page.startsWith("100"));
    }

    @Test
    void shouldGoBackToLargePagesAfterAnOutage() {
        largest = 3;
        read();
        largest = 100;
        for (int i = 0; i < 4; i++) {
            asked.clear();
            read();
        }
        assertThat(asked).startsWith("100/1");
    }

    @Test
    void shouldGiveUpWhenEvenOneIsTooMany() {
        largest = 0;
        assertThatThrownBy(this::read).is(because(Reason.UNREACHABLE)).hasMessageContaining("504");
        assertThat(asked).containsExactly("100/1", "100/1", "30/1", "10/1", "3/1", "1/1", "1/1");
    }

    @Test
    void shouldRefuseListWithoutEnd() {
        PagedList.Page<Integer> same = new PagedList.Page<>(List.of(1), true);
        assertThatThrownBy(() -> list.read("listing", entry -> entry, (entries, number) -> same))
                .is(because(Reason.UNEXPECTED_ANSWER))
                .hasMessageContaining("the same entries");
        assertThatThrownBy(() -> list.read(
                        "listing", entry -> entry, (entries, number) -> new PagedList.Page<>(List.of(number), true)))
                .is(because(Reason.UNEXPECTED_ANSWER))
                .hasMessageContaining("more than 1000 entries");
    }
}
