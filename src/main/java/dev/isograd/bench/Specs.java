package dev.isograd.bench;

import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Converts specs to trees with the number types of parsed JSON, so that they equal trees read from a file. */
final class Specs {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private Specs() {}

    static TrainingSpec read(String json) {
        return SpecReader.read(JSON.readValue(json, new TypeReference<>() {}));
    }

    static Map<String, Object> tree(TrainingSpec spec) {
        return JSON.readValue(JSON.writeValueAsBytes(SpecWriter.write(spec)), new TypeReference<>() {});
    }
}
