package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds the tests' servers to GitHub's description sees what differs from it. */
class OpenApiTest {

    private static final String RELEASES = "/repos/o/n/releases";

    @ParameterizedTest
    @ValueSource(strings = {"api.github.com", "ghes-3.17"})
    void shouldFindWhatIsWrongWithAnswers(String name) {
        OpenApi description = OpenApi.load(name);
        ObjectNode good = description.sample("release");
        assertThat(description.answerProblems("GET", RELEASES + "/7", 200, good))
                .isEmpty();

        assertThat(answered(description, good.deepCopy().without("tag_name"))).containsExactly("answer lacks tag_name");
        assertThat(answered(description, good.deepCopy().put("id", "7"))).containsExactly("answer.id is no integer");
        assertThat(answered(description, good.deepCopy().putNull("draft"))).containsExactly("answer.draft is null");
        ObjectNode asset = description.sample("release-asset").put("state", "sent");
        ObjectNode withAsset = good.deepCopy();
        withAsset.withArray("assets").removeAll().add(asset);
        assertThat(answered(description, withAsset))
                .singleElement()
                .asString()
                .startsWith("answer.assets[].state is 'sent', none of");
    }

    private static List<String> answered(OpenApi description, JsonNode answer) {
        return description.answerProblems("GET", RELEASES + "/7", 200, answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.github.com", "ghes-3.17"})
    void shouldFindWhatIsWrongWithRequests(String name) throws IOException {
        OpenApi description = OpenApi.load(name);
        assertThat(requested(description, "GET", RELEASES, Map.of("per_page", "100"), ""))
                .isEmpty();
        assertThat(requested(description, "POST", RELEASES, Map.of(), "{\"tag_name\": \"v1\", \"draft\": true}"))
                .isEmpty();

        assertThat(requested(description, "GET", RELEASES, Map.of("size", "100"), ""))
                .containsExactly("unknown query parameter size");
        assertThat(requested(description, "PUT", RELEASES, Map.of(), "{}"))
                .containsExactly("no endpoint PUT " + RELEASES);
        assertThat(requested(description, "POST", RELEASES, Map.of(), "{\"tag\": \"v1\"}"))
                .containsExactlyInAnyOrder("body lacks tag_name", "body has an unknown field tag");
        assertThat(requested(description, "POST", RELEASES + "/7/assets", Map.of(), ""))
                .containsExactly("missing query parameter name");
    }

    private static List<String> requested(
            OpenApi description, String method, String path, Map<String, String> query, String body)
            throws IOException {
        return description.requestProblems(
                method,
                path,
                query,
                body.isEmpty() ? Optional.empty() : Optional.of(new ObjectMapper().readTree(body)));
    }
}
