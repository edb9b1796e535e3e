package dev.isograd.bench;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON objects as maps. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static Map<String, Object> read(String text) {
        try {
            return MAPPER.readValue(text, new TypeReference<>() {});
        } catch (JacksonException notJson) {
            throw new UsageError("Not a JSON object: " + text);
        }
    }

    static String write(Object tree) {
        return MAPPER.writeValueAsString(tree);
    }
}
