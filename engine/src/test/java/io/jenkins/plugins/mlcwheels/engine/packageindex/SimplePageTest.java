package io.jenkins.plugins.mlcwheels.engine.packageindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SimplePageTest {

    @Test
    void shouldReadAnchorsHoweverTheyAreWritten() throws IOException {
        SimplePage page = SimplePage.html("""
                <!doctype html><!-- <a href="no-1.0.tar.gz">no</a> -->
                <a href="../../packages/a%2Bb-1.0.tar.gz?x=1#sha256=AB" data-requires-python=">=3.8">a+b-1.0.tar.gz</a>
                <A CLASS=x HREF='b-1.0.tar.gz#md5=cd'>b</A><abbr href="c-1.0.tar.gz">c</abbr>
                <a data-href="d-1.0.tar.gz" href = e-1.0.tar.gz>e</a>
                """);

        assertThat(page.files()).containsOnlyKeys("a+b-1.0.tar.gz", "b-1.0.tar.gz", "e-1.0.tar.gz");
        assertThat(page.files().get("a+b-1.0.tar.gz").digests()).containsEntry("sha256", "AB");
        assertThat(page.files().get("b-1.0.tar.gz").digests()).containsEntry("md5", "cd");
        assertThat(page.files().get("e-1.0.tar.gz").digests()).isEmpty();
    }

    @Test
    void shouldRefuseJsonOfAnotherKind() {
        assertThatThrownBy(() -> SimplePage.json("{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("has no list of files");
        assertThatThrownBy(() -> SimplePage.json("<html>".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("is JSON that can't be read");
    }

    @Property
    void shouldEndForAnyPage(@ForAll("pages") String text) {
        try {
            assertThat(SimplePage.html(text).files().keySet()).doesNotContain("");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("is ");
        }
    }

    @Provide
    Arbitrary<String> pages() {
        return Arbitraries.of("<a ", "href=", "\"", "'", ">", "x", "#sha256=", "%2", "<!--", "-->", " ", "=", "/", "&")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    @Property
    void shouldReadOrRefuseAnyArchive(@ForAll byte[] bytes) {
        try {
            assertThat(TarMember.find(new ByteArrayInputStream(bytes), "a/PKG-INFO", 1000, 100_000))
                    .isEmpty();
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }
}
