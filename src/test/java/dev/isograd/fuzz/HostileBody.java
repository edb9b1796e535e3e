package dev.isograd.fuzz;

import dev.isograd.jobs.SampleJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes bodies for an operation: nearly valid ones, ones with wrong types, and such that are no JSON. */
final class HostileBody {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 6;

    private final JsonNode document;
    private final Random random;
    private final HostileText text;

    HostileBody(JsonNode document, Random random, HostileText text) {
        this.document = document;
        this.random = random;
        this.text = text;
    }

    String of(JsonNode operation) {
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        return switch (random.nextInt(12)) {
            case 0 -> text.any();
            case 1 -> "[".repeat(random.nextInt(3000));
            case 2 -> broken(value(schema, 0).toString());
            case 3 -> value(NODES.objectNode(), 0).toString();
            case 4 -> manyKeys();
            case 5, 6 -> mutatedSpec();
            default -> value(schema, 0).toString();
        };
    }

    private String broken(String json) {
        if (json.isEmpty()) {
            return json;
        }
        int at = random.nextInt(json.length());
        return json.substring(0, at) + (char) random.nextInt(256) + json.substring(Math.min(json.length(), at + 1));
    }

    private String manyKeys() {
        ObjectNode keys = NODES.objectNode();
        int count = random.nextInt(3000);
        for (int i = 0; i < count; i++) {
            keys.put("unknown" + i, i);
        }
        return keys.toString();
    }

    private String mutatedSpec() {
        ObjectNode spec = (ObjectNode) JSON.readTree(SampleJobs.SPEC);
        List<ObjectNode> objects = new ArrayList<>(List.of(spec));
        spec.values().stream().filter(JsonNode::isObject).forEach(each -> objects.add((ObjectNode) each));
        ObjectNode chosen = objects.get(random.nextInt(objects.size()));
        List<String> names = List.copyOf(chosen.propertyNames());
        if (!names.isEmpty()) {
            chosen.set(names.get(random.nextInt(names.size())), anything(0));
        }
        return random.nextBoolean() ? spec.toString() : "{\"spec\":" + spec + ",\"labels\":" + anything(0) + "}";
    }

    private JsonNode value(JsonNode given, int depth) {
        JsonNode schema =
                given.has("$ref") ? document.at(given.get("$ref").asString().substring(1)) : given;
        if (depth > DEEPEST || random.nextInt(8) == 0) {
            return anything(depth);
        }
        if (schema.has("oneOf")) {
            JsonNode choices = schema.get("oneOf");
            return value(choices.get(random.nextInt(choices.size())), depth + 1);
        }
        if (schema.has("properties")) {
            ObjectNode object = NODES.objectNode();
            schema.get("properties").properties().forEach(property -> {
                if (random.nextInt(10) < 6) {
                    object.set(property.getKey(), value(property.getValue(), depth + 1));
                }
            });
            if (random.nextInt(10) == 0) {
                object.set(text.any(), anything(depth));
            }
            return object;
        }
        return schema.has("const") ? schema.get("const") : plain(schema);
    }

    private JsonNode plain(JsonNode schema) {
        String type = schema.path("type").toString();
        if (type.contains("integer")) {
            return NODES.numberNode(random.nextInt(7) - 3);
        }
        if (type.contains("number")) {
            return NODES.numberNode(random.nextDouble());
        }
        if (type.contains("boolean")) {
            return NODES.booleanNode(random.nextBoolean());
        }
        if (schema.path("enum").size() > 0) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return type.contains("object") ? NODES.objectNode().put(text.any(), text.any()) : NODES.stringNode(text.any());
    }

    private JsonNode anything(int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(new java.math.BigDecimal("1e" + random.nextInt(400)));
            case 4 -> NODES.numberNode(-random.nextInt(5) / 2.0);
            case 5 -> depth > DEEPEST ? NODES.arrayNode() : NODES.arrayNode().add(anything(depth + 1));
            case 6 -> depth > DEEPEST ? NODES.objectNode() : NODES.objectNode().set(text.any(), anything(depth + 1));
            default -> NODES.stringNode(text.any());
        };
    }
}
