package io.jenkins.plugins.mlcwheels.engine.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bundles, good and damaged, with the verdicts of {@code @sigstore/verify}, as {@code bench/signatures} recorded them. */
class RecordedVerdictsTest {

    private static final JsonNode RECORD = record();

    private static JsonNode record() {
        try (InputStream in = RecordedVerdictsTest.class.getResourceAsStream("verdicts.json")) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<String> cases() {
        return StreamSupport.stream(RECORD.get("cases").spliterator(), false)
                .map(one -> one.get("name").textValue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgree(String name) {
        JsonNode one = StreamSupport.stream(RECORD.get("cases").spliterator(), false)
                .filter(node -> node.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(isAccepted(bytes(one, "subject"), bytes(one, "bundle")))
                .isEqualTo(one.get("accepted").booleanValue());
    }

    @Test
    void shouldHaveBothVerdicts() {
        List<Boolean> verdicts = new ArrayList<>();
        RECORD.get("cases").forEach(one -> verdicts.add(one.get("accepted").booleanValue()));
        assertThat(verdicts).filteredOn(accepted -> accepted).hasSize(5);
        assertThat(verdicts).filteredOn(accepted -> !accepted).hasSize(30);
    }

    private static byte[] bytes(JsonNode one, String field) {
        return Base64.getDecoder().decode(one.get(field).textValue());
    }

    private static boolean isAccepted(byte[] file, byte[] bundle) {
        List<TrustedKey> keys = new ArrayList<>();
        RECORD.get("keys").forEach(pem -> keys.add(TrustedKey.parse(pem.textValue())));
        try {
            return BundleCheck.of(Bundle.parse(bundle), "file", Sha256.of(file), keys)
                    .passed();
        } catch (InvalidBundleException e) {
            return false;
        }
    }
}
