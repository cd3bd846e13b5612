package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.build.Flavour;
import io.jenkins.plugins.mlcwheels.engine.build.FlavourCatalog;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.util.List;
import java.util.function.Predicate;

/** The JSON schema (draft 7) of {@code [tool.mlc-wheels]}, for editors. */
public final class OptionSchema {

    private static final String SCALAR = "scalar";
    private static final String INHERIT = "inherit";

    private OptionSchema() {}

    /** The schema. */
    public static ObjectNode json() {
        OptionCatalog catalog = OptionCatalog.builtIn();
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "[tool.mlc-wheels]");
        schema.put("description", "Builds of MLC Wheels, in pyproject.toml or in the file of --config.");
        define(schema.putObject("definitions"));
        ObjectNode properties = table(schema);
        catalog.projectKeys().values().forEach(key -> {
            ObjectNode property = properties.putObject(key.name()).put("description", key.purpose());
            if (key.type().equals("text")) {
                property.put("type", "string");
            } else {
                property.put("type", "array").put("minItems", 1).put("uniqueItems", true);
                flavours(property.putObject("items"));
            }
        });
        options(properties, spec -> true);
        ObjectNode linux = properties.putObject("linux").put("description", "Options of builds for Linux.");
        options(table(linux), spec -> true);
        ObjectNode flavour = properties.putObject("flavour").put("description", "Options of one flavour each.");
        flavour.put("type", "object");
        flavours(flavour.putObject("propertyNames"));
        ObjectNode one = flavour.putObject("additionalProperties");
        ObjectNode inner = table(one);
        options(inner, spec -> true);
        inherit(inner, spec -> true);
        ObjectNode overrides = properties.putObject("overrides");
        overrides
                .put("description", "Options of the builds that select matches.")
                .put("type", "array");
        ObjectNode override = overrides.putObject("items");
        override.putArray("required").add("select");
        ObjectNode overridden = table(override);
        OptionType patterns = OptionType.PATTERNS;
        value(overridden.putObject("select").put("description", "Patterns of identifiers."), patterns);
        options(overridden, spec -> !spec.selection());
        inherit(overridden, spec -> !spec.selection());
        return schema;
    }

    /** Each option once; the tables refer to it. */
    private static void define(ObjectNode definitions) {
        ArrayNode scalar = definitions.putObject(SCALAR).putArray("type");
        List.of("string", "integer", "boolean").forEach(scalar::add);
        ArrayNode rules = definitions.putObject(INHERIT).putArray("enum");
        List.of("none", "append", "prepend").forEach(rules::add);
        for (OptionSpec spec : OptionCatalog.builtIn().specs()) {
            if (spec.own()) {
                ObjectNode option = definitions.putObject(spec.name()).put("description", spec.purpose());
                if (!spec.standard().isEmpty()) {
                    option.put("default", spec.standard());
                }
                value(option, spec.type());
            }
        }
    }

    private static void refer(ObjectNode property, String definition) {
        property.put("$ref", "#/definitions/" + definition);
    }

    private static ObjectNode table(ObjectNode of) {
        of.put("type", "object").put("additionalProperties", false);
        return of.putObject("properties");
    }

    private static void flavours(ObjectNode of) {
        ArrayNode ids = of.putArray("enum");
        FlavourCatalog.builtIn().flavours().stream().map(Flavour::id).forEach(ids::add);
    }

    private static void options(ObjectNode properties, Predicate<OptionSpec> wanted) {
        for (OptionSpec spec : OptionCatalog.builtIn().specs()) {
            if (spec.own() && wanted.test(spec)) {
                spec.names().forEach(name -> refer(properties.putObject(name), spec.name()));
            }
        }
    }

    private static void inherit(ObjectNode properties, Predicate<OptionSpec> wanted) {
        ObjectNode inherit = properties.putObject(INHERIT);
        inherit.put("description", "How values join those that hold without them.");
        ObjectNode rules = table(inherit);
        for (OptionSpec spec : OptionCatalog.builtIn().specs()) {
            if (spec.own() && wanted.test(spec)) {
                spec.names().forEach(name -> refer(rules.putObject(name), INHERIT));
            }
        }
    }

    private static void value(ObjectNode property, OptionType type) {
        String scalar = "#/definitions/" + SCALAR;
        ArrayNode kinds;
        switch (type.form()) {
            case LIST, QUOTED_LIST -> {
                kinds = property.putArray("anyOf");
                kinds.addObject().put("$ref", scalar);
                kinds.addObject().put("type", "array").putObject("items").put("$ref", scalar);
            }
            case TABLE, FIELDS -> {
                kinds = property.putArray("anyOf");
                kinds.addObject().put("$ref", scalar);
                ArrayNode values = kinds.addObject()
                        .put("type", "object")
                        .putObject("additionalProperties")
                        .putArray("anyOf");
                values.addObject().put("$ref", scalar);
                values.addObject().put("type", "array").putObject("items").put("$ref", scalar);
            }
            case ENVIRONMENT -> {
                kinds = property.putArray("anyOf");
                kinds.addObject().put("$ref", scalar);
                kinds.addObject()
                        .put("type", "object")
                        .putObject("additionalProperties")
                        .put("$ref", scalar);
            }
            default -> property.putArray("allOf").addObject().put("$ref", scalar);
        }
    }
}
