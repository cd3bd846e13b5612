package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener.Notice;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener.Transferred;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UploadProgressTest {

    private static final long SECOND = 1_000_000_000;
    private static final long TOTAL = 400_000_000;

    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldDrawOneLineForEachUploadWithRateAndRemainingTime() {
        UploadProgress progress = new UploadProgress(new PrintWriter(err), true, nanos::get);
        progress.on(new Transferred("a.whl", 0, TOTAL));
        progress.on(new Transferred("b.whl", 0, TOTAL));
        nanos.addAndGet(2 * SECOND);
        progress.on(new Transferred("a.whl", 100_000_000, TOTAL));
        nanos.addAndGet(2 * SECOND);
        progress.on(new Transferred("b.whl", 40_000_000, TOTAL));
        assertThat(lastDrawing())
                .containsExactly("   25 % a.whl, 25.0 MB/s, 12 s left", "   10 % b.whl, 10.0 MB/s, 36 s left");
        progress.close();
        assertThat(err.toString()).endsWith("\u001b[2A\r\u001b[J");
    }

    @Test
    void shouldLeaveOneLineBehindForEachUploadThatIsDone() {
        UploadProgress progress = new UploadProgress(new PrintWriter(err), true, nanos::get);
        progress.on(new Transferred("a.whl", 0, TOTAL));
        nanos.addAndGet(4 * SECOND);
        progress.on(new Transferred("a.whl", TOTAL, TOTAL));
        progress.on(new Notice("the next thing", false));
        assertThat(lastDrawing()).containsExactly("sent a.whl: 400 MB, 100 MB/s", "the next thing");
    }

    @Test
    void shouldBeginAnewWhenAnUploadIsSentAgain() {
        UploadProgress progress = new UploadProgress(new PrintWriter(err), true, nanos::get);
        progress.on(new Transferred("a.whl", TOTAL / 2, TOTAL));
        nanos.addAndGet(100 * SECOND);
        progress.on(new Transferred("a.whl", 0, TOTAL));
        nanos.addAndGet(2 * SECOND);
        progress.on(new Transferred("a.whl", TOTAL / 4, TOTAL));
        assertThat(lastDrawing()).containsExactly("   25 % a.whl, 50.0 MB/s, 6 s left");
    }

    @Test
    void shouldKeepEachLineWithinEightyColumns() {
        UploadProgress progress = new UploadProgress(new PrintWriter(err), true, nanos::get);
        String name = "mlc_llm_nightly_cu128-0.20.0.dev12+g123456789abc-py3-none-manylinux_2_27_x86_64.whl";
        long total = 2_147_483_647;
        progress.on(new Transferred(name, 0, total));
        nanos.addAndGet(100_000 * SECOND);
        progress.on(new Transferred(name, total / 3, total));
        assertThat(lastDrawing())
                .singleElement()
                .asString()
                .contains(" min left")
                .hasSizeLessThan(80);
    }

    @Test
    void shouldWriteOnlyPlainLinesWhereNobodyWatches() {
        UploadProgress progress = new UploadProgress(new PrintWriter(err), false, nanos::get);
        progress.on(new Transferred("a.whl", 0, TOTAL));
        nanos.addAndGet(2 * SECOND);
        progress.on(new Transferred("a.whl", TOTAL / 2, TOTAL));
        nanos.addAndGet(2 * SECOND);
        progress.on(new Notice("uploading 'a.whl' failed", true));
        progress.on(new Transferred("a.whl", TOTAL, TOTAL));
        progress.close();
        assertThat(err.toString().lines())
                .containsExactly("warning: uploading 'a.whl' failed", "sent a.whl: 400 MB, 100 MB/s");
    }

    /** The lines that are there after the last one was erased. */
    private List<String> lastDrawing() {
        String[] drawings = err.toString().split("\u001b\\[[0-9]+A\r\u001b\\[J", -1);
        return drawings[drawings.length - 1].lines().toList();
    }
}
