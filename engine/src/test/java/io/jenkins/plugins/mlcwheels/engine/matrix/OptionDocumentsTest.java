package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To write the documents anew, run the main method of {@link OptionDocuments}. */
class OptionDocumentsTest {

    private static final String TABLE = "[tool.mlc-wheels]\n";

    @Test
    void shouldHaveEachOptionInTheDocumentation() throws IOException {
        String page = Files.readString(OptionDocuments.PAGE);

        assertThat(page).isEqualTo(OptionDocuments.withTable(page));
    }

    @Test
    void shouldHaveTheSchemaInTheRepository() throws IOException {
        assertThat(Files.readString(OptionDocuments.SCHEMA)).isEqualTo(OptionDocuments.schema());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tag-pattern = 'v{version}'",
                "build = 'cp39-*'\nskip = ['a', 'b']\nbuild-verbosity = 1",
                "environment = { A = 'x', B = 2, C = true }\nconfig-settings = { a = ['1', '2'], b = '3' }",
                "environment = 'A=1'\nbuild-frontend = { name = 'pip', args = ['-v'] }",
                "flavours = ['cpu']\n[tool.mlc-wheels.flavour.cpu]\ninherit.before-all = 'append'\nbefore-all = 'x'",
                "[tool.mlc-wheels.linux]\narchs = 'all'\nmanylinux-x86_64-image = 'x:1'",
                "[[tool.mlc-wheels.overrides]]\nselect = ['cp39-*']\ninherit.environment = 'prepend'\nenvironment = 'A=1'"
            })
    void shouldTakeWhatTheReaderTakes(String table) throws IOException {
        assertThat(refused(table)).isFalse();
        assertThat(valid(table)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "buidl = 'x'",
                "build = { a = 'x' }",
                "skip = [['a']]",
                "tag-pattern = 1",
                "build-verbosity = ['1']",
                "environment = ['A=1']",
                "environment = { A = ['1'] }",
                "manylinux-x86_64-image = ['a']",
                "manylinux-pypy_x86_64-image = 'a'",
                "pyodide-version = '1'",
                "flavours = []",
                "flavours = ['cpu', 'cpu']",
                "flavours = ['cpus']",
                "flavour = 'cpu'",
                "flavour.gpu.before-all = 'x'",
                "flavour.cpu.flavours = ['cpu']",
                "flavour.cpu.inherit.before-all = 'after'",
                "linux.tag-pattern = 'x'",
                "linux.inherit.environment = 'append'",
                "overrides = { select = 'x' }",
                "[[tool.mlc-wheels.overrides]]\nbefore-all = 'x'",
                "[[tool.mlc-wheels.overrides]]\nselect = 'cp39-*'\nskip = 'x'",
                "[[tool.mlc-wheels.overrides]]\nselect = 'cp39-*'\ninherit.buidl = 'append'"
            })
    void shouldRefuseWhatTheReaderRefuses(String table) throws IOException {
        assertThat(refused(table)).isTrue();
        assertThat(valid(table)).isFalse();
    }

    private static boolean refused(String table) {
        Throwable error = catchThrowable(() -> OptionTableReader.read(ConfigFile.parse("p.toml", TABLE + table)));
        assertThat(error == null || error instanceof InvalidMatrixException).isTrue();
        return error != null;
    }

    private static boolean valid(String table) throws IOException {
        JsonNode schema = new ObjectMapper().readTree(Files.readString(OptionDocuments.SCHEMA));
        JsonNode value = new TomlMapper().readTree(TABLE + table).at("/tool/mlc-wheels");
        return valid(value, schema, schema);
    }

    /** The part of JSON schema, draft 7, that the schema uses; any other keyword is a failure of the test. */
    private static boolean valid(JsonNode value, JsonNode schema, JsonNode root) {
        boolean valid = true;
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode rule = keyword.getValue();
            valid &= switch (keyword.getKey()) {
                case "$schema", "title", "description", "default", "definitions" -> true;
                case "$ref" -> valid(value, root.at(rule.textValue().substring(1)), root);
                case "type" ->
                    rule.isArray()
                            ? all(rule).stream().anyMatch(type -> isOf(value, type.textValue()))
                            : isOf(value, rule.textValue());
                case "enum" -> all(rule).contains(value);
                case "allOf" -> all(rule).stream().allMatch(part -> valid(value, part, root));
                case "anyOf" -> all(rule).stream().anyMatch(part -> valid(value, part, root));
                case "items" -> !value.isArray() || all(value).stream().allMatch(item -> valid(item, rule, root));
                case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
                case "uniqueItems" ->
                    !value.isArray() || all(value).stream().distinct().count() == value.size();
                case "required" -> all(rule).stream().allMatch(name -> value.has(name.textValue()));
                case "propertyNames" ->
                    value.properties().stream().allMatch(field -> all(rule.get("enum")).stream()
                            .anyMatch(name -> name.textValue().equals(field.getKey())));
                case "properties" ->
                    value.properties().stream()
                            .filter(field -> rule.has(field.getKey()))
                            .allMatch(field -> valid(field.getValue(), rule.get(field.getKey()), root));
                case "additionalProperties" ->
                    value.properties().stream()
                            .filter(field -> !schema.path("properties").has(field.getKey()))
                            .allMatch(field ->
                                    rule.isBoolean() ? rule.booleanValue() : valid(field.getValue(), rule, root));
                default -> throw new IllegalStateException(keyword.getKey());
            };
        }
        return valid;
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            default -> value.isObject();
        };
    }

    private static List<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
