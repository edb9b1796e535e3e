package dev.isograd.learning.spec;

import dev.isograd.ByteReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Specs that are well-formed JSON with any content. */
class SpecReaderFuzzTests extends ByteReaderContract {

    private static final JsonMapper JSON = new JsonMapper();
    private static final DatasetSize DATA = new DatasetSize(60, 28, 28);

    @Override
    protected List<byte[]> samples() {
        return List.of(spec("""
                        {"dataset":"d","network":{"type":"resnet","depth":20,"width":16},
                         "split":{"boundaries":[1,4,7]},"head":{"type":"dgl"},
                         "rule":{"type":"sgr","distance":"cos","weight":0.2},
                         "optimizer":{"type":"sgd","learningRate":0.1,"schedule":{"type":"step","milestones":[3,5]}},
                         "augmentation":{"flip":true,"cropPadding":4},"epochs":3,"batchSize":12,"seed":1,
                         "limits":{"maxMinutes":120},"device":"auto"}"""), spec("""
                        {"dataset":"d","network":{"type":"vit","width":64},"split":{"by":"memory"},
                         "rule":{"type":"pgl","period":9},"optimizer":{"type":"adamw"},"epochs":1e1}"""), spec("""
                        {"dataset":"d","network":{"type":"mlp","hidden":1},"rule":{"type":"sgr-bp-free"},"epochs":2}"""));
    }

    private static byte[] spec(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void read(byte[] input) {
        if (JSON.readValue(input, Object.class) instanceof Map<?, ?> tree) {
            Map<String, Object> fields = new LinkedHashMap<>();
            tree.forEach((name, value) -> fields.put(String.valueOf(name), value));
            TrainingSpec spec = SpecReader.read(fields, DATA);
            if (!SpecReader.read(SpecWriter.write(spec), DATA).equals(spec)) {
                throw new AssertionError("Written and read again, it differs: " + spec);
            }
        }
    }

    /** What is not JSON is refused before this reader sees it. */
    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(InvalidSpec.class, JacksonException.class);
    }
}
